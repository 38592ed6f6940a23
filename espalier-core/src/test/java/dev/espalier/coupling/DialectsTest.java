package dev.espalier.coupling;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.espalier.model.Attributes;
import dev.espalier.model.ConvSpec;
import dev.espalier.model.GraphBuilder;
import dev.espalier.model.Model;
import dev.espalier.prepare.Prepared;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * One network as torch, tf2onnx and Paddle write it: the same units, whatever stands round them.
 */
class DialectsTest {
  private static String convolution(GraphBuilder g, String x, String name, boolean folded) {
    ConvSpec spec = ConvSpec.of(16, 3);
    String y = g.conv(name, x, folded ? spec : spec.withoutBias());
    return g.relu(folded ? y : g.batchNorm(name + ".bn", y));
  }

  private static Model torch(boolean folded, boolean reshaped) {
    GraphBuilder g = GraphBuilder.settled("net", 1);
    String x = convolution(g, g.input("x", 3, 12, 12), "conv0", folded);
    x = g.globalAveragePool(convolution(g, x, "conv1", folded));
    x = reshaped ? g.reshape(x, 0, 16) : g.flatten(x);
    return g.output(g.softmax(g.gemm("fc", x, 4), 1), "y").build();
  }

  private static Model keras(boolean folded) {
    GraphBuilder g = GraphBuilder.settled("net", 1);
    String x = g.transpose(g.input("x", 12, 12, 3), 0, 3, 1, 2);
    x = convolution(g, convolution(g, x, "conv0", folded), "conv1", folded);
    x = g.transpose(x, 0, 2, 3, 1);
    x = g.node("ReduceMean", Attributes.of("axes", new int[] {1, 2}, "keepdims", 0), x);
    return g.output(g.softmax(g.gemm("fc", g.shaped(x, -1, 16), 4), 1), "y").build();
  }

  private static List<Integer> units(Model model) {
    return Prepared.of(model, "blocks").coupling().groups().stream()
        .filter(Group::prunable)
        .map(Group::units)
        .toList();
  }

  @Test
  void exportersDoNotChangeWhatCanBeCut() {
    for (Model model :
        List.of(
            torch(false, false),
            torch(true, false),
            torch(false, true),
            keras(false),
            keras(true))) {
      assertEquals(List.of(16, 16), units(model));
    }
  }
}
