package dev.espalier.bench;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.espalier.model.Dims;
import dev.espalier.model.Model;
import dev.espalier.model.Tensor;
import dev.espalier.model.ValueInfo;
import dev.espalier.ort.Session;
import dev.espalier.ort.SessionOptions;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BenchGraphsTest {
  @ParameterizedTest
  @CsvSource({"htru2-mlp,2", "pneumonia-cnn,2", "digits-cnn,10", "mobilenet-cifar10,10"})
  void runsInOnnxRuntime(String name, int classes) {
    Model model = BenchGraphs.all().get(name).apply(1);
    ValueInfo input = model.graph().inputs().get(0);
    int[] dims = input.dims().stream().mapToInt(d -> (int) Math.abs(d.size())).toArray();
    Tensor zeros = Tensor.floats(new float[Dims.size(dims)], dims);
    try (Session session = Session.open(model, SessionOptions.threads(1))) {
      Tensor logits = session.run(Map.of(input.name(), zeros)).get("logits");
      assertArrayEquals(new int[] {1, classes}, logits.dims());
    }
  }

  /**
   * The count that torchvision states for its ResNet-50, and two running statistics for each of
   * 26,560 channels.
   */
  @Test
  void resnet50HasItsPublishedSize() {
    assertEquals(25_557_032 + 2 * 26_560, BenchGraphs.resnet50(1).parameters());
  }
}
