package dev.espalier.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.espalier.feed.Resampling;
import dev.espalier.files.DataException;
import dev.espalier.model.DType;
import dev.espalier.model.ValueInfo;
import dev.espalier.model.ValueInfo.Dim;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Image folders, resizing, grey and colour. */
class ImageFolderTest {
  @TempDir Path folder;

  private static ValueInfo input(int channels, int height, int width) {
    return ValueInfo.of(
        "in", DType.FLOAT, Dim.symbol("N"), Dim.of(channels), Dim.of(height), Dim.of(width));
  }

  private void image(String name, int width, int height, int type, int colour) throws IOException {
    BufferedImage image = new BufferedImage(width, height, type);
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        if (type == BufferedImage.TYPE_BYTE_GRAY) {
          image.getRaster().setSample(x, y, 0, colour);
        } else {
          image.setRGB(x, y, colour);
        }
      }
    }
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    assertTrue(ImageIO.write(image, name.substring(name.lastIndexOf('.') + 1), file.toFile()));
  }

  private float[] first(Dataset data, int row) {
    return data.batch(new int[] {row}).inputs().get("in").floats();
  }

  @Test
  void classesAreFoldersAndPartsMayStandAbove() throws IOException {
    image("train/cat/a.png", 2, 2, BufferedImage.TYPE_INT_RGB, 0x102030);
    image("train/dog/a.png", 2, 2, BufferedImage.TYPE_INT_ARGB, 0xff405060);
    image("val/dog/b.jpg", 2, 2, BufferedImage.TYPE_INT_RGB, 0x808080);
    Splits splits = DataSource.open(folder, List.of(input(3, 2, 2)));
    assertEquals(List.of("cat", "dog"), splits.classNames());
    assertArrayEquals(
        new float[] {16, 16, 16, 16, 32, 32, 32, 32, 48, 48, 48, 48}, first(splits.train(), 0));
    assertArrayEquals(new long[] {0, 1}, splits.train().batch(new int[] {0, 1}).labels().longs());
    assertArrayEquals(new long[] {1}, splits.validation().batch(new int[] {0}).labels().longs());
    for (float value : first(splits.validation(), 0)) {
      assertEquals(128, value, 2);
    }
    String hash = splits.hash();
    Files.move(
        folder.resolve("train/cat/a.png"),
        Files.createDirectories(folder.resolve("train/dig")).resolve("a.png"));
    assertNotEquals(hash, DataSource.open(folder, List.of(input(3, 2, 2))).hash());
  }

  @Test
  void greyStaysAsStored() throws IOException {
    image("test/a/a.png", 2, 2, BufferedImage.TYPE_BYTE_GRAY, 100);
    image("test/b/a.png", 2, 2, BufferedImage.TYPE_INT_RGB, 0xff0000);
    Path spec = Files.writeString(folder.resolve("d.yaml"), "{path: ., preprocess: {channels: 1}}");
    Splits splits = DataSource.open(spec, List.of(input(1, 2, 2)));
    assertArrayEquals(new float[] {100, 100, 100, 100}, first(splits.test(), 0));
    assertEquals(76, first(splits.test(), 1)[0]);
    assertEquals(100, first(DataSource.open(folder, List.of(input(3, 2, 2))).test(), 0)[8]);
  }

  @Test
  void sizesAreBroughtTogetherOnlyWhenAsked() throws IOException {
    image("test/a/a.png", 4, 4, BufferedImage.TYPE_INT_RGB, 0x0a0a0a);
    image("test/a/b.png", 2, 6, BufferedImage.TYPE_INT_RGB, 0x141414);
    DataException e =
        assertThrows(DataException.class, () -> DataSource.open(folder, List.of(input(3, 2, 2))));
    assertTrue(
        e.getMessage().contains("b.png") && e.getMessage().contains("resize"), e.getMessage());
    Path spec =
        Files.writeString(
            folder.resolve("d.yaml"), "{path: ., preprocess: {resize: [2, 3], layout: NHWC}}");
    Splits splits = DataSource.open(spec, List.of());
    Batch batch = splits.test().batch(new int[] {0, 1});
    assertArrayEquals(new int[] {2, 2, 3, 3}, batch.inputs().get("image").dims());
    assertEquals(20, batch.inputs().get("image").floats()[30]);
  }

  @Test
  void anImageThatDoesNotDecodeIsNamed() throws IOException {
    image("test/a/a.png", 4, 4, BufferedImage.TYPE_INT_RGB, 0x0a0a0a);
    for (byte[] damaged :
        List.of(
            new byte[0],
            "GIF".getBytes(java.nio.charset.StandardCharsets.US_ASCII),
            cut("test/a/a.png"))) {
      Files.write(folder.resolve("test/a/b.png"), damaged);
      DataException e = assertThrows(DataException.class, () -> DataSource.open(folder, List.of()));
      assertTrue(e.getMessage().contains("b.png does not decode"), e.getMessage());
    }
  }

  @Test
  void aFewBrokenFilesAreNamedCountedAndLeftOut() throws IOException {
    for (int i = 0; i < 99; i++) {
      image("test/" + "ab".charAt(i % 2) + "/" + i + ".png", 2, 2, BufferedImage.TYPE_INT_RGB, i);
    }
    Files.write(folder.resolve("test/a/0.png"), new byte[] {1, 2});
    Files.createDirectories(folder.resolve("test/c"));
    DataException e = assertThrows(DataException.class, () -> DataSource.open(folder, List.of()));
    assertTrue(
        e.getMessage().startsWith("1 of 99 files cannot be used: ")
            && e.getMessage().contains("a/0.png does not decode")
            && e.getMessage().contains("At most 0 may be left out")
            && e.getMessage().contains("`skip: 1`"),
        e.getMessage());

    image("test/b/99.png", 2, 2, BufferedImage.TYPE_INT_RGB, 99);
    Splits splits = DataSource.open(folder, List.of());
    assertEquals(99, splits.test().size());
    assertEquals(2, splits.notes().size(), splits.notes().toString());
    assertTrue(splits.notes().get(0).startsWith("1 of 100 files cannot be used: "));
    assertTrue(splits.notes().get(1).endsWith("c is empty, so it counts as no class"));
    assertEquals(10, splits.test().batch(new int[] {0}).inputs().get("image").floats()[2]);

    Files.write(folder.resolve("test/a/2.png"), new byte[0]);
    assertThrows(DataException.class, () -> DataSource.open(folder, List.of()));
    Path spec = Files.writeString(folder.resolve("d.yaml"), "{path: ., skip: 2}");
    assertEquals(98, DataSource.open(spec, List.of()).test().size());
    assertEquals(List.of("a", "b"), splits.classNames());
  }

  private byte[] cut(String name) throws IOException {
    byte[] whole = Files.readAllBytes(folder.resolve(name));
    return java.util.Arrays.copyOf(whole, whole.length / 2);
  }

  /** Expected values: Pillow 13.0.0, Image.resize with BILINEAR, which rounds after each pass. */
  @Test
  void resamplingFollowsPillow() {
    float[] row = {0, 50, 100, 200, 250};
    assertClose(new int[] {52, 186}, new Resampling(1, 5, 1, 2).apply(row), 0.5);
    assertClose(new int[] {21, 111, 229}, new Resampling(1, 5, 1, 3).apply(row), 0.5);
    int[] ten = {0, 13, 38, 63, 88, 125, 175, 213, 238, 250};
    assertClose(ten, new Resampling(1, 5, 1, 10).apply(row), 0.5);
    float[] plane = new float[35];
    for (int i = 0; i < 35; i++) {
      plane[i] = i * 37 % 256;
    }
    int[] both = {33, 112, 191, 36, 115, 194, 40, 119, 198, 43, 122, 201};
    assertClose(both, new Resampling(5, 7, 4, 3).apply(plane), 1);
  }

  private static void assertClose(int[] expected, float[] values, double tolerance) {
    assertEquals(expected.length, values.length);
    for (int i = 0; i < expected.length; i++) {
      assertEquals(expected[i], values[i], tolerance + 1e-3);
    }
  }
}
