package dev.espalier.files;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * SHA-256 of files that belong together, in a file beside them, in the form of {@code sha256sum}.
 * Written last, it says that the others are whole; read, that they are still what was written.
 */
public final class Checksums {
  private static final String BETWEEN = "  ";

  private Checksums() {}

  /**
   * Writes the SHA-256 sum and the name of each file, one file per line.
   *
   * @param sums the file to write, in the folder of the others
   * @param files whose sums are written
   */
  public static void write(Path sums, List<Path> files) {
    StringBuilder text = new StringBuilder();
    files.forEach(
        f -> text.append(Sha256.of(f)).append(BETWEEN).append(f.getFileName()).append('\n'));
    WholeFile.write(sums, text.toString());
  }

  /**
   * {@return names of the files that are missing, or are not what was written; empty where all are}
   *
   * @param sums file that {@link #write} wrote
   */
  public static List<String> broken(Path sums) {
    List<String> broken = new ArrayList<>();
    for (String line : lines(sums)) {
      int cut = line.indexOf(BETWEEN);
      String name = cut < 0 ? String.valueOf(sums.getFileName()) : line.substring(cut + 2);
      Path file = sums.resolveSibling(name);
      if (cut < 0
          || !Files.isRegularFile(file)
          || !Sha256.of(file).equals(line.substring(0, cut))) {
        broken.add(name);
      }
    }
    return broken;
  }

  private static List<String> lines(Path sums) {
    try {
      return Files.readAllLines(sums);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + Reason.named(e), e);
    }
  }
}
