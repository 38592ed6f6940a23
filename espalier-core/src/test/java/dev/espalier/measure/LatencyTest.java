package dev.espalier.measure;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.espalier.Graphs;
import dev.espalier.SharedData;
import dev.espalier.files.DataException;
import dev.espalier.model.GraphBuilder;
import dev.espalier.model.Model;
import dev.espalier.model.Tensor;
import dev.espalier.onnx.OnnxReader;
import dev.espalier.ort.ProbeInputs;
import dev.espalier.record.Figures;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LatencyTest {
  @Test
  void figuresAreOrderedAndSamplesPaired() {
    Latency latency =
        Latency.measure(
            List.of(layers(1), layers(60)), new LatencyRequest(4, 1, 40, 0.2, 1, Map.of()));
    for (Figures.LatencyFigure f : latency.figures()) {
      assertEquals(4, f.batch());
      assertEquals(1, f.threads());
      assertTrue(
          0 < f.medianMicros()
              && f.medianMicros() <= f.p95Micros()
              && f.p95Micros() <= f.p99Micros());
    }
    assertTrue(latency.samplesMicros().get(0).length >= 10);
    assertEquals(latency.samplesMicros().get(0).length, latency.samplesMicros().get(1).length);
    Latency.Ratio ratio = latency.ratio(1, 0);
    assertTrue(ratio.low() <= ratio.median() && ratio.median() <= ratio.high());
    assertTrue(ratio.median() > 1.5, () -> "sixty layers against one: " + ratio);
    assertEquals(1, latency.ratio(0, 0).median());
  }

  /** Whoever asks for few calls gets few. */
  @Test
  void quickModelsAreCalledForLongerTheMoreCallsAreWanted() {
    assertEquals(0.15, new LatencyRequest(1, 1, 10, 1).leastSeconds(), 1e-9);
    assertEquals(2, new LatencyRequest(1, 1, 200, 1).leastSeconds(), 1e-9);
    assertEquals(0.5, new LatencyRequest(1, 1, 200, 1).withSeconds(5).leastSeconds(), 1e-9);
  }

  @Test
  void quantilesAreThoseOfTheSamples() {
    Latency latency =
        new Latency(List.of(), List.of(new double[] {4, 2, 6}, new double[] {1, 1, 2}));
    assertEquals(new Latency.Ratio(3, 2.5, 3.5), latency.ratio(0, 1));
  }

  @Test
  void aFixedBatchIsKeptAndStated() {
    Model model = OnnxReader.read(SharedData.require("models/mnist/mnist-8.onnx"));
    LatencyRequest request = new LatencyRequest(8, 1, 10, 0.1, 1, Map.of());
    assertEquals(1, Latency.measure(List.of(model), request).figures().get(0).batch());
    Tensor digits = Tensor.floats(new float[3 * 784], 3, 1, 28, 28);
    LatencyRequest real = request.withInputs(Map.of("Input3", digits));
    assertEquals(1, Latency.measure(List.of(model), real).figures().get(0).batch());
  }

  @Test
  void realRecordsAreRepeatedToFillTheBatch() {
    Tensor rows = Tensor.floats(new float[] {1, 2, 3, 4}, 2, 2);
    List<Map<String, Tensor>> five = ProbeInputs.calls(Map.of("x", rows), 5);
    assertEquals(
        List.of(Map.of("x", Tensor.floats(new float[] {1, 2, 3, 4, 1, 2, 3, 4, 1, 2}, 5, 2))),
        five);
    LatencyRequest wrong = new LatencyRequest(5, 1, 10, 0.1, 1, Map.of("other", rows));
    assertThrows(DataException.class, () -> Latency.measure(List.of(layers(1)), wrong));
  }

  @Test
  void oneBatchFollowsTheOther() {
    Tensor rows = Tensor.floats(new float[] {1, 2, 3, 4, 5}, 5, 1);
    assertEquals(
        List.of(
            Map.of("x", Tensor.floats(new float[] {1, 2}, 2, 1)),
            Map.of("x", Tensor.floats(new float[] {3, 4}, 2, 1))),
        ProbeInputs.calls(Map.of("x", rows), 2));
  }

  @Test
  void timeIsSharedOutByOperator() {
    OperatorProfile profile = OperatorProfile.of(Graphs.resnet(1), 2, 1, 5);
    assertTrue(
        profile.microsByType().keySet().stream().anyMatch(t -> t.contains("Conv")),
        () -> profile.microsByType().toString());
    double byType = profile.microsByType().values().stream().mapToDouble(Double::doubleValue).sum();
    assertEquals(profile.totalMicros(), byType, 1e-6);
    assertTrue(profile.totalMicros() > 0);
    List<Double> longestFirst = List.copyOf(profile.microsByType().values());
    assertEquals(
        longestFirst.stream().sorted((a, b) -> Double.compare(b, a)).toList(), longestFirst);
  }

  private static Model layers(int n) {
    GraphBuilder g = GraphBuilder.settled("layers" + n, 1);
    String x = g.input("x", 64);
    for (int i = 0; i < n; i++) {
      x = g.relu(g.gemm("fc" + i, x, 64));
    }
    return g.output(x, "y").build();
  }
}
