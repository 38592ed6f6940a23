package dev.espalier.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a process leaves in the home and in the temporary folder of its user: nothing of others. */
@Tag("slow")
class TracesTest {
  @TempDir Path folder;

  /**
   * The variable that the launcher sets is taken away here: a program that uses the jars has none.
   */
  @Test
  void onnxRuntimeKeepsNoDeviceIdAndNothingStaysInTheTemporaryFolder() throws Exception {
    Digits.copy(folder);
    Path home = Files.createDirectory(folder.resolve("home"));
    Path temporary = Files.createDirectory(folder.resolve("tmp"));
    for (List<String> words :
        List.of(
            List.of("inspect", "digits.onnx"),
            List.of("compare", "digits.onnx", "digits.onnx"))) { // which profiles both
      Process process = start(words, home, temporary);
      assertTrue(process.waitFor(120, TimeUnit.SECONDS));
      assertEquals(0, process.exitValue(), Files.readString(folder.resolve("log")));
    }
    assertEquals(List.of(".cache", ".cache/espalier"), names(home, 2));
    assertEquals(List.of(), names(temporary, 9));
    try (Stream<Path> libraries = Files.list(home.resolve(".cache/espalier"))) {
      assertEquals(1, libraries.count(), "one folder, for all processes");
    }
  }

  @Test
  void aTemporaryFolderThatIsMissingIsNamed() throws Exception {
    Digits.copy(folder);
    Path home = Files.createDirectory(folder.resolve("home"));
    Path temporary = folder.resolve("missing");
    Process process = start(List.of("inspect", "digits.onnx"), home, temporary);
    assertTrue(process.waitFor(120, TimeUnit.SECONDS));
    String said = Files.readString(folder.resolve("log"));
    assertEquals(ExitCode.BAD_INPUT, process.exitValue(), said);
    String last = said.strip().lines().reduce((a, b) -> b).orElse("");
    assertTrue(
        last.startsWith("espalier: the temporary folder " + temporary + " cannot be used"), said);
  }

  private Process start(List<String> words, Path home, Path temporary) throws IOException {
    return Child.start(
        folder,
        "log",
        List.of("-Djava.io.tmpdir=" + temporary),
        words,
        environment -> {
          environment.keySet().removeIf(k -> !k.equals("PATH") && !k.equals("CLASSPATH"));
          environment.put("HOME", home.toString());
        });
  }

  private static List<String> names(Path root, int depth) throws IOException {
    try (Stream<Path> walk = Files.walk(root, depth)) {
      return walk.skip(1).map(p -> root.relativize(p).toString()).sorted().toList();
    }
  }
}
