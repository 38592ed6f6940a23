package dev.espalier.op;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.espalier.SharedData;
import dev.espalier.coupling.Coupling;
import dev.espalier.coupling.Group;
import dev.espalier.model.DType;
import dev.espalier.model.GraphBuilder;
import dev.espalier.model.Model;
import dev.espalier.model.Tensor;
import dev.espalier.onnx.OnnxReader;
import dev.espalier.plan.Cost;
import dev.espalier.prepare.Prepared;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * ConvInteger, MatMulInteger, QLinearConv and QLinearMatMul are named as the reason, and counted.
 */
class QuantisedLayerRuleTest {
  @ParameterizedTest
  @CsvSource({"MatMulInteger, 24", "QLinearMatMul, 24", "ConvInteger, 1080", "QLinearConv, 1080"})
  void theReasonIsNamed(String op, long macs) {
    boolean maps = op.endsWith("Conv") || op.startsWith("Conv");
    GraphBuilder g = GraphBuilder.settled("integers", 1);
    String x = maps ? g.input("x", DType.UINT8, 4, 5, 5) : g.input("x", DType.UINT8, 4);
    int[] dims = maps ? new int[] {6, 4, 3, 1} : new int[] {4, 6};
    String w = g.constant("w", filled(dims));
    String s = g.scalar("s", 1);
    String z = g.constant("z", filled());
    boolean linear = op.startsWith("QLinear");
    String y =
        linear
            ? g.node(op, "layer", Map.of(), x, s, z, w, s, z, s, z)
            : g.node(op, "layer", Map.of(), x, w);
    DType made = linear ? DType.UINT8 : DType.INT32;
    int[] shape = maps ? new int[] {1, 6, 3, 5} : new int[] {1, 6};
    Model model = g.output(g.shaped(y, shape), "y", made).build();
    Coupling coupling = Prepared.of(model, "blocks").coupling();
    List<Group> groups = coupling.groups();
    assertEquals(1, groups.size(), groups.toString());
    assertEquals(6, groups.get(0).units());
    assertFalse(groups.get(0).prunable());
    assertTrue(
        coupling.barriers().stream()
            .anyMatch(b -> b.reason().contains("its weights are quantised (" + op + ")")),
        coupling.barriers().toString());
    assertEquals(macs, new Cost(coupling, OpRules.standard()).macs());
  }

  @Test
  @Tag("slow")
  void theEncoderOfOthersIsCounted() {
    Model model = OnnxReader.read(SharedData.require("cases/int8_encoder.onnx"));
    Coupling coupling = Prepared.of(model, "blocks").coupling();
    assertEquals(823_616, new Cost(coupling, OpRules.standard()).macs());
    assertTrue(
        coupling.barriers().stream().anyMatch(b -> b.reason().contains("MatMulInteger")),
        coupling.barriers().toString());
  }

  @Test
  @Tag("slow")
  void nothingOfTheDynamicOneCanBeCut() {
    Model model = OnnxReader.read(SharedData.require("cases/dynamic_int8.onnx"));
    Coupling coupling = Prepared.of(model, "blocks").coupling();
    assertEquals(List.of(), coupling.prunable());
    assertTrue(
        coupling.barriers().get(0).reason().contains("cut the float32 model"),
        coupling.barriers().toString());
  }

  private static Tensor filled(int... dims) {
    int n = dev.espalier.model.Dims.size(dims);
    var bytes = Tensor.allocate(n);
    for (int i = 0; i < n; i++) {
      bytes.put(i, (byte) (n == 1 ? 0 : i % 7));
    }
    return new Tensor(DType.UINT8, dims, bytes);
  }
}
