package dev.espalier.data;

import dev.espalier.feed.Column;
import dev.espalier.feed.Numbers;
import dev.espalier.files.DataException;
import dev.espalier.model.DType;
import dev.espalier.model.HalfFloats;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One NPY array: a header in Python's notation, then the elements in C order (NumPy Enhancement
 * Proposal 1).
 */
final class NpyArray {
  private static final Pattern DESCR =
      Pattern.compile("'descr'\\s*:\\s*'([<>|=]?)([a-zA-Z])(\\d{1,8})'");
  private static final Pattern FORTRAN = Pattern.compile("'fortran_order'\\s*:\\s*(True|False)");
  private static final Pattern SHAPE = Pattern.compile("'shape'\\s*:\\s*\\(([^)]*)\\)");
  private static final int LARGEST_HEADER = 1 << 16;
  private static final int SHOWN = 200;

  private NpyArray() {}

  /**
   * @param place file and array, for messages
   */
  static Column read(InputStream in, String place) throws IOException {
    String header = header(in, place);
    Matcher descr = DESCR.matcher(header);
    Matcher shape = SHAPE.matcher(header);
    Matcher fortran = FORTRAN.matcher(header);
    if (!descr.find() || !shape.find() || !fortran.find()) {
      throw new DataException(
          place
              + " has elements that are not plain numbers or texts: "
              + shown(header)
              + "; save it again as a numeric array (objects are not read)");
    }
    if (fortran.group(1).equals("True")) {
      throw new DataException(
          place + " is stored in Fortran order; save it again through numpy.ascontiguousarray");
    }
    int[] sizes = sizes(shape.group(1), place);
    int[] item = java.util.Arrays.copyOfRange(sizes, 1, sizes.length);
    char kind = descr.group(2).charAt(0);
    int width = Integer.parseInt(descr.group(3)) * (kind == 'U' ? 4 : 1);
    byte[] data = data(in, sizes, width, place);
    if (descr.group(1).equals(">")) {
      swap(data, kind == 'U' ? 4 : width);
    }
    return kind == 'U' && item.length == 0
        ? texts(data, sizes[0], width)
        : numbers(data, new Layout(kind, width, sizes[0], item), place);
  }

  private static String header(InputStream in, String place) throws IOException {
    byte[] start = in.readNBytes(8);
    if (start.length < 8
        || (start[0] & 0xff) != 0x93
        || !new String(start, 1, 5, StandardCharsets.US_ASCII).equals("NUMPY")) {
      throw new DataException(place + " is not an NPY array: its first bytes are wrong");
    }
    byte[] size = in.readNBytes(start[6] == 1 ? 2 : 4);
    int length = 0;
    for (int i = size.length - 1; i >= 0; i--) {
      length = length << 8 | size[i] & 0xff;
    }
    if (length < 0 || length > LARGEST_HEADER) {
      throw new DataException(
          place + " has a header of impossible length; it is damaged: get a new copy of it");
    }
    return new String(in.readNBytes(length), StandardCharsets.UTF_8);
  }

  private static String shown(String header) {
    String text = header.strip();
    return text.length() > SHOWN ? text.substring(0, SHOWN) + " …" : text;
  }

  private static int[] sizes(String text, String place) {
    List<Integer> sizes = new ArrayList<>();
    for (String size : text.split(",")) {
      if (!size.isBlank()) {
        if (!size.strip().matches("\\d{1,9}")) {
          throw new DataException(place + " has an axis of impossible size " + size.strip());
        }
        sizes.add(Integer.valueOf(size.strip()));
      }
    }
    if (sizes.isEmpty() || sizes.size() > 8 || sizes.get(0) == 0) {
      throw new DataException(
          place + " holds no records: its shape is (" + text + "); the first axis must count them");
    }
    return sizes.stream().mapToInt(Integer::intValue).toArray();
  }

  private static byte[] data(InputStream in, int[] sizes, int width, String place)
      throws IOException {
    long bytes = width;
    for (int size : sizes) {
      bytes *= size;
      if (bytes > DataFile.LARGEST) {
        throw new DataException(
            place + " claims more than 2 GiB; split it into several arrays or files");
      }
    }
    if (bytes == 0) {
      throw new DataException(place + " holds no elements; save an array that has some");
    }
    byte[] data = in.readNBytes((int) bytes);
    if (data.length < bytes) {
      throw new DataException(
          place
              + " is truncated: "
              + data.length
              + " of "
              + bytes
              + " bytes: get a new copy of it");
    }
    return data;
  }

  private static void swap(byte[] data, int width) {
    for (int i = 0; i + width <= data.length; i += width) {
      for (int a = i, b = i + width - 1; a < b; a++, b--) {
        byte held = data[a];
        data[a] = data[b];
        data[b] = held;
      }
    }
  }

  private static Texts texts(byte[] data, int size, int width) {
    List<String> values = new ArrayList<>(size);
    for (int i = 0; i < size; i++) {
      String padded =
          new String(data, i * width, width, java.nio.charset.Charset.forName("UTF-32LE"));
      values.add(padded.replaceFirst("\0+$", ""));
    }
    return new Texts(values);
  }

  /** Kind and width of elements, number of records and shape of one. */
  private record Layout(char kind, int width, int size, int[] item) {}

  private static Numbers numbers(byte[] data, Layout layout, String place) {
    DType type =
        switch ("" + layout.kind + layout.width) {
          case "u1" -> DType.UINT8;
          case "i1" -> DType.INT8;
          case "b1" -> DType.BOOL;
          case "u2" -> DType.UINT16;
          case "i2" -> DType.INT16;
          case "u4" -> DType.UINT32;
          case "i4" -> DType.INT32;
          case "i8", "u8" -> DType.INT64;
          case "f4" -> DType.FLOAT;
          case "f8" -> DType.DOUBLE;
          case "f2" -> DType.FLOAT16;
          default ->
              throw new DataException(
                  place
                      + " has elements of type "
                      + layout.kind
                      + layout.width
                      + "; save it again as uint8, int64 or float32");
        };
    return type == DType.FLOAT16
        ? halves(data, layout.size, layout.item)
        : Numbers.dense(type, data, layout.size, layout.item);
  }

  /** IEEE 754 half precision to single. */
  private static Numbers halves(byte[] data, int size, int[] item) {
    float[] out = new float[data.length / 2];
    for (int i = 0; i < out.length; i++) {
      out[i] = HalfFloats.toFloat((short) (data[2 * i] & 0xff | data[2 * i + 1] << 8));
    }
    return Numbers.floats(out, size, item);
  }
}
