package dev.espalier;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/**
 * Real models and data sets that are not bundled: in the folder named by {@code
 * ESPALIER_DATA_HOME}, else in {@code shared} beside the repository.
 */
public final class SharedData {
  private SharedData() {}

  /** The file or folder at this path of the shared data, if there is one. */
  public static Optional<Path> find(String relative) {
    return homes().map(home -> home.resolve(relative)).filter(Files::exists).findFirst();
  }

  /**
   * The file or folder at this path of the shared data; the test is skipped, with the reason, where
   * it is missing.
   */
  public static Path require(String relative) {
    Optional<Path> found = find(relative);
    Assumptions.assumeTrue(
        found.isPresent(),
        () ->
            "needs "
                + relative
                + " under ESPALIER_DATA_HOME or ../shared, which have no such file");
    return found.orElseThrow();
  }

  private static Stream<Path> homes() {
    Stream<Path> named =
        Stream.ofNullable(System.getenv("ESPALIER_DATA_HOME"))
            .filter(home -> !home.isBlank())
            .map(Path::of);
    return Stream.concat(named, repository().map(root -> root.resolveSibling("shared")).stream());
  }

  private static Optional<Path> repository() {
    return Stream.iterate(Path.of("").toAbsolutePath(), folder -> folder != null, Path::getParent)
        .filter(folder -> Files.isDirectory(folder.resolve("espalier-core")))
        .findFirst();
  }
}
