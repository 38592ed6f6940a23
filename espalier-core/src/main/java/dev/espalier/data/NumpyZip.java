package dev.espalier.data;

import dev.espalier.model.DType;
import dev.espalier.model.Tensor;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.WritableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Writes named arrays as NumPy's {@code savez_compressed} does. */
public final class NumpyZip {
  /** A header ends at a multiple of it. */
  private static final int ALIGNED = 64;

  /** Magic number, version and length that lead a header. */
  private static final int LEAD = 10;

  private NumpyZip() {}

  /**
   * Writes a file that {@code format: npz} reads.
   *
   * @param file that is written
   * @param arrays by name, of numbers or booleans
   * @throws IOException where the disk does not take it
   */
  public static void write(Path file, Map<String, Tensor> arrays) throws IOException {
    try (OutputStream out = Files.newOutputStream(file);
        ZipOutputStream zip = new ZipOutputStream(out)) {
      for (Map.Entry<String, Tensor> array : arrays.entrySet()) {
        zip.putNextEntry(new ZipEntry(array.getKey() + ".npy"));
        zip.write(header(array.getValue()));
        WritableByteChannel channel = Channels.newChannel(zip);
        channel.write(array.getValue().data());
        zip.closeEntry();
      }
    }
  }

  private static byte[] header(Tensor tensor) {
    String shape =
        Arrays.stream(tensor.dims()).mapToObj(d -> d + ",").collect(Collectors.joining(" "));
    String text =
        "{'descr': '"
            + description(tensor.type())
            + "', 'fortran_order': False, 'shape': ("
            + shape
            + "), }";
    int padding = ALIGNED - (LEAD + text.length() + 1) % ALIGNED;
    String padded = text + " ".repeat(padding) + "\n";
    byte[] out = new byte[LEAD + padded.length()];
    byte[] magic = "NUMPY".getBytes(StandardCharsets.US_ASCII);
    out[0] = (byte) 0x93;
    System.arraycopy(magic, 0, out, 1, magic.length);
    out[6] = 1;
    out[8] = (byte) padded.length();
    out[9] = (byte) (padded.length() >> 8);
    byte[] words = padded.getBytes(StandardCharsets.US_ASCII);
    System.arraycopy(words, 0, out, LEAD, words.length);
    return out;
  }

  private static String description(DType type) {
    return switch (type) {
      case FLOAT -> "<f4";
      case DOUBLE -> "<f8";
      case FLOAT16 -> "<f2";
      case INT64 -> "<i8";
      case INT32 -> "<i4";
      case INT16 -> "<i2";
      case INT8 -> "|i1";
      case UINT64 -> "<u8";
      case UINT32 -> "<u4";
      case UINT16 -> "<u2";
      case UINT8 -> "|u1";
      case BOOL -> "|b1";
      default -> throw new IllegalArgumentException("NumPy has no type " + type);
    };
  }
}
