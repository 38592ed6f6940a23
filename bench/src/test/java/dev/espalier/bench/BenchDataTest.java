package dev.espalier.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.espalier.SharedData;
import dev.espalier.data.DataSource;
import dev.espalier.data.Splits;
import dev.espalier.measure.Evaluator;
import dev.espalier.model.Model;
import dev.espalier.onnx.OnnxReader;
import dev.espalier.progress.Progress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The benchmarks' DATA files give the quality that is published with each model. */
class BenchDataTest {
  @ParameterizedTest
  @CsvSource({
    "fsdd, speech/fsdd_bilstm2x96.onnx, 0.9867",
    "fsdd, speech/fsdd_gru2x128.onnx, 0.9967",
    "fsdd, speech/fsdd_dscnn64.onnx, 0.9933",
    "agnews, text/transformer2_agnews7600.onnx, 0.8566",
    "sst2, text/transformer2_sst2.onnx, 0.7847",
    "movielens, recommender/neumf_ml_small.onnx, 0.651"
  })
  void agreesWithThePublishedFigure(
      String data, String file, double published, @TempDir Path folder) throws IOException {
    Model model = OnnxReader.read(SharedData.require("models/" + file));
    Splits splits = DataSource.open(placed(data, folder), model.graph().dataInputs());
    double value =
        splits.task().value(Evaluator.predict(model, splits.test(), 100, 2, Progress.NONE));
    assertEquals(published, value, 0.0006);
  }

  private static Path placed(String name, Path folder) throws IOException {
    String shared = SharedData.require("README.md").getParent().toAbsolutePath().toString();
    String text = Files.readString(Path.of("data", name + ".yaml"));
    return Files.writeString(
        folder.resolve(name + ".yaml"), text.replace("../../../shared", shared));
  }
}
