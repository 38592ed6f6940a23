package dev.espalier.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.espalier.SharedData;
import dev.espalier.files.DataException;
import dev.espalier.measure.Evaluator;
import dev.espalier.model.DType;
import dev.espalier.model.Model;
import dev.espalier.model.Tensor;
import dev.espalier.model.ValueInfo;
import dev.espalier.model.ValueInfo.Dim;
import dev.espalier.onnx.OnnxReader;
import dev.espalier.progress.Progress;
import dev.espalier.task.Task;
import dev.espalier.task.TaskKinds;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The real data sets, as docs/DATA.md describes them. */
@Tag("slow")
class SharedDataTest {
  @TempDir Path folder;

  private Path yaml(String text) throws IOException {
    return Files.writeString(folder.resolve("d.yaml"), text);
  }

  @Test
  void mnist() {
    ValueInfo input =
        ValueInfo.of("input", DType.FLOAT, Dim.symbol("N"), Dim.of(1), Dim.of(28), Dim.of(28));
    Splits splits = DataSource.open(SharedData.require("data/mnist"), List.of(input));
    assertEquals(60_000, splits.train().size());
    assertEquals(10_000, splits.test().size());
    assertEquals(new Task(TaskKinds.CLASSIFICATION, "accuracy", 10, 1), splits.task());
    assertArrayEquals(
        new long[] {5, 0, 4, 1, 9},
        splits.train().batch(new int[] {0, 1, 2, 3, 4}).labels().longs());
  }

  @Test
  void spokenDigitsBySpeaker() throws IOException {
    Path data = SharedData.require("data/fsdd");
    ValueInfo input =
        ValueInfo.of("features", DType.FLOAT, Dim.symbol("N"), Dim.of(64), Dim.of(40));
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
    Splits splits =
        DataSource.open(SharedData.require("data/medical/pneumoniamnist.npz"), List.of());
    assertEquals(4708, splits.train().size());
    assertEquals(524, splits.validation().size());
    assertEquals(624, splits.test().size());
    assertEquals(2, splits.task().classes());
  }

  private static double quality(Path model, Path data, double first) {
    Model graph = OnnxReader.read(model);
    Splits splits = DataSource.open(data, graph.graph().dataInputs());
    Dataset test = Rows.all(splits.test().size()).limit((int) first).of(splits.test());
    return splits.task().value(Evaluator.predict(graph, test, 100, 1, Progress.NONE));
  }

  @Test
  void textsGiveThePublishedAccuracyAndPythonsTokens() throws IOException {
    Path model = SharedData.require("models/text/transformer2_sst2.onnx");
    Path data = SharedData.require("data/text");
    Path spec =
        yaml(
            """
            format: tsv
            path: %s
            columns: [text, label]
            tokenizer: %s
            splits:
              train: sst2_train.tsv.gz
              validation: sst2_dev.tsv.gz
              test: sst2_test.tsv.gz
            """
                .formatted(data, model.resolveSibling("transformer2_sst2.tokenizer.json")));
    ValueInfo input = ValueInfo.of("input_ids", DType.INT64, Dim.symbol("N"), Dim.of(48));
    Splits splits = DataSource.open(spec, List.of(input));
    assertEquals(872, splits.validation().size());
    Tensor ids = splits.test().batch(Rows.all(1821).numbers()).inputs().get("input_ids");
    MessageDigest sha = SplitHash.sha256();
    sha.update(ids.data());
    assertEquals(
        "cdd3e63122c4469b81b8dbc1afd326dc868849c317142c5a5369be889f3c82e7",
        HexFormat.of().formatHex(sha.digest()),
        "all ids as Python's tokenizers 0.23.3 gives them");
    assertEquals(0.7847, quality(model, spec, 1821), 5e-5);
  }

  @Test
  void newsGiveThePublishedAccuracy() throws IOException {
    Path model = SharedData.require("models/text/transformer2_agnews7600.onnx");
    Path spec =
        yaml(
            """
            {path: %s, columns: [label, text], tokenizer: %s, format: tsv,
             splits: {train: agnews_train.tsv.gz, test: agnews_test.tsv.gz}}
            """
                .formatted(
                    SharedData.require("data/text"),
                    model.resolveSibling("transformer2_agnews7600.tokenizer.json")));
    assertEquals(0.8566, quality(model, spec, 1520), 5e-5);
  }

  @Test
  void recommenderGivesThePublishedHitRate() {
    Path model = SharedData.require("models/recommender/neumf_ml_small.onnx");
    Path data = SharedData.require("data/movielens");
    Splits splits = DataSource.open(data, OnnxReader.read(model).graph().dataInputs());
    assertEquals(94_184 * 5, splits.train().size());
    assertEquals(new Task(TaskKinds.RANKING, "hr@10", 0, 100), splits.task());
    assertEquals(0.651, quality(model, data, 61_000), 5e-4);
  }

  @Test
  void speechGivesThePublishedAccuracy() throws IOException {
    Path spec =
        yaml(
            "{path: "
                + SharedData.require("data/fsdd")
                + ", preprocess: {scale: 0.01568627450980392, mean: 2}}");
    assertEquals(
        0.9967, quality(SharedData.require("models/speech/fsdd_gru2x128.onnx"), spec, 300), 5e-5);
  }

  @Test
  void digitsGiveThePublishedAccuracyInEachInputForm() throws IOException {
    Path mnist = SharedData.require("data/mnist");
    Path model = SharedData.require("models/mnist/mnist_lenet5_caffe.onnx");
    Path spec =
        yaml(
            "{path: %s, preprocess: {scale: 0.00392156862745098, mean: 0.1307, std: 0.3081}}"
                .formatted(mnist));
    assertEquals(0.9943, quality(model, spec, 10_000), 5e-5);
    assertEquals(
        0.9891, quality(SharedData.require("models/mnist/mnist-8.onnx"), mnist, 10_000), 5e-5);
    Path unit = yaml("{path: %s, preprocess: {scale: 0.00392156862745098}}".formatted(mnist));
    assertEquals(
        0.9808,
        quality(SharedData.require("models/mnist/mnist-net_256x2.onnx"), unit, 10_000),
        5e-5);
  }

  @Test
  void tables() throws IOException {
    Path data = SharedData.require("data/tabular");
    ValueInfo eight = ValueInfo.of("x", DType.FLOAT, Dim.symbol("N"), Dim.of(8));
    Path spec =
        yaml(
            """
            {path: %s/HTRU_2.csv.gz, labels: class, metric: macro-f1, preprocess: {standardise: true}, seed: 1,
             splits: {train: 0.7, validation: 0.15, test: 0.15}}
            """
                .formatted(data));
    Splits splits = DataSource.open(spec, List.of(eight));
    assertEquals(17_898, splits.train().size() + splits.validation().size() + splits.test().size());
    assertEquals("macro-f1", splits.task().metric());
    float[] x =
        splits.train().batch(Rows.all(splits.train().size()).numbers()).inputs().get("x").floats();
    double sum = 0;
    double squares = 0;
    for (int i = 3; i < x.length; i += 8) {
      sum += x[i];
      squares += x[i] * x[i];
    }
    assertEquals(0, sum / splits.train().size(), 1e-4);
    assertEquals(1, squares / splits.train().size(), 1e-3);
    Path adult = yaml("{path: %s/adult_train.csv.gz, labels: income-per-year}".formatted(data));
    DataException e =
        assertThrows(DataException.class, () -> DataSource.open(adult, List.of(eight)));
    assertTrue(
        e.getMessage().contains("column workclass") && e.getMessage().contains("line 2"),
        e.getMessage());
    Path shuttle = yaml("{path: %s/shuttle.csv.gz, labels: Class}".formatted(data));
    assertEquals(7, DataSource.open(shuttle, List.of()).task().classes());
  }

  @Test
  void cifar() throws IOException {
    String path = System.getenv("ESPALIER_CIFAR10");
    assumeTrue(
        path != null && Files.isDirectory(Path.of(path)),
        "ESPALIER_CIFAR10 names no folder of CIFAR-10 binaries");
    ValueInfo input =
        ValueInfo.of("input", DType.FLOAT, Dim.symbol("N"), Dim.of(3), Dim.of(32), Dim.of(32));
    Splits splits =
        DataSource.open(
            yaml("{path: " + path + ", augment: {flip: horizontal, crop: 4}}"), List.of(input));
    assertEquals(50_000, splits.train().size());
    assertEquals(10_000, splits.test().size());
    assertEquals("airplane", splits.classNames().get(0));
    assertNotNull(splits.hash());
    Path model = SharedData.require("models/resnet-cifar10/resnet20_cifar10.onnx");
    Path spec =
        yaml(
            """
            format: cifar10
            path: %s
            preprocess: {scale: 0.00392156862745098, mean: [0.485, 0.456, 0.406], std: [0.229, 0.224, 0.225]}
            """
                .formatted(path));
    assertEquals(0.9173, quality(model, spec, 10_000), 5e-5);
    Path nhwc = SharedData.require("models/cifar10/cifar10_large_nhwc.onnx");
    assertEquals(
        0.733,
        quality(
            nhwc,
            yaml("{path: %s, preprocess: {scale: 0.00392156862745098}}".formatted(path)),
            2000),
        5e-3);
  }
}
