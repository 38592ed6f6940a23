package dev.espalier.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.espalier.files.DataException;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Truncated, altered and hostile files end in a {@link DataException}, or are read; nothing else.
 */
class DamagedDataTest {
  @TempDir Path folder;

  private static byte[] npy(String descr, String shape, byte[] elements) {
    String header =
        "{'descr': '" + descr + "', 'fortran_order': False, 'shape': (" + shape + "), }\n";
    ByteBuffer out =
        ByteBuffer.allocate(10 + header.length() + elements.length).order(ByteOrder.LITTLE_ENDIAN);
    out.put((byte) 0x93)
        .put("NUMPY".getBytes(StandardCharsets.US_ASCII))
        .put((byte) 1)
        .put((byte) 0);
    out.putShort((short) header.length())
        .put(header.getBytes(StandardCharsets.US_ASCII))
        .put(elements);
    return out.array();
  }

  private static byte[] npz() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      zip.putNextEntry(new ZipEntry("train_x.npy"));
      zip.write(npy("<f4", "3, 2", new byte[24]));
      zip.putNextEntry(new ZipEntry("train_y.npy"));
      zip.write(npy("|u1", "3,", new byte[3]));
    }
    return bytes.toByteArray();
  }

  private static byte[] gzip(byte[] plain) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (OutputStream out = new GZIPOutputStream(bytes)) {
      out.write(plain);
    }
    return bytes.toByteArray();
  }

  private static byte[] image(String format) throws IOException {
    BufferedImage image = new BufferedImage(9, 7, BufferedImage.TYPE_INT_RGB);
    IntStream.range(0, 63).forEach(i -> image.setRGB(i % 9, i / 9, i * 0x030507));
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    ImageIO.write(image, format, bytes);
    return bytes.toByteArray();
  }

  private static byte[] idx() {
    return new byte[] {0, 0, 8, 3, 0, 0, 0, 2, 0, 0, 0, 2, 0, 0, 0, 1, 1, 2, 3, 4};
  }

  private static byte[] text(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  static List<Map.Entry<String, byte[]>> sound() throws IOException {
    Map<String, byte[]> files = new LinkedHashMap<>();
    files.put("train-images-idx3-ubyte", idx());
    files.put("train-images-idx3-ubyte.gz", gzip(idx()));
    files.put("data_batch_1.bin", new byte[2 * 3073]);
    files.put("train.npz", npz());
    files.put("train.npy", npy("<i2", "2, 2", new byte[8]));
    files.put("train.csv", text("a,b,label\n1,2,0\n\"3\",4,1\n"));
    files.put("train.csv.gz", gzip(text("user,item\n1,2\n3,4\n")));
    files.put("train.tsv", text("good film\t1\nbad\t0\n"));
    files.put(
        "train.jsonl", text("{\"x\": [1, 2], \"label\": 0}\n{\"x\": [3, 4.5], \"label\": 1}\n"));
    files.put("train/a/a.png", image("png"));
    files.put("train/a/a.jpg", image("jpg"));
    files.put(
        "d.yaml",
        text("{path: '.', format: csv, labels: {columns: x}, splits: {train: {rows: 0-1}}}"));
    return List.copyOf(files.entrySet());
  }

  private void open(String name, byte[] content) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    Files.write(file, content);
    Path data = name.contains("/") ? folder : file;
    Splits splits = DataSource.open(data, List.of());
    if (splits.train() != null) {
      assertEquals(1, splits.train().batch(new int[] {0}).size());
    }
  }

  private void survives(String name, byte[] content) throws IOException {
    try {
      open(name, content);
    } catch (DataException e) {
      assertTrue(e.getMessage().length() > 10, "a message that says something");
    }
  }

  @ParameterizedTest
  @MethodSource("sound")
  void truncatedAndAlteredFilesAreRefusedOrRead(Map.Entry<String, byte[]> file) throws IOException {
    byte[] sound = file.getValue();
    int step = Math.max(1, sound.length / 40);
    for (int length = 0; length < sound.length; length += step) {
      survives(file.getKey(), Arrays.copyOf(sound, length));
    }
    SplittableRandom random = new SplittableRandom(7);
    for (int draw = 0; draw < 100; draw++) {
      byte[] altered = sound.clone();
      for (int i = 0; i < 1 + draw % 3; i++) {
        altered[random.nextInt(Math.min(altered.length, 400))] = (byte) random.nextInt(256);
      }
      survives(file.getKey(), altered);
    }
  }

  @Test
  void soundOnesAreRead() throws IOException {
    for (Map.Entry<String, byte[]> file : sound()) {
      if (!file.getKey().contains("/") && !file.getKey().equals("d.yaml")) {
        open(file.getKey(), file.getValue());
      }
    }
  }

  private String refusal(String name, byte[] content) throws IOException {
    return assertThrows(DataException.class, () -> open(name, content)).getMessage();
  }

  @Test
  void whatHeadersClaimIsNotAllocated() throws IOException {
    byte[] idx = idx();
    Arrays.fill(idx, 5, 8, (byte) 0xff);
    assertTrue(refusal("train-images-idx3-ubyte", idx).contains("truncated"));
    idx[4] = 0x7f;
    Arrays.fill(idx, 9, 12, (byte) 0xff);
    assertTrue(refusal("train-images-idx3-ubyte", idx).contains("2 GiB"));
    assertTrue(refusal("train.npy", npy("<f8", "200000000, 9000", new byte[8])).contains("2 GiB"));
    assertTrue(refusal("train.npy", npy("|O", "2,", new byte[8])).contains("not plain numbers"));
    assertTrue(refusal("train.npy", npy("<f4", "0, 3", new byte[0])).contains("no records"));
  }

  @Test
  void labelsOutOfRangeNameFileAndRecord() throws IOException {
    byte[] cifar = new byte[2 * 3073];
    cifar[3073] = 11;
    String message = refusal("data_batch_1.bin", cifar);
    assertTrue(
        message.contains("data_batch_1.bin, record 1") && message.contains("out of range"),
        message);
    assertTrue(refusal("test.csv", text("a,label\n1,0\n2,-4\n")).contains("line 3"));
    assertTrue(
        refusal("e.yaml", text("{path: test.csv, splits: {test: {column: a, values: [9]}}}"))
            .contains("empty"));
  }

  @Test
  void numpyTypesKeepTheirValues() throws IOException {
    byte[] half = {0, 0x3c, 0, (byte) 0xc0, (byte) 0xff, 0x7b, 1, 0};
    Files.write(folder.resolve("x.npy"), npy("<f2", "4, 1", half));
    Files.write(
        folder.resolve("y.npy"),
        npy(">i4", "4,", new byte[] {0, 0, 0, 3, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 1}));
    Files.writeString(folder.resolve("d.yaml"), "{path: ., format: npz, splits: {train: 0-3}}");
    Batch batch =
        DataSource.open(folder.resolve("d.yaml"), List.of()).train().batch(new int[] {0, 1, 2, 3});
    assertArrayEquals(new float[] {1, -2, 65504, 0x1p-24f}, batch.inputs().get("x").floats());
    assertArrayEquals(new long[] {3, 256, 0, 1}, batch.labels().longs());
  }
}
