package dev.espalier.cli;

import dev.espalier.files.DataException;
import dev.espalier.files.Reason;
import dev.espalier.progress.Progress;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/** Brings files from the web, whole and checked, or not at all. */
final class Download {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final int CHUNK = 1 << 16;

  private final HttpClient client =
      HttpClient.newBuilder()
          .connectTimeout(PATIENCE)
          .followRedirects(HttpClient.Redirect.NORMAL)
          .build();
  private final Progress progress;

  Download(Progress progress) {
    this.progress = progress;
  }

  /**
   * Writes what lies at the source to {@code file}; does nothing where the file is there with the
   * right checksum.
   *
   * @throws DataException naming address, file and remedy
   */
  void bring(PublicData.Source source, Path file) {
    try {
      if (Files.isRegularFile(file) && md5(file).equals(source.md5())) {
        return;
      }
      Path beside = file.resolveSibling("." + file.getFileName() + ".part");
      try {
        String found = fetch(source.uri(), beside);
        if (!found.equals(source.md5())) {
          throw new DataException(
              source.uri()
                  + ": the checksum is "
                  + found
                  + ", not "
                  + source.md5()
                  + "; try again later, or put the right file at "
                  + file);
        }
        Files.move(beside, file, StandardCopyOption.REPLACE_EXISTING);
      } finally {
        Files.deleteIfExists(beside);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write " + file + ": " + Reason.of(e), e);
    }
  }

  private String fetch(URI uri, Path file) throws IOException {
    HttpResponse<InputStream> response = answer(uri, file);
    try (InputStream in = response.body()) {
      if (response.statusCode() != 200) {
        throw unreachable(uri, file, "answered " + response.statusCode(), null);
      }
      long total = response.headers().firstValueAsLong("content-length").orElse(Long.MAX_VALUE);
      return copy(in, file, total);
    }
  }

  private HttpResponse<InputStream> answer(URI uri, Path file) {
    try {
      HttpRequest request = HttpRequest.newBuilder(uri).timeout(PATIENCE).build();
      return client.send(request, HttpResponse.BodyHandlers.ofInputStream());
    } catch (IOException e) {
      throw unreachable(uri, file, "does not answer", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw unreachable(uri, file, "was interrupted", e);
    }
  }

  private static DataException unreachable(
      URI uri, Path file, String what, @Nullable Throwable cause) {
    String place = file.resolveSibling(Path.of(uri.getPath()).getFileName()).toString();
    String message =
        uri
            + " "
            + what
            + "; check the network and try again, or bring the file by other means to "
            + place;
    return cause == null ? new DataException(message) : new DataException(message, cause);
  }

  private String copy(InputStream in, Path file, long total) throws IOException {
    MessageDigest digest = digest();
    byte[] chunk = new byte[CHUNK];
    long done = 0;
    try (OutputStream out = Files.newOutputStream(file)) {
      for (int n = in.read(chunk); n >= 0; n = in.read(chunk)) {
        digest.update(chunk, 0, n);
        out.write(chunk, 0, n);
        done += n;
        progress.at("download", done, Math.max(total, done));
      }
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  private static String md5(Path file) throws IOException {
    return HexFormat.of().formatHex(digest().digest(Files.readAllBytes(file)));
  }

  /** MD5 because publishers state it; it guards against damage, not against forgery. */
  private static MessageDigest digest() {
    try {
      return MessageDigest.getInstance("MD5");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has MD5", e);
    }
  }
}
