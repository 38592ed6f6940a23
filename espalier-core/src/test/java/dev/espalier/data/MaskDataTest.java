package dev.espalier.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.espalier.DrawnShapes;
import dev.espalier.Graphs;
import dev.espalier.files.DataException;
import dev.espalier.model.ConvSpec;
import dev.espalier.model.GraphBuilder;
import dev.espalier.model.Model;
import dev.espalier.model.Tensor;
import dev.espalier.task.PixelForm;
import dev.espalier.task.Segmentation;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Masks as files and as arrays, whose pixels count or do not. */
class MaskDataTest {
  private static final int PIXELS = DrawnShapes.SIDE * DrawnShapes.SIDE;

  private static final String RETINA =
      "{task: segmentation, format: masks, path: retina, images: images, masks: masks, valid: fov,"
          + " splits: {train: train, test: test}, preprocess: {channels: 1}}";

  @TempDir Path folder;

  private Splits open(String yaml, Model model) throws IOException {
    return DataSource.open(Files.writeString(folder.resolve("d.yaml"), yaml), model);
  }

  private String refused(String yaml, Model model) {
    return String.valueOf(assertThrows(DataException.class, () -> open(yaml, model)).getMessage());
  }

  /** Two classes a pixel of 16 x 16. */
  private static Model unet() {
    return Graphs.unet(1);
  }

  /** One convolution to so many scores a pixel, of grey images of any size. */
  private static Model scores(int classes, int height, int width) {
    GraphBuilder g = GraphBuilder.fresh("pixels", 1);
    String x = g.input("x", 1, height, width);
    return g.output(g.conv("head", x, ConvSpec.of(classes, 1)), "scores").build();
  }

  private static float[] labels(Dataset data, int row) {
    return Objects.requireNonNull(data.batch(new int[] {row}).labels()).floats();
  }

  private static Dataset test(Splits splits) {
    return Objects.requireNonNull(splits.test());
  }

  private void grey(String name, int width, int height, int... values) throws IOException {
    image(name, width, height, BufferedImage.TYPE_BYTE_GRAY, values);
  }

  private void image(String name, int width, int height, int type, int... values)
      throws IOException {
    BufferedImage image = new BufferedImage(width, height, type);
    for (int i = 0; i < values.length; i++) {
      image.getRaster().setSample(i % width, i / width, 0, values[i]);
    }
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    assertTrue(ImageIO.write(image, name.substring(name.lastIndexOf('.') + 1), file.toFile()));
  }

  @Test
  void foldersAndArraysSayTheSame() throws IOException {
    DrawnShapes.write(folder.resolve("retina/train"), 3, 1);
    DrawnShapes.write(folder.resolve("retina/test"), 2, 2);
    Splits files = open(RETINA, unet());
    assertEquals("iou", files.task().metric());
    assertEquals(2, files.task().classes());
    assertEquals(new Segmentation(true, PixelForm.CLASSES_FIRST), files.task().kind());
    assertEquals(3, Objects.requireNonNull(files.train()).size());

    DrawnShapes.arrays(folder.resolve("train.npz"), 3, 1, "x", "y", "valid");
    DrawnShapes.arrays(folder.resolve("test.npz"), 2, 2, "x", "y", "valid");
    Splits arrays =
        open(
            "{task: segmentation, format: npz, path: ., valid: valid, splits: {train: train.npz,"
                + " test: test.npz}}",
            unet());
    for (int row = 0; row < 2; row++) {
      float[] mask = labels(test(files), row);
      assertArrayEquals(mask, labels(test(arrays), row));
      assertEquals(-1, mask[0], "the rim does not count");
      int[] inner =
          IntStream.range(0, PIXELS).map(i -> (int) mask[i]).filter(v -> v >= 0).toArray();
      assertEquals(14 * 14, inner.length);
      assertTrue(Arrays.stream(inner).sum() > 5, "a disc");
      assertArrayEquals(
          test(files).batch(new int[] {row}).inputs().get("x").floats(),
          test(arrays).batch(new int[] {row}).inputs().get("x").floats());
    }
  }

  @Test
  void partsMayStandBelowTheFolders() throws IOException {
    for (String part : List.of("train", "test")) {
      DrawnShapes.write(folder.resolve("drawn/" + part), 2, part.length());
      for (String kind : List.of("images", "masks", "fov")) {
        Files.createDirectories(folder.resolve("retina/" + kind));
        Files.move(
            folder.resolve("drawn/" + part + "/" + kind),
            folder.resolve("retina/" + kind + "/" + part));
      }
    }
    Splits named = open(RETINA, unet());
    String recognised = "{path: retina, valid: fov, preprocess: {channels: 1}}";
    assertEquals(named.hash(), open(recognised, unet()).hash());
    assertEquals(
        named.hash(), open(RETINA.replace("train: train", "train: images/train"), unet()).hash());
    assertEquals("segmentation", open(recognised, unet()).task().kind().name());
  }

  @Test
  void arraysOfOneFileMayNameTheirPart() throws IOException {
    Map<String, byte[]> arrays = new LinkedHashMap<>();
    for (String part : List.of("train", "test")) {
      arrays.put(part + "_x", new byte[2 * PIXELS]);
      arrays.put(part + "_y", new byte[2 * PIXELS]);
      arrays.put(part + "_valid", new byte[2 * PIXELS]);
    }
    DrawnShapes.npz(folder.resolve("all.npz"), arrays, 2);
    Splits splits = open("{task: segmentation, path: all.npz, valid: valid}", unet());
    assertNull(splits.validation());
    float[] mask = labels(test(splits), 1);
    assertEquals(-PIXELS, IntStream.range(0, PIXELS).map(i -> (int) mask[i]).sum());
  }

  @Test
  void shapesThatSayItAreEnough() throws IOException {
    DrawnShapes.arrays(folder.resolve("train.npz"), 3, 1, "x", "y");
    byte[] more = new byte[PIXELS];
    more[5] = 3;
    DrawnShapes.npz(folder.resolve("other.npz"), Map.of("x", new byte[PIXELS], "y", more), 1);
    String yaml = "{path: train.npz, labels: y, inputs: {x: x}, splits: {test: 0-2}}";
    assertEquals("segmentation", open(yaml, unet()).task().kind().name());
    assertEquals(
        new Segmentation(true, PixelForm.ONE_SCORE), open(yaml, scores(1, 16, 16)).task().kind());
    String other = "{path: other.npz, labels: y, inputs: {x: x}, splits: {test: 0-0}}";
    assertTrue(refused(other, unet()).contains("out of range"), "class 3 of two is no mask");
    String stated = other.replace("labels: y", "labels: {columns: y, task: regression}");
    assertEquals("regression", open(stated, unet()).task().kind().name());
  }

  @Test
  void numbersThatCountForNothing() throws IOException {
    byte[] mask = new byte[PIXELS];
    mask[0] = (byte) 255;
    mask[1] = 1;
    mask[2] = 2;
    DrawnShapes.npz(folder.resolve("d.npz"), Map.of("x", new byte[PIXELS], "y", mask), 1);
    String yaml = "{task: segmentation, path: d.npz, labels: y, splits: {test: 0-0}%s}";
    float[] usual = labels(test(open(yaml.formatted(""), scores(3, 16, 16))), 0);
    assertArrayEquals(new float[] {-1, 1, 2, 0}, Arrays.copyOf(usual, 4));
    float[] stated = labels(test(open(yaml.formatted(", ignore: 2"), scores(256, 16, 16))), 0);
    assertArrayEquals(new float[] {255, 1, -1, 0}, Arrays.copyOf(stated, 4));
    String beyond = refused(yaml.formatted(""), unet());
    assertTrue(beyond.contains("d.npz, record 0: pixel 2"), beyond);
    assertTrue(beyond.contains("is 2") && beyond.contains("`ignore: 2`"), beyond);
  }

  @Test
  void sizesFollowTheImageByTheNearestPixel() throws IOException {
    grey("test/images/a.png", 4, 2);
    grey("test/masks/a_mask.png", 4, 2, 0, 1, 2, 3, 3, 2, 1, 0);
    String yaml = "{path: ., preprocess: {channels: 1, %s}}";
    assertArrayEquals(
        new float[] {0, 0, 1, 1, 2, 2, 3, 3, 3, 3, 2, 2, 1, 1, 0, 0},
        labels(test(open(yaml.formatted("resize: [2, 8]"), scores(4, 2, 8))), 0));
    float[] boxed = labels(test(open(yaml.formatted("letterbox: [4, 4]"), scores(4, 4, 4))), 0);
    assertArrayEquals(new float[] {-1, -1, -1, -1, 0, 1, 2, 3, 3, 2, 1, 0, -1, -1, -1, -1}, boxed);
    DrawnShapes.arrays(folder.resolve("d.npz"), 1, 1, "x", "y");
    String arrays =
        "{task: segmentation, path: d.npz, inputs: {x: x}, splits: {test: 0-0}, preprocess:"
            + " {resize: [32, 32]}}";
    assertEquals(4 * PIXELS, labels(test(open(arrays, scores(2, 32, 32))), 0).length);
  }

  @Test
  void masksMoveWithTheirImages() throws IOException {
    DrawnShapes.arrays(folder.resolve("d.npz"), 1, 1, "x", "y");
    Splits splits =
        open(
            "{task: segmentation, path: d.npz, labels: y, inputs: {x: y}, splits: {train: 0-0},"
                + " augment: {flip: horizontal, crop: 3}}",
            unet());
    Dataset train = Objects.requireNonNull(splits.train());
    int moved = 0;
    for (int seed = 0; seed < 8; seed++) {
      RandomGenerator random = new java.util.SplittableRandom(seed);
      Batch batch = train.augmented(new int[] {0}, i -> random);
      float[] image = batch.inputs().get("x").floats();
      Tensor labels = Objects.requireNonNull(batch.labels());
      for (int i = 0; i < PIXELS; i++) {
        float label = labels.floats()[i];
        assertEquals(Math.max(0, label), image[i], "seed " + seed + ", pixel " + i);
        moved += label < 0 ? 1 : 0;
      }
    }
    assertTrue(moved > 0, "what comes from beside the image does not count");
  }

  @Test
  void withoutMasksImagesAreEnough() throws IOException {
    grey("test/images/a.png", 16, 16);
    grey("test/fov/a.png", 16, 16, 0, 7);
    String yaml =
        "{task: segmentation, format: masks, path: ., labels: none, preprocess: {channels: 1}%s}";
    Splits none = open(yaml.formatted(""), unet());
    assertTrue(none.task().unlabelled());
    assertNull(test(none).batch(new int[] {0}).labels());
    float[] counted = labels(test(open(yaml.formatted(", valid: fov"), unet())), 0);
    assertArrayEquals(new float[] {-1, 0, -1}, Arrays.copyOf(counted, 3));
  }

  @Test
  void whatIsWrongWithFilesIsSaid() throws IOException {
    String yaml = "{format: masks, path: ., preprocess: {channels: 1}}";
    grey("test/images/a.png", 16, 16);
    String folders = refused("{format: masks, path: ., splits: {test: test}}", unet());
    assertTrue(folders.contains("masks is no folder") && folders.contains("labels: none"), folders);
    grey("test/masks/b.png", 16, 16);
    String missing = refused(yaml, unet());
    assertTrue(missing.contains("a.png has no mask") && missing.contains("masks/a.png"), missing);
    assertTrue(missing.contains("`skip: 1`"), missing);
    grey("test/masks/a.png", 16, 8);
    String size = refused(yaml, unet());
    assertTrue(size.contains("masks/a.png has 16 x 8 pixels") && size.contains("16 x 16"), size);
    Files.delete(folder.resolve("test/masks/a.png"));
    grey("test/masks/a.jpg", 16, 16);
    assertTrue(refused(yaml, unet()).contains("JPEG"));
    Files.delete(folder.resolve("test/masks/a.jpg"));
    image("test/masks/a.png", 16, 16, BufferedImage.TYPE_INT_RGB, 9);
    assertTrue(refused(yaml, unet()).contains("colours"));
    Files.writeString(folder.resolve("test/masks/a.png"), "none");
    assertTrue(refused(yaml, unet()).contains("masks/a.png does not decode"));
    image("test/masks/a.png", 16, 16, BufferedImage.TYPE_USHORT_GRAY, 40_000);
    assertTrue(refused(yaml, unet()).contains("column 0 of row 0 is 40000"));
    Files.delete(folder.resolve("test/masks/a.png"));
    Path secret = Files.move(folder.resolve("test/masks/b.png"), folder.resolve("b.png"));
    Files.createSymbolicLink(folder.resolve("test/masks/a.png"), secret);
    assertTrue(refused(yaml, unet()).contains("outside the folder"));
  }

  @Test
  void whatDoesNotFitTheModelIsSaid() throws IOException {
    DrawnShapes.arrays(folder.resolve("d.npz"), 1, 1, "x", "y");
    String yaml = "{task: segmentation, path: d.npz, inputs: {x: x}, splits: {test: 0-0}%s}";
    String smaller = refused(yaml.formatted(""), scores(2, 8, 8));
    assertTrue(smaller.contains("16 x 16 pixels") && smaller.contains("resize"), smaller);
    String names = refused(yaml.formatted(", labels: {columns: y, classes: [a, b, c]}"), unet());
    assertTrue(names.contains("tells 2 classes of pixels"), names);
    String word = refused(yaml.formatted(", outputs: first"), unet());
    assertTrue(word.contains("classes-first"), word);
    String plane = refused(yaml.formatted(", labels: z"), unet());
    assertTrue(plane.contains("\"z\""), plane);
    String other = refused("{task: match, path: d.npz, valid: valid}", unet());
    assertTrue(other.contains("task: segmentation"), other);
    GraphBuilder g = GraphBuilder.fresh("last", 1);
    String x = g.input("x", 1, 16, 16);
    Model last =
        g.output(g.transpose(g.conv("head", x, ConvSpec.of(3, 1)), 0, 2, 3, 1), "y").build();
    assertEquals(
        new Segmentation(true, PixelForm.CLASSES_LAST),
        open(yaml.formatted(""), last).task().kind());
  }
}
