package dev.espalier.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import dev.espalier.files.DataException;
import dev.espalier.progress.Progress;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DownloadTest {
  private static final byte[] CONTENT = "some data".repeat(20_000).getBytes(StandardCharsets.UTF_8);

  @TempDir Path folder;
  private HttpServer server;
  private int requests;
  private final List<Long> seen = new ArrayList<>();
  private final Progress progress = (stage, done, total) -> seen.add(100 * done / total);

  @BeforeEach
  void serve() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/data.gz",
        exchange -> {
          requests++;
          exchange.sendResponseHeaders(200, CONTENT.length);
          exchange.getResponseBody().write(CONTENT);
          exchange.close();
        });
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  @Test
  void bringsOnceWithProgress() throws Exception {
    Path file = folder.resolve("data.gz");
    new Download(progress).bring(source("/data.gz", md5()), file);
    assertArrayEquals(CONTENT, Files.readAllBytes(file));
    assertEquals(100, seen.get(seen.size() - 1));
    new Download(progress).bring(source("/data.gz", md5()), file);
    assertEquals(1, requests);
  }

  @Test
  void aWrongChecksumLeavesNothing() throws IOException {
    Path file = folder.resolve("data.gz");
    DataException refused =
        assertThrows(
            DataException.class,
            () -> new Download(progress).bring(source("/data.gz", "00"), file));
    assertTrue(refused.getMessage().contains("not 00; try again later"), refused.getMessage());
    assertFolderIsEmpty();
  }

  @Test
  void aMissingFileSaysWhatToDo() throws IOException {
    DataException refused =
        assertThrows(
            DataException.class,
            () ->
                new Download(progress).bring(source("/none.gz", "00"), folder.resolve("none.gz")));
    assertTrue(refused.getMessage().contains("/none.gz answered 404; check the network"));
    assertFolderIsEmpty();
  }

  @Test
  void aDeadServerSaysWhatToDo() {
    PublicData.Source source = source("/data.gz", "00");
    server.stop(0);
    DataException refused =
        assertThrows(
            DataException.class, () -> new Download(progress).bring(source, folder.resolve("x")));
    assertTrue(refused.getMessage().contains("does not answer"), refused.getMessage());
    assertFalse(Files.exists(folder.resolve("x")));
  }

  private void assertFolderIsEmpty() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      assertEquals(List.of(), files.toList());
    }
  }

  private PublicData.Source source(String path, String md5) {
    URI uri =
        URI.create(
            "http://"
                + server.getAddress().getHostString()
                + ":"
                + server.getAddress().getPort()
                + path);
    return new PublicData.Source(uri, md5);
  }

  private static String md5() throws Exception {
    return HexFormat.of().formatHex(MessageDigest.getInstance("MD5").digest(CONTENT));
  }
}
