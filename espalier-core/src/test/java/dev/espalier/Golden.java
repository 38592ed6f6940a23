package dev.espalier;

import static org.junit.jupiter.api.Assertions.fail;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * Texts that tests expect, in files of {@code src/test/resources/golden}.
 *
 * <p>After a change that is wanted write them anew, and read what the version control shows: {@code
 * ./mvnw -pl espalier-core test -Dtest='*Golden*' -Despalier.write.golden=true}.
 */
public final class Golden {
  private static final Path FOLDER = Path.of("src", "test", "resources", "golden");

  private Golden() {}

  /** Fails with the lines that differ; writes the file where the property asks for it. */
  public static void check(String name, String text) throws IOException {
    Path file = FOLDER.resolve(name + ".txt");
    if (writing()) {
      Files.createDirectories(FOLDER);
      Files.writeString(file, text);
      return;
    }
    String wanted = Files.exists(file) ? Files.readString(file).replace("\r\n", "\n") : "";
    String difference = LineDifference.of(wanted, text);
    if (!difference.isEmpty()) {
      fail(
          file
              + " (-) is not what came out (+); -Despalier.write.golden=true writes it anew\n"
              + difference);
    }
  }

  static boolean writing() {
    return Boolean.getBoolean("espalier.write.golden");
  }

  /** Names of all files. */
  static List<String> names() throws IOException {
    try (Stream<Path> files = Files.list(FOLDER)) {
      return files.map(f -> f.getFileName().toString().replace(".txt", "")).sorted().toList();
    }
  }
}
