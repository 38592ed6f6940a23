package dev.espalier.latency;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.espalier.Graphs;
import dev.espalier.SequenceGraphs;
import dev.espalier.TransformerGraph;
import dev.espalier.coupling.Coupling;
import dev.espalier.measure.OperatorProfile;
import dev.espalier.model.Model;
import dev.espalier.prepare.Prepared;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class LayerTimesTest {
  static Stream<Model> everyTimeHasALayer() {
    return Stream.of(
        Graphs.resnet(1), Graphs.mobilenet(1), TransformerGraph.dynamic(1), SequenceGraphs.gru(1));
  }

  @ParameterizedTest
  @MethodSource
  void everyTimeHasALayer(Model model) {
    Coupling coupling = Prepared.of(model, "blocks").coupling();
    OperatorProfile profile = OperatorProfile.of(coupling.model(), 2, 1, 20);
    Map<String, Double> times = LayerTimes.of(coupling, profile);
    double sum = times.values().stream().mapToDouble(Double::doubleValue).sum();
    assertEquals(profile.totalMicros(), sum, 1e-6);
    Map<String, String> ops =
        coupling.model().graph().nodes().stream()
            .collect(Collectors.toMap(n -> n.label(), n -> n.op()));
    assertTrue(ops.keySet().containsAll(times.keySet()), times.toString());
    ops.forEach(
        (layer, op) -> {
          if (op.equals("Conv") || op.equals("GRU")) {
            assertTrue(times.getOrDefault(layer, 0.0) > 0, layer + " takes no time: " + times);
          }
        });
  }
}
