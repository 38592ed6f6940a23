package dev.espalier.latency;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.espalier.Graphs;
import dev.espalier.SequenceGraphs;
import dev.espalier.TransformerGraph;
import dev.espalier.latency.BlockTimes.Excess;
import dev.espalier.measure.LatencyRequest;
import dev.espalier.model.ConvSpec;
import dev.espalier.model.GraphBuilder;
import dev.espalier.model.Model;
import dev.espalier.prepare.Prepared;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class RoundingTest {
  private static final Excess NOTHING = new Excess(0, 0);

  private static Rounding of(Excess odd, Excess half, boolean convolutions) {
    return Rounding.of(odd, half, convolutions, " (conv1)");
  }

  @Test
  void roundsAsFarAsItPays() {
    Rounding whole = of(new Excess(900, 0.6), new Excess(900, 0.2), true);
    assertEquals(16, whole.step());
    assertTrue(whole.why().contains("60 %") && whole.why().contains("20 %"), whole.why());
    Rounding half = of(new Excess(900, 0.6), new Excess(900, 0.02), true);
    assertEquals(8, half.step());
    assertTrue(half.why().endsWith("(conv1)") && !half.why().contains("alone"), half.why());
    assertEquals(8, of(new Excess(900, 0.6), new Excess(5, 0.9), true).step(), "too few to tell");
  }

  @Test
  void inDoubtConvolutionsAreRoundedAndNothingElseIs() {
    assertEquals(8, of(NOTHING, NOTHING, true).step());
    assertEquals(1, of(NOTHING, NOTHING, false).step());
    assertEquals(8, of(new Excess(900, 0.03), NOTHING, true).step());
    assertEquals(1, of(new Excess(900, 0.03), NOTHING, false).step());
    assertEquals(1, of(new Excess(900, -0.02), NOTHING, true).step());
  }

  private static Rounding measured(Model model) {
    return Rounding.measured(
        Prepared.of(model, "blocks").coupling(), new LatencyRequest(1, 1, 10, 1).withSeconds(2));
  }

  /** Everywhere but on 32-bit ARM the runtime computes convolutions in blocks. */
  @Test
  void convolutionsAreRoundedByWhatTheyTakeHere() {
    GraphBuilder g = GraphBuilder.settled("wide", 1);
    String x = g.relu(g.conv("conv1", g.input("image", 3, 32, 32), ConvSpec.of(64, 3)));
    x = g.relu(g.conv("conv2", x, ConvSpec.of(64, 3)));
    x = g.gemm("fc", g.flatten(g.globalAveragePool(x)), 10);
    Rounding found = measured(g.output(x, "logits").build());
    assertTrue(found.step() == 8 || found.step() == 16 || found.why().contains("%"), found.why());
    assertTrue(found.why().contains("measured") || found.why().contains("µs"), found.why());
  }

  static Stream<Model> anyModelCanBeMeasured() {
    return Stream.of(
        Graphs.resnet(1),
        Graphs.mobilenet(1),
        Graphs.mlp(1),
        TransformerGraph.dynamic(1),
        SequenceGraphs.gru(1));
  }

  @ParameterizedTest
  @MethodSource
  void anyModelCanBeMeasured(Model model) {
    Rounding found = measured(model);
    assertTrue(found.why().startsWith("widths are"), found.why());
  }
}
