package dev.espalier.data;

import dev.espalier.feed.Numbers;
import dev.espalier.files.DataException;
import dev.espalier.files.Reason;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/** Opens data files, plain or gzipped, with limits that an evil file cannot talk us out of. */
public final class DataFile {
  /** Most bytes that one file may unpack to: what one array holds. */
  static final long LARGEST = Numbers.MOST_BYTES;

  private DataFile() {}

  /**
   * What is done with an opened file.
   *
   * @param <T> what comes of it
   */
  @FunctionalInterface
  public interface Use<T> {
    /**
     * Reads the stream; the caller closes it.
     *
     * @param in the unpacked content
     * @return what comes of it
     */
    T on(InputStream in) throws IOException;
  }

  /**
   * Opens a file, unpacks it when it starts like gzip, and turns I/O errors into ones that name the
   * file.
   *
   * @param file a regular file
   * @param use what is done with its content
   * @param <T> what comes of it
   * @return what came of it
   */
  public static <T> T use(Path file, Use<T> use) {
    try (InputStream in = open(file)) {
      return use.on(in);
    } catch (EOFException e) {
      throw new DataException(file + " ends too early; it is truncated: get a new copy of it", e);
    } catch (ZipException e) {
      throw new DataException(
          file + " is not a valid gzip or zip file (" + e.getMessage() + "): get a new copy of it",
          e);
    } catch (IOException e) {
      throw new DataException(file + " cannot be read: " + Reason.of(e), e);
    }
  }

  private static InputStream open(Path file) throws IOException {
    if (Files.exists(file) && !Files.isRegularFile(file)) {
      throw new DataException(
          file + " is no regular file but a folder, a pipe or a device; name a file");
    }
    InputStream in = new BufferedInputStream(Files.newInputStream(file), 1 << 16);
    try {
      in.mark(2);
      boolean gzip = in.read() == 0x1f && in.read() == 0x8b;
      in.reset();
      return gzip
          ? new BufferedInputStream(
              Unpacking.gzip(file).of(new GZIPInputStream(in, 1 << 16)), 1 << 16)
          : in;
    } catch (IOException | IllegalStateException e) {
      in.close();
      throw e;
    }
  }

  /**
   * All bytes that are left; refuses more than {@link #LARGEST}. Memory grows with what is read,
   * not with what is claimed.
   */
  static byte[] rest(InputStream in, Path file) throws IOException {
    byte[] bytes = in.readNBytes((int) LARGEST);
    if (bytes.length == LARGEST && in.read() >= 0) {
      throw new DataException(file + " unpacks to more than 2 GiB; split it into several files");
    }
    return bytes;
  }

  /** Just {@code count} bytes; throws when there are fewer. Memory grows with what is read. */
  static byte[] exactly(InputStream in, long count, Path file) throws IOException {
    if (count > LARGEST) {
      throw new DataException(
          file
              + " claims more than 2 GiB of records; split it, or get a new copy of it if it should be"
              + " smaller");
    }
    byte[] bytes = in.readNBytes((int) count);
    if (bytes.length < count) {
      throw new DataException(
          file
              + " is truncated: its header claims "
              + count
              + " bytes of records, and there are "
              + bytes.length
              + ": get a new copy of it");
    }
    return bytes;
  }

  /**
   * {@return files and folders right under a folder, sorted by name; hidden ones left out}
   *
   * @param folder to look into, not further down
   */
  public static List<Path> list(Path folder) {
    try (Stream<Path> found = Files.list(folder)) {
      return found.filter(p -> !p.getFileName().toString().startsWith(".")).sorted().toList();
    } catch (IOException e) {
      throw new DataException(folder + " cannot be listed: " + Reason.of(e), e);
    }
  }

  /**
   * {@return the file's name in lower case, without {@code .gz}}
   *
   * @param file with or without {@code .gz}
   */
  public static String name(Path file) {
    String name = String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT);
    return name.endsWith(".gz") ? name.substring(0, name.length() - 3) : name;
  }

  /** {@code train}, {@code validation}, {@code test}, or {@code all}, as a name's words say. */
  static String part(String name) {
    for (String word : name.toLowerCase(Locale.ROOT).split("[^a-z0-9]+")) {
      switch (word) {
        case "train", "training", "tr" -> {
          return "train";
        }
        case "val", "valid", "validation", "dev" -> {
          return "validation";
        }
        case "test", "testing", "te", "t10k" -> {
          return "test";
        }
        default -> {}
      }
    }
    return "all";
  }

  /**
   * {@return files grouped by the part that their names say, in the order train, validation, test,
   * all}
   *
   * @param files in any order
   */
  public static java.util.Map<String, List<Path>> byPart(List<Path> files) {
    java.util.Map<String, List<Path>> parts = new java.util.LinkedHashMap<>();
    for (String part : List.of("train", "validation", "test", "all")) {
      List<Path> of = files.stream().filter(f -> part(name(f)).equals(part)).toList();
      if (!of.isEmpty()) {
        parts.put(part, of);
      }
    }
    return parts;
  }
}
