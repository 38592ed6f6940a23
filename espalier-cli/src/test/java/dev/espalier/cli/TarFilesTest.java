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
    DataException refused =
        assertThrows(DataException.class, () -> TarFiles.unpack(archive, ".bin", folder));
    assertTrue(refused.getMessage().startsWith(archive + ": not a whole tar.gz"));
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
