package dev.espalier.files;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** The hash that files, plans and records are known by. */
public final class Sha256 {
  private static final int BUFFER = 1 << 16;

  private Sha256() {}

  /** {@return a fresh digest} */
  public static MessageDigest digest() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  /**
   * Of a file's content, in hexadecimal.
   *
   * @param file to be read or written
   * @return the sum in hexadecimal, 64 digits
   */
  public static String of(Path file) {
    return HexFormat.of().formatHex(bytes(file));
  }

  /**
   * Of a file's content.
   *
   * @param file to be read or written
   * @return the sum, 32 bytes
   */
  public static byte[] bytes(Path file) {
    MessageDigest digest = digest();
    try (InputStream in = Files.newInputStream(file)) {
      byte[] buffer = new byte[BUFFER];
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        digest.update(buffer, 0, n);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + Reason.named(e), e);
    }
    return digest.digest();
  }
}
