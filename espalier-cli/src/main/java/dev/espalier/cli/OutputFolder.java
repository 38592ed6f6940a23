package dev.espalier.cli;

import dev.espalier.files.DataException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.stream.Stream;

/** A folder that appears whole, or not at all. */
final class OutputFolder implements AutoCloseable {
  private final Path target;
  private final Path beside;

  /**
   * @throws DataException where the folder exists already
   */
  OutputFolder(Path target) throws IOException {
    if (Files.exists(target)) {
      throw new DataException(target + " exists; choose another --out or remove it");
    }
    this.target = target.toAbsolutePath().normalize();
    this.beside = this.target.resolveSibling("." + this.target.getFileName() + ".part");
    remove(beside);
    Files.createDirectories(beside);
  }

  /** Where a file is written until {@link #finish()}. */
  Path file(String name) {
    return beside.resolve(name);
  }

  /** Gives the folder its name. */
  void finish() throws IOException {
    Files.move(beside, target, StandardCopyOption.ATOMIC_MOVE);
  }

  /** Removes what was not finished. */
  @Override
  public void close() throws IOException {
    remove(beside);
  }

  private static void remove(Path folder) throws IOException {
    if (Files.exists(folder)) {
      try (Stream<Path> files = Files.walk(folder)) {
        for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(file);
        }
      }
    }
  }
}
