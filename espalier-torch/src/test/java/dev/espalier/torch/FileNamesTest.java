package dev.espalier.torch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A file's name says what is in it, and no other file of the product has it. */
class FileNamesTest {
  @Test
  void noNameStandsForTwoThings() throws IOException {
    Set<String> seen = new TreeSet<>();
    Set<String> twice = new TreeSet<>();
    for (String module : Set.of("runtime", "core", "torch", "cli")) {
      try (Stream<Path> files = Files.walk(Path.of("..", "espalier-" + module, "src", "main"))) {
        files
            .map(file -> file.getFileName().toString())
            .filter(name -> name.endsWith(".java") && !name.matches("(package|module)-info.*"))
            .filter(name -> !seen.add(name))
            .forEach(twice::add);
      }
    }
    assertTrue(seen.size() > 800, seen.size() + " files were looked at");
    assertEquals(Set.of(), twice);
  }
}
