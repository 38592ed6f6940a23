package dev.espalier.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.espalier.SharedData;
import dev.espalier.model.DType;
import dev.espalier.model.ValueInfo;
import dev.espalier.model.ValueInfo.Dim;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The real data sets, as docs/DATA.md describes them. */
class SharedDataTest {
  @TempDir Path folder;

  private Path yaml(String text) throws IOException {
    return Files.writeString(folder.resolve("d.yaml"), text);
  }

  @Test
  void mnist() {
    ValueInfo input = ValueInfo.of("input", DType.FLOAT, Dim.symbol("N"), Dim.of(1), Dim.of(28), Dim.of(28));
    Splits splits = DataSource.open(SharedData.require("data/mnist"), List.of(input));
    assertEquals(60_000, splits.train().size());
    assertEquals(10_000, splits.test().size());
    assertEquals(new Task(Task.Kind.CLASSIFICATION, "accuracy", 10, 1), splits.task());
    assertArrayEquals(new long[] {5, 0, 4, 1, 9}, splits.train().batch(new int[] {0, 1, 2, 3, 4}).labels().longs());
  }

  @Test
  void spokenDigitsBySpeaker() throws IOException {
    Path data = SharedData.require("data/fsdd");
    ValueInfo input = ValueInfo.of("features", DType.FLOAT, Dim.symbol("N"), Dim.of(64), Dim.of(40));
    Splits official = DataSource.open(data, List.of(input));
    assertEquals(2700, official.train().size());
    assertEquals(300, official.test().size());
    Path spec =
        yaml(
            """
            path: %s
            preprocess: {scale: 0.0156862745098, mean: 2}
            splits:
              train: {column: speaker, values: [0, 1, 2, 3]}
              test: {column: speaker, values: [4, 5]}
            """
                .formatted(data));
    Splits byHead = DataSource.open(spec, List.of(input));
    assertEquals(2000, byHead.train().size());
    assertEquals(1000, byHead.test().size());
  }

  @Test
  void pneumonia() {
    Splits splits = DataSource.open(SharedData.require("data/medical/pneumoniamnist.npz"), List.of());
    assertEquals(4708, splits.train().size());
    assertEquals(524, splits.validation().size());
    assertEquals(624, splits.test().size());
    assertEquals(2, splits.task().classes());
  }

  @Test
  void cifar() throws IOException {
    String path = System.getenv("ESPALIER_CIFAR10");
    assumeTrue(path != null && Files.isDirectory(Path.of(path)), "ESPALIER_CIFAR10 names no folder of CIFAR-10 binaries");
    ValueInfo input = ValueInfo.of("input", DType.FLOAT, Dim.symbol("N"), Dim.of(3), Dim.of(32), Dim.of(32));
    Splits splits =
        DataSource.open(yaml("{path: " + path + ", augment: {flip: horizontal, crop: 4}}"), List.of(input));
    assertEquals(50_000, splits.train().size());
    assertEquals(10_000, splits.test().size());
    assertEquals("airplane", splits.classNames().get(0));
    assertNotNull(splits.hash());
  }
}
