package dev.espalier.cli;

import dev.espalier.files.DataException;
import dev.espalier.files.WholeFile;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/**
 * Unpacks plain files of a tar.gz into one folder, without the archive's own folders (POSIX ustar).
 */
final class TarFiles {
  private static final int BLOCK = 512;

  private TarFiles() {}

  /** Writes the files whose name ends so; returns their names in the archive's order. */
  static List<String> unpack(Path archive, String ending, Path folder) {
    List<String> names = new ArrayList<>();
    try (InputStream in = new GZIPInputStream(Files.newInputStream(archive))) {
      byte[] head = in.readNBytes(BLOCK);
      while (head.length == BLOCK && head[0] != 0) {
        String name = text(head, 0, 100);
        int size = Integer.parseInt(text(head, 124, 12).strip(), 8);
        byte[] content = in.readNBytes(size);
        in.skipNBytes((BLOCK - size % BLOCK) % BLOCK);
        boolean plain = head[156] == '0' || head[156] == 0;
        if (plain && name.endsWith(ending)) {
          String file = name.substring(name.lastIndexOf('/') + 1);
          WholeFile.write(folder.resolve(file), content);
          names.add(file);
        }
        head = in.readNBytes(BLOCK);
      }
      return names;
    } catch (ZipException | EOFException | NumberFormatException e) {
      throw new DataException(archive + ": not a whole tar.gz; remove it and try again", e);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot unpack " + archive + ": " + e.getMessage(), e);
    }
  }

  private static String text(byte[] head, int from, int length) {
    String field = new String(head, from, length, StandardCharsets.US_ASCII);
    int end = field.indexOf('\0');
    return end < 0 ? field : field.substring(0, end);
  }
}
