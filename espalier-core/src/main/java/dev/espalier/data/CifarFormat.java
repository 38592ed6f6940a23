package dev.espalier.data;

import dev.espalier.feed.Column;
import dev.espalier.feed.Numbers;
import dev.espalier.files.DataException;
import dev.espalier.files.Reason;
import dev.espalier.model.DType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * CIFAR-10 binary: records of a label byte and 3072 bytes, the red, green and blue planes of a 32 x
 * 32 image (Krizhevsky 2009, "Learning Multiple Layers of Features from Tiny Images").
 */
final class CifarFormat implements Format {
  private static final int RECORD = 3073;
  private static final String CLASSES = "batches.meta.txt";

  @Override
  public String name() {
    return "cifar10";
  }

  @Override
  public String summary() {
    return "32 x 32 images with a label byte each, as CIFAR-10 has them";
  }

  @Override
  public String source() {
    return "Krizhevsky, Learning Multiple Layers of Features from Tiny Images, 2009";
  }

  @Override
  public Map<String, List<Path>> find(Path path) {
    Map<String, List<Path>> parts = new LinkedHashMap<>();
    List<Path> files = Files.isDirectory(path) ? DataFile.list(folder(path)) : List.of(path);
    put(
        parts,
        "train",
        files.stream().filter(f -> DataFile.name(f).matches("data_batch_\\d+\\.bin")).toList());
    put(
        parts,
        "test",
        files.stream().filter(f -> DataFile.name(f).equals("test_batch.bin")).toList());
    return parts;
  }

  private static void put(Map<String, List<Path>> parts, String part, List<Path> files) {
    if (!files.isEmpty()) {
      parts.put(part, files);
    }
  }

  /** The official archive unpacks into a folder of its own. */
  private static Path folder(Path path) {
    Path inner = path.resolve("cifar-10-batches-bin");
    return Files.isDirectory(inner) ? inner : path;
  }

  @Override
  public Map<String, Table> read(List<Path> files, DataSpec spec) {
    int[] ends = new int[files.size()];
    byte[] all = new byte[total(files)];
    int at = 0;
    for (int i = 0; i < ends.length; i++) {
      Path file = files.get(i);
      int into = at;
      int expected = sizeOf(file);
      int got = DataFile.use(file, in -> in.readNBytes(all, into, expected));
      if (got != expected) {
        throw new DataException(file + " changed while it was read; try again");
      }
      at += got;
      ends[i] = at / RECORD;
    }
    int size = at / RECORD;
    Table.Place place = row -> place(files, ends, row);
    for (int row = 0; row < size; row++) {
      if ((all[row * RECORD] & 0xff) > 9) {
        throw new DataException(
            place.of(row)
                + ": label "
                + (all[row * RECORD] & 0xff)
                + " is out of range; CIFAR-10 has the classes 0 to 9");
      }
    }
    Map<String, Column> columns = new LinkedHashMap<>();
    columns.put("image", new Numbers(DType.UINT8, new int[] {3, 32, 32}, all, 1, RECORD, size));
    columns.put("label", new Numbers(DType.UINT8, new int[0], all, 0, RECORD, size));
    return Map.of("all", new Table(columns, size, place));
  }

  private static int total(List<Path> files) {
    long total = 0;
    for (Path file : files) {
      total += sizeOf(file);
    }
    if (total > DataFile.LARGEST) {
      throw new DataException(
          files.get(0) + " and the other files hold more than 2 GiB; name fewer of them");
    }
    return (int) total;
  }

  private static int sizeOf(Path file) {
    try {
      long size = Files.size(file);
      if (size == 0 || size % RECORD != 0 || size > DataFile.LARGEST) {
        throw new DataException(
            file
                + " holds "
                + size
                + " bytes, not a whole number of CIFAR-10 records of "
                + RECORD
                + " bytes; it is truncated or another format: get a new copy of it, or name its `format:`");
      }
      return (int) size;
    } catch (IOException e) {
      throw new DataException(file + " cannot be read: " + Reason.of(e), e);
    }
  }

  private static String place(List<Path> files, int[] ends, int row) {
    int i = 0;
    while (i < ends.length - 1 && row >= ends[i]) {
      i++;
    }
    return files.get(i) + ", record " + (i == 0 ? row : row - ends[i - 1]);
  }

  @Override
  public List<String> classNames(Path path) {
    Path file = folder(path).resolve(CLASSES);
    if (!Files.isRegularFile(file)) {
      return List.of();
    }
    byte[] text = DataFile.use(file, in -> in.readNBytes(4096));
    return Arrays.stream(new String(text, java.nio.charset.StandardCharsets.UTF_8).split("\\R"))
        .map(String::strip)
        .filter(s -> !s.isEmpty())
        .limit(10)
        .toList();
  }
}
