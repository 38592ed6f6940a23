package dev.espalier.data;

import dev.espalier.feed.Column;
import dev.espalier.feed.Numbers;
import dev.espalier.files.DataException;
import dev.espalier.model.DType;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * IDX as MNIST uses it: two zero bytes, a type, a rank, sizes as big-endian int32, then big-endian
 * elements. A file of rank 1 holds labels, one of a higher rank images (LeCun, Cortes, Burges, "The
 * MNIST database").
 */
final class IdxFormat implements Format {
  @Override
  public String name() {
    return "idx";
  }

  @Override
  public String summary() {
    return "arrays of big-endian numbers, as MNIST has them: images, and a file of labels";
  }

  @Override
  public String source() {
    return "LeCun, Cortes and Burges, The MNIST database of handwritten digits, 1998";
  }

  @Override
  public Map<String, List<Path>> find(Path path) {
    if (!Files.isDirectory(path)) {
      return isIdx(path) ? DataFile.byPart(List.of(path)) : Map.of();
    }
    List<Path> files =
        DataFile.list(path).stream()
            .filter(f -> DataFile.name(f).matches(".*idx\\d.*|.*\\.idx"))
            .toList();
    return DataFile.byPart(withoutTwins(files));
  }

  /** Where a file lies there both plain and gzipped, the plain one. */
  private static List<Path> withoutTwins(List<Path> files) {
    Map<String, Path> byName = new LinkedHashMap<>();
    files.forEach(f -> byName.putIfAbsent(DataFile.name(f), f));
    return List.copyOf(byName.values());
  }

  private static boolean isIdx(Path file) {
    return DataFile.use(
        file,
        in -> {
          byte[] start = in.readNBytes(4);
          return start.length == 4
              && start[0] == 0
              && start[1] == 0
              && typeOf(start[2]) != DType.OTHER
              && start[3] > 0;
        });
  }

  private static DType typeOf(int code) {
    return switch (code) {
      case 0x08 -> DType.UINT8;
      case 0x09 -> DType.INT8;
      case 0x0B -> DType.INT16;
      case 0x0C -> DType.INT32;
      case 0x0D -> DType.FLOAT;
      case 0x0E -> DType.DOUBLE;
      default -> DType.OTHER;
    };
  }

  @Override
  public Map<String, Table> read(List<Path> files, DataSpec spec) {
    Map<String, Column> columns = new LinkedHashMap<>();
    for (Path file : files) {
      Numbers column = DataFile.use(file, in -> readOne(new DataInputStream(in), file));
      String role = column.shape().length == 0 ? "label" : "image";
      if (columns.put(role, column) != null) {
        throw new DataException(
            file
                + " is a second IDX file of "
                + role
                + "s beside "
                + files.get(0)
                + "; say in `splits:` which files belong to which split");
      }
    }
    return Map.of("all", Table.of(String.valueOf(files.get(0)), columns));
  }

  private static Numbers readOne(DataInputStream in, Path file) throws IOException {
    int magic = in.readInt();
    DType type = typeOf(magic >> 8 & 0xff);
    int rank = magic & 0xff;
    if (magic >>> 16 != 0 || type == DType.OTHER || rank < 1 || rank > 8) {
      throw new DataException(
          file + " is not an IDX file: it starts with 0x" + Integer.toHexString(magic));
    }
    int size = in.readInt();
    int[] shape = new int[rank - 1];
    long bytes = (long) size * type.bytes();
    for (int i = 0; i < shape.length; i++) {
      shape[i] = in.readInt();
      if (shape[i] < 1) {
        throw new DataException(
            file + ": axis " + (i + 1) + " has the impossible size " + shape[i]);
      }
      bytes = Math.min(bytes * shape[i], Integer.MAX_VALUE);
    }
    if (size < 1) {
      throw new DataException(file + " holds no records: its header claims " + size);
    }
    byte[] data = DataFile.exactly(in, bytes, file);
    if (in.read() >= 0) {
      throw new DataException(
          file + " holds more bytes than its header claims; it is damaged: get a new copy of it");
    }
    return Numbers.dense(type, littleEndian(data, type.bytes()), size, shape);
  }

  private static byte[] littleEndian(byte[] data, int width) {
    for (int i = 0; width > 1 && i < data.length; i += width) {
      for (int a = i, b = i + width - 1; a < b; a++, b--) {
        byte held = data[a];
        data[a] = data[b];
        data[b] = held;
      }
    }
    return data;
  }
}
