package dev.espalier.cli;

import dev.espalier.files.DataException;
import dev.espalier.files.WholeFile;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;

/** Unpacks plain files of a tar.gz into one folder, without the archive's own folders. */
final class TarFiles {
  private TarFiles() {}

  /**
   * Writes the files whose name ends so; returns their names in the archive's order. Links and
   * other things that are no plain files are passed over.
   *
   * @throws DataException where the archive is cut or broken, or a file would be of 2 GiB or more
   *     or lie outside the folder
   */
  static List<String> unpack(Path archive, String ending, Path folder) {
    List<String> names = new ArrayList<>();
    try (InputStream file = Files.newInputStream(archive);
        TarArchiveInputStream in =
            new TarArchiveInputStream(new GZIPInputStream(file), StandardCharsets.UTF_8.name())) {
      for (TarArchiveEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
        if (plain(entry) && entry.getName().endsWith(ending)) {
          Path target = inside(folder, entry.getName());
          WholeFile.write(target, content(in, entry));
          names.add(String.valueOf(target.getFileName()));
        }
      }
      return names;
    } catch (FileSystemException e) {
      throw new UncheckedIOException("cannot unpack " + archive + ": " + e.getMessage(), e);
    } catch (IOException | IllegalArgumentException e) {
      throw new DataException(
          archive + ": not a whole tar.gz (" + e.getMessage() + "); remove it and try again", e);
    }
  }

  /** A sparse file takes no room in the archive, and any amount of it when unpacked. */
  private static boolean plain(TarArchiveEntry entry) {
    byte kind = entry.getLinkFlag();
    return (kind == TarConstants.LF_NORMAL || kind == TarConstants.LF_OLDNORM) && !entry.isSparse();
  }

  /** The archive is not trusted: on some systems a name without a slash leads to other folders. */
  private static Path inside(Path folder, String name) {
    Path within = folder.toAbsolutePath().normalize();
    String file = name.substring(name.lastIndexOf('/') + 1);
    Path target = within.resolve(file).normalize();
    if (!within.equals(target.getParent())) {
      throw new InvalidPathException(name, "it leads out of the folder");
    }
    return target;
  }

  private static byte[] content(InputStream in, TarArchiveEntry entry) throws IOException {
    int size = (int) entry.getSize();
    if (size != entry.getSize()) {
      throw new IOException(entry.getName() + " is of 2 GiB or more");
    }
    byte[] content = in.readNBytes(size);
    if (content.length < size) {
      throw new EOFException(entry.getName() + " is cut");
    }
    return content;
  }
}
