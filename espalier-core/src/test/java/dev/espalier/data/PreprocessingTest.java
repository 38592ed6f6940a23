package dev.espalier.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.espalier.feed.Images;
import dev.espalier.feed.Preprocessing;
import dev.espalier.files.DataException;
import dev.espalier.model.DType;
import dev.espalier.model.Tensor;
import dev.espalier.model.ValueInfo;
import dev.espalier.model.ValueInfo.Dim;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A record fed by what a run wrote down equals what the run itself was fed. */
class PreprocessingTest {
  @TempDir Path folder;

  private static ValueInfo input(String name, DType type, int... dims) {
    Dim[] all = new Dim[dims.length + 1];
    all[0] = Dim.symbol("N");
    for (int i = 0; i < dims.length; i++) {
      all[i + 1] = Dim.of(dims[i]);
    }
    return ValueInfo.of(name, type, all);
  }

  /** As a program reads it, from the file. */
  private Preprocessing written(Splits splits) {
    splits.preprocessing().write(folder);
    return Preprocessing.read(folder);
  }

  private static Map<String, Tensor> inRun(Splits splits, int row) {
    return splits.test().batch(new int[] {row}).inputs();
  }

  private void image(String name, int size, int type) throws IOException {
    SplittableRandom random = new SplittableRandom(size);
    BufferedImage image = new BufferedImage(size, size + 2, type);
    for (int y = 0; y < size + 2; y++) {
      for (int x = 0; x < size; x++) {
        image.getRaster().setPixel(x, y, random.ints(3, 0, 256).toArray());
      }
    }
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    assertTrue(ImageIO.write(image, "png", file.toFile()));
  }

  @Test
  void imagesAreResizedRecolouredAndNormalised() throws IOException {
    image("test/a/colour.png", 9, BufferedImage.TYPE_INT_RGB);
    image("test/b/grey.png", 11, BufferedImage.TYPE_BYTE_GRAY);
    for (int channels : new int[] {1, 3}) {
      Path spec =
          Files.writeString(
              folder.resolve("d.yaml"),
              "{path: ., preprocess: {resize: [6, 4], channels: "
                  + channels
                  + ", scale: 0.01, mean: [0.5], std: [0.2]}}");
      Splits splits = DataSource.open(spec, List.of(input("x", DType.FLOAT, channels, 6, 4)));
      Preprocessing preprocessing = written(splits);
      assertEquals(List.of("a", "b"), preprocessing.classes());
      assertEquals(
          inRun(splits, 0), preprocessing.of(Images.read(folder.resolve("test/a/colour.png"))));
      assertEquals(
          inRun(splits, 1), preprocessing.of(Images.read(folder.resolve("test/b/grey.png"))));
    }
  }

  @Test
  void columnsAreJoinedAndStandardisedAsTheTrainingExamplesWere() throws IOException {
    Files.writeString(
        folder.resolve("t.csv"), "a,b,y\n1,10,0\n2,20,1\n3,60,0\n4,70,1\n5,10,0\n6,0,1\n");
    Path spec =
        Files.writeString(
            folder.resolve("d.yaml"),
            "{path: t.csv, labels: y, splits: {train: 0-3, test: 4-5}, preprocess: {standardise: true}}");
    Splits splits = DataSource.open(spec, List.of(input("x", DType.FLOAT, 2)));
    Preprocessing preprocessing = written(splits);
    Map<String, Tensor> byColumn =
        preprocessing.of(Map.of("a", Tensor.floats(new float[] {6}, 1), "b", Tensor.vector(0L)));
    assertEquals(inRun(splits, 1), byColumn);
    assertEquals(byColumn, preprocessing.of(Tensor.floats(new float[] {6, 0}, 1, 2)));
    String missing =
        assertThrows(DataException.class, () -> preprocessing.of(Map.of("a", Tensor.vector(6L))))
            .getMessage();
    assertTrue(missing.contains("column 'b'"), missing);
    String shape =
        assertThrows(
                DataException.class,
                () -> preprocessing.of(Tensor.floats(new float[] {6, 0, 1}, 1, 3)))
            .getMessage();
    assertTrue(shape.contains("[3]") && shape.contains("[2]"), shape);
  }

  @Test
  void pairsAreFedByUserAndItem() throws IOException {
    Files.writeString(folder.resolve("train.csv"), "user,item\n0,1\n1,2\n");
    Files.writeString(folder.resolve("test.csv"), "user,item,label\n0,2,1\n0,1,0\n1,1,1\n1,2,0\n");
    Splits splits =
        DataSource.open(
            folder, List.of(input("user", DType.INT64, 1), input("item", DType.INT32, 1)));
    assertEquals(
        inRun(splits, 2),
        written(splits).of(Map.of("user", Tensor.vector(1L), "item", Tensor.vector(1L))));
  }
}
