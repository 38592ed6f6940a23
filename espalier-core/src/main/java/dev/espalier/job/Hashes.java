package dev.espalier.job;

import dev.espalier.files.Sha256;
import dev.espalier.record.InputFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;

/** SHA-256 of files and folders. */
public final class Hashes {
  private Hashes() {}

  /**
   * {@return a file's hash and size; of a folder, over the hashes of its files in order of name}
   *
   * @param role what the file is to a run: {@code model}, {@code data} …
   * @param path of a file or folder
   */
  public static InputFile file(String role, Path path) {
    try {
      if (!Files.isDirectory(path)) {
        return new InputFile(role, path.toString(), Sha256.of(path), Files.size(path));
      }
      MessageDigest all = Sha256.digest();
      long bytes = 0;
      try (Stream<Path> walk = Files.walk(path)) {
        List<Path> files = walk.filter(Files::isRegularFile).sorted().toList();
        for (Path file : files) {
          all.update(Sha256.bytes(file));
          bytes += Files.size(file);
        }
      }
      return new InputFile(role, path.toString(), HexFormat.of().formatHex(all.digest()), bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
