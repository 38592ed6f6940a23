package dev.espalier;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.espalier.model.DType;
import dev.espalier.model.Model;
import dev.espalier.model.Tensor;
import dev.espalier.model.ValueInfo;
import dev.espalier.ort.Session;
import dev.espalier.ort.SessionOptions;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * ONNX Runtime takes every fixture, finds the shapes that it states, and tells its inputs apart.
 */
class GraphsRunTest {
  static Stream<Named<Model>> models() {
    Stream<Model> random = LongStream.rangeClosed(1, 30).mapToObj(RandomGraphs::of);
    return Stream.concat(Graphs.all(5).stream(), random)
        .map(model -> Named.of(model.graph().name(), model));
  }

  @ParameterizedTest
  @MethodSource("models")
  void runs(Model model) {
    ValueInfo input = model.graph().dataInputs().get(0);
    ValueInfo output = model.graph().outputs().get(0);
    try (Session session = Session.open(model, SessionOptions.threads(1))) {
      Tensor y = session.run(Map.of(input.name(), feed(input, 3))).get(output.name());
      int[] stated = output.dims().stream().mapToInt(d -> (int) d.size()).toArray();
      stated[0] = 3;
      assertEquals(Arrays.toString(stated), Arrays.toString(y.dims()));
      float[] values = y.floats();
      for (float value : values) {
        assertTrue(Math.abs(value) < 1000, () -> "finite and moderate, not " + value);
      }
      List<float[]> rows = rows(values);
      assertNotEquals(Arrays.toString(rows.get(0)), Arrays.toString(rows.get(1)));
    }
  }

  private static List<float[]> rows(float[] values) {
    int width = values.length / 3;
    return List.of(Arrays.copyOf(values, width), Arrays.copyOfRange(values, width, 2 * width));
  }

  private static Tensor feed(ValueInfo input, int batch) {
    int[] dims = input.dims().stream().mapToInt(d -> d.known() ? (int) d.size() : 7).toArray();
    dims[0] = batch;
    SplittableRandom random = new SplittableRandom(1);
    int size = dev.espalier.model.Dims.size(dims);
    if (input.type() == DType.INT64) {
      return Tensor.longs(random.longs(size, 0, 8).toArray(), dims);
    }
    float[] values = new float[size];
    for (int i = 0; i < size; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return Tensor.floats(values, dims);
  }
}
