package dev.espalier.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.espalier.files.DataException;
import dev.espalier.model.DType;
import dev.espalier.model.ValueInfo;
import dev.espalier.model.ValueInfo.Dim;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** CIFAR-10 binary and IDX, layouts, preprocessing, augmentation. */
class ImageFormatsTest {
  private static final ValueInfo NCHW =
      ValueInfo.of("input", DType.FLOAT, Dim.symbol("N"), Dim.of(3), Dim.of(32), Dim.of(32));
  private static final ValueInfo NHWC =
      ValueInfo.of("x", DType.FLOAT, Dim.of(1), Dim.of(32), Dim.of(32), Dim.of(3));

  @TempDir Path folder;

  private byte[] cifar(int records, long seed) {
    byte[] bytes = new byte[records * 3073];
    SplittableRandom random = new SplittableRandom(seed);
    random.nextBytes(bytes);
    for (int i = 0; i < records; i++) {
      bytes[i * 3073] = (byte) (i % 10);
    }
    return bytes;
  }

  private byte[] writeCifar() throws IOException {
    byte[] train = cifar(12, 1);
    Files.write(folder.resolve("data_batch_1.bin"), java.util.Arrays.copyOf(train, 7 * 3073));
    Files.write(
        folder.resolve("data_batch_2.bin"),
        java.util.Arrays.copyOfRange(train, 7 * 3073, 12 * 3073));
    Files.write(folder.resolve("test_batch.bin"), cifar(5, 2));
    return train;
  }

  private Path yaml(String text) throws IOException {
    return Files.writeString(folder.resolve("d.yaml"), text);
  }

  @Test
  void cifarIsRecognisedAndNormalisedPerChannel() throws IOException {
    byte[] train = writeCifar();
    Path spec =
        yaml(
            """
            format: cifar10
            path: .
            preprocess: {scale: 0.00392156862745098, mean: [0.485, 0.456, 0.406], std: [0.229, 0.224, 0.225]}
            augment: {flip: horizontal, crop: 4}
            """);
    Splits splits = DataSource.open(spec, List.of(NCHW));
    assertEquals(12, splits.train().size());
    assertEquals(5, splits.test().size());
    assertNull(splits.validation());
    Batch batch = splits.train().batch(new int[] {8, 0});
    assertArrayEquals(new long[] {8, 0}, batch.labels().longs());
    assertArrayEquals(new int[] {2, 3, 32, 32}, batch.inputs().get("input").dims());
    float[] x = batch.inputs().get("input").floats();
    double[] mean = {0.485, 0.456, 0.406};
    double[] std = {0.229, 0.224, 0.225};
    for (int c = 0; c < 3; c++) {
      int raw = train[8 * 3073 + 1 + c * 1024 + 77] & 0xff;
      assertEquals((raw / 255.0 - mean[c]) / std[c], x[c * 1024 + 77], 1e-6);
    }
  }

  @Test
  void layoutFollowsTheModel() throws IOException {
    writeCifar();
    float[] planes =
        DataSource.open(folder, List.of(NCHW))
            .train()
            .batch(new int[] {3})
            .inputs()
            .get("input")
            .floats();
    float[] pixels =
        DataSource.open(folder, List.of(NHWC))
            .train()
            .batch(new int[] {3})
            .inputs()
            .get("x")
            .floats();
    ValueInfo flat = ValueInfo.of("f", DType.FLOAT, Dim.symbol("N"), Dim.of(3072));
    float[] one =
        DataSource.open(folder, List.of(flat))
            .train()
            .batch(new int[] {3})
            .inputs()
            .get("f")
            .floats();
    assertArrayEquals(planes, one);
    for (int c = 0; c < 3; c++) {
      assertEquals(planes[c * 1024 + 5 * 32 + 9], pixels[(5 * 32 + 9) * 3 + c]);
    }
  }

  @Test
  void shapesThatDoNotFitAreShownWithARemedy() throws IOException {
    writeCifar();
    ValueInfo mobile =
        ValueInfo.of("in", DType.FLOAT, Dim.symbol("N"), Dim.of(3), Dim.of(96), Dim.of(96));
    DataException e =
        assertThrows(DataException.class, () -> DataSource.open(folder, List.of(mobile)));
    assertTrue(
        e.getMessage().contains("[3, 32, 32]") && e.getMessage().contains("96"), e.getMessage());
    assertTrue(e.getMessage().contains("resize: [96, 96]"), e.getMessage());
  }

  @Test
  void cropsArePaddedWithZerosAndFlipsMirror() throws IOException {
    writeCifar();
    Path spec = yaml("{path: ., preprocess: {mean: 300}, augment: {flip: horizontal, crop: 4}}");
    Dataset train = DataSource.open(spec, List.of(NCHW)).train();
    float[] plain = train.batch(new int[] {0}).inputs().get("input").floats();
    boolean[] seen = new boolean[2];
    SplittableRandom random = new SplittableRandom(5);
    for (int draw = 0; draw < 40; draw++) {
      float[] moved = train.augmented(new int[] {0}, row -> random).inputs().get("input").floats();
      seen[matches(plain, moved) ? 1 : 0] = true;
    }
    assertTrue(
        seen[1] && !seen[0],
        "every augmented image is a shifted, possibly mirrored, zero-padded copy");
  }

  private static boolean matches(float[] plain, float[] moved) {
    for (int dy = -4; dy <= 4; dy++) {
      for (int dx = -4; dx <= 4; dx++) {
        if (equal(plain, moved, dx, dy, false) || equal(plain, moved, dx, dy, true)) {
          return true;
        }
      }
    }
    return false;
  }

  private static boolean equal(float[] plain, float[] moved, int dx, int dy, boolean mirrored) {
    for (int i = 0; i < 3072; i++) {
      int y = i / 32 % 32 + dy;
      int x = (mirrored ? 31 - i % 32 : i % 32) + dx;
      float expected = y < 0 || y > 31 || x < 0 || x > 31 ? 0 : plain[i / 1024 * 1024 + y * 32 + x];
      if (expected != moved[i]) {
        return false;
      }
    }
    return true;
  }

  @Test
  void hashTellsContentAndAssignmentButNotPlace() throws IOException {
    writeCifar();
    String hash = DataSource.open(folder, List.of()).hash();
    Path copy = Files.createDirectories(folder.resolve("copy"));
    for (String name : List.of("data_batch_1.bin", "data_batch_2.bin", "test_batch.bin")) {
      Files.copy(folder.resolve(name), copy.resolve(name));
    }
    assertEquals(hash, DataSource.open(copy, List.of(NHWC)).hash());
    Path spec =
        yaml(
            "{path: ., splits: {train: {from: train, rows: 0-9}, validation: {from: train, rows: 10-11}, test: {from: test}}}");
    Splits cut = DataSource.open(spec, List.of(NCHW));
    assertEquals(2, cut.validation().size());
    assertNotEquals(hash, cut.hash());
    byte[] changed = Files.readAllBytes(copy.resolve("test_batch.bin"));
    changed[3000]++;
    Files.write(copy.resolve("test_batch.bin"), changed);
    assertNotEquals(hash, DataSource.open(copy, List.of()).hash());
  }

  @Test
  void fractionsAreSeededAndDisjoint() throws IOException {
    writeCifar();
    Path spec =
        yaml(
            "{path: ., seed: 7, splits: {train: {from: train, fraction: 0.75}, validation: {from: train, fraction: 0.25}}}");
    Splits splits = DataSource.open(spec, List.of(NCHW));
    assertEquals(9, splits.train().size());
    assertEquals(3, splits.validation().size());
    assertNull(splits.test());
    assertEquals(splits.hash(), DataSource.open(spec, List.of(NCHW)).hash());
    Files.writeString(spec, Files.readString(spec).replace("seed: 7", "seed: 8"));
    assertNotEquals(splits.hash(), DataSource.open(spec, List.of(NCHW)).hash());
  }

  private void idx(String name, int[] dims, byte[] elements, boolean gzip) throws IOException {
    ByteBuffer header = ByteBuffer.allocate(4 + 4 * dims.length);
    header.putInt(0x0800 | dims.length);
    for (int d : dims) {
      header.putInt(d);
    }
    try (OutputStream raw = Files.newOutputStream(folder.resolve(name));
        OutputStream out = gzip ? new GZIPOutputStream(raw) : raw) {
      out.write(header.array());
      out.write(elements);
    }
  }

  @Test
  void idxPlainAndGzipped() throws IOException {
    idx(
        "train-images-idx3-ubyte",
        new int[] {2, 2, 3},
        new byte[] {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, -1},
        false);
    idx("train-labels-idx1-ubyte.gz", new int[] {2}, new byte[] {1, 4}, true);
    idx("t10k-images-idx3-ubyte.gz", new int[] {1, 2, 3}, new byte[6], true);
    idx("t10k-labels-idx1-ubyte", new int[] {1}, new byte[1], false);
    ValueInfo input = ValueInfo.of("in", DType.FLOAT, Dim.of(1), Dim.of(1), Dim.of(2), Dim.of(3));
    Splits splits = DataSource.open(folder, List.of(input));
    assertEquals(5, splits.task().classes());
    Batch batch = splits.train().batch(new int[] {1});
    assertArrayEquals(new float[] {6, 7, 8, 9, 10, 255}, batch.inputs().get("in").floats());
    assertArrayEquals(new int[] {1, 1, 2, 3}, batch.inputs().get("in").dims());
    assertArrayEquals(new long[] {4}, batch.labels().longs());
    assertNotNull(splits.test());
    Path keys = yaml("{path: ., preproces: {scale: 1}}");
    DataException e = assertThrows(DataException.class, () -> DataSource.open(keys, List.of()));
    assertTrue(
        e.getMessage().contains("\"preprocess\"") && e.getMessage().contains("line 1"),
        e.getMessage());
  }
}
