package dev.espalier.files;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** Writes files that are there whole or not at all. */
public final class WholeFile {
  private static final String PART = ".part";

  private WholeFile() {}

  /**
   * Writes beside the file, then moves over it.
   *
   * @param file to be read or written
   * @param content whole, in bytes
   * @throws UncheckedIOException naming the file, when the disk is full or the folder may not be
   *     written
   */
  public static void write(Path file, byte[] content) {
    try {
      Path beside = file.resolveSibling("." + file.getFileName() + PART);
      try {
        Files.write(beside, content);
        Files.move(
            beside, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
      } finally {
        Files.deleteIfExists(beside);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write " + file + ": " + Reason.of(e), e);
    }
  }

  /**
   * {@return whether a file was left by a process that was killed while it wrote}
   *
   * @param file by its name
   */
  public static boolean unfinished(Path file) {
    String name = file.getFileName().toString();
    return name.startsWith(".") && name.endsWith(PART);
  }

  /**
   * Writes a text in UTF-8.
   *
   * @param file to be read or written
   * @param content whole, as text
   */
  public static void write(Path file, String content) {
    write(file, content.getBytes(StandardCharsets.UTF_8));
  }
}
