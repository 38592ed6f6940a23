package dev.espalier.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.espalier.files.DataException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TarFilesTest {
  @TempDir Path folder;

  @Test
  void unpacksThePlainFilesAsked() throws IOException {
    byte[] exact = new byte[1024];
    Arrays.fill(exact, (byte) 7);
    byte[] odd = {1, 2, 3};
    Path archive =
        archive(
            entry("set/", '5', new byte[0]),
            entry("set/a.bin", '0', odd),
            entry("set/read.me", '0', odd),
            entry("set/b.bin", '0', exact));
    assertEquals(List.of("a.bin", "b.bin"), TarFiles.unpack(archive, ".bin", folder));
    assertArrayEquals(odd, Files.readAllBytes(folder.resolve("a.bin")));
    assertArrayEquals(exact, Files.readAllBytes(folder.resolve("b.bin")));
  }

  @Test
  void aCutArchiveIsNamed() throws IOException {
    Path archive = archive(entry("a.bin", '0', new byte[5000]));
    byte[] whole = Files.readAllBytes(archive);
    Files.write(archive, Arrays.copyOf(whole, whole.length / 2));
    refused(archive, ".bin", folder);
  }

  @Test
  void nothingButPlainFilesInTheFolderIsWritten() throws IOException {
    Path inner = Files.createDirectory(folder.resolve("inner"));
    byte[] secret = {1};
    Path archive =
        archive(
            entry("../up.bin", '0', secret),
            entry("/tmp/espalier-absolute.bin", '0', secret),
            entry("soft.bin", '2', new byte[0]),
            entry("hard.bin", '1', new byte[0]),
            entry("pipe.bin", '6', new byte[0]),
            entry("folder.bin", '5', new byte[0]));
    assertEquals(
        List.of("up.bin", "espalier-absolute.bin"), TarFiles.unpack(archive, ".bin", inner));
    assertEquals(List.of("espalier-absolute.bin", "up.bin"), names(inner));
    assertEquals(List.of("inner", "x.tar.gz"), names(folder));
  }

  @Test
  void aNameThatLeadsOutOfTheFolderIsRefused() throws IOException {
    Path inner = Files.createDirectory(folder.resolve("inner"));
    refused(archive(entry("set/..", '0', new byte[] {1})), "..", inner);
    assertEquals(List.of("inner", "x.tar.gz"), names(folder));
  }

  @Test
  void aFileTooLargeForAnArrayIsRefused() throws IOException {
    byte[] entry = entry("large.bin", '0', new byte[0]);
    System.arraycopy("20000000000".getBytes(StandardCharsets.US_ASCII), 0, entry, 124, 11);
    refused(archive(entry), ".bin", folder);
  }

  @Test
  void aSizeThatIsNoNumberIsRefused() throws IOException {
    byte[] entry = entry("odd.bin", '0', new byte[0]);
    System.arraycopy("not a number".getBytes(StandardCharsets.US_ASCII), 0, entry, 124, 12);
    refused(archive(entry), ".bin", folder);
  }

  private static void refused(Path archive, String ending, Path folder) {
    DataException refused =
        assertThrows(DataException.class, () -> TarFiles.unpack(archive, ending, folder));
    assertTrue(refused.getMessage().startsWith(archive + ": not a whole tar.gz"));
  }

  private static List<String> names(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(f -> f.getFileName().toString()).sorted().toList();
    }
  }

  private Path archive(byte[]... entries) throws IOException {
    Path file = folder.resolve("x.tar.gz");
    try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(file))) {
      for (byte[] entry : entries) {
        out.write(entry);
      }
      out.write(new byte[1024]);
    }
    return file;
  }

  private static byte[] entry(String name, char type, byte[] content) {
    byte[] head = new byte[512];
    byte[] text = name.getBytes(StandardCharsets.US_ASCII);
    System.arraycopy(text, 0, head, 0, text.length);
    byte[] size = String.format("%011o", content.length).getBytes(StandardCharsets.US_ASCII);
    System.arraycopy(size, 0, head, 124, size.length);
    head[156] = (byte) type;
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(head);
    out.writeBytes(content);
    out.writeBytes(new byte[(512 - content.length % 512) % 512]);
    return out.toByteArray();
  }
}
