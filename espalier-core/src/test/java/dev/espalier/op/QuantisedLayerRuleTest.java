package dev.espalier.op;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.espalier.OperatorGraphs;
import dev.espalier.SharedData;
import dev.espalier.coupling.Coupling;
import dev.espalier.coupling.Group;
import dev.espalier.model.Attribute;
import dev.espalier.model.Attributes;
import dev.espalier.model.ConvSpec;
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

/** What computes with integers is named as the reason, and layers are counted. */
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

  /** Those of ONNX Runtime, each with six units and what a record multiplies. */
  @ParameterizedTest
  @CsvSource({
    "com.microsoft.MatMulIntegerToFloat, 24",
    "com.microsoft.DynamicQuantizeMatMul, 24",
    "com.microsoft.QGemm, 24",
    "com.microsoft.MatMulNBits, 192",
    "com.microsoft.DynamicQuantizeLSTM, 720",
    "com.microsoft.QAttention, 432"
  })
  void layersOfTheRuntimeAreNamed(String qualified, long macs) {
    String op = qualified.substring("com.microsoft.".length());
    GraphBuilder g = GraphBuilder.settled("integers", 1);
    String s = g.scalar("s", 1);
    String z = g.constant("z", filled());
    String w = g.constant("w", filled(4, 6));
    String y =
        switch (op) {
          case "MatMulIntegerToFloat" ->
              g.node(op, "layer", Map.of(), g.input("x", DType.UINT8, 4), w, s, s);
          case "DynamicQuantizeMatMul" -> g.node(op, "layer", Map.of(), g.input("x", 4), w, s);
          case "QGemm" ->
              g.node(op, "layer", Map.of(), g.input("x", DType.UINT8, 4), s, z, w, s, z);
          case "MatMulNBits" ->
              g.node(
                  op,
                  "layer",
                  Attributes.of("K", 32, "N", 6, "bits", 4, "block_size", 32),
                  g.input("x", 32),
                  g.constant("packed", filled(6, 1, 16)),
                  g.scale("scales", 6));
          case "DynamicQuantizeLSTM" -> {
            String rows = g.transpose(g.input("x", 3, 4), 1, 0, 2);
            String ws = g.constant("ws", Tensor.floats(new float[] {1}, 1));
            String wz = g.constant("wz", filled(1));
            String read = g.constant("read", filled(1, 4, 24));
            String kept = g.constant("kept", filled(1, 6, 24));
            yield g.node(
                op,
                "layer",
                Attributes.of("hidden_size", 6),
                new String[] {rows, read, kept, "", "", "", "", "", ws, wz, ws, wz});
          }
          default ->
              g.node(
                  op,
                  "layer",
                  Attributes.of("num_heads", 2),
                  new String[] {
                    g.input("x", DType.UINT8, 3, 6),
                    g.constant("qkv", filled(6, 18)),
                    g.bias("bias", 18),
                    s,
                    s
                  });
        };
    int[] made =
        switch (op) {
          case "DynamicQuantizeLSTM" -> new int[] {3, 1, 1, 6};
          case "QAttention" -> new int[] {1, 3, 6};
          default -> new int[] {1, 6};
        };
    Model model =
        OperatorGraphs.microsoft(g.output(g.shaped(y, made), "y", DType.FLOAT).build(), op);
    Coupling coupling = Prepared.of(model, "blocks").coupling();
    assertEquals(List.of(), coupling.prunable());
    assertFalse(coupling.groups().isEmpty(), coupling::toString);
    assertTrue(
        coupling.groups().stream()
            .allMatch(group -> group.reason().contains("its weights are quantised (" + op + ")")),
        coupling.groups().toString());
    assertEquals(macs, new Cost(coupling, OpRules.standard()).macs());
  }

  /** A layer is followed by what computes with integers: it is named, and what to do. */
  @ParameterizedTest
  @CsvSource({
    "com.microsoft.QLinearAdd, 2",
    "com.microsoft.QLinearMul, 2",
    "com.microsoft.QLinearSigmoid, 1",
    "com.microsoft.QLinearLeakyRelu, 1",
    "com.microsoft.QLinearSoftmax, 1",
    "com.microsoft.QLinearAveragePool, 1",
    "com.microsoft.QLinearGlobalAveragePool, 1",
    "com.microsoft.QLinearConcat, 0",
    "com.microsoft.QLinearWhere, 3"
  })
  void whatHasNoWeightsIsNamed(String qualified, int operands) {
    String op = qualified.substring("com.microsoft.".length());
    GraphBuilder g = GraphBuilder.settled("integers", 1);
    String made = g.conv("made", g.input("x", 3, 4, 4), ConvSpec.of(6, 1));
    String s = g.scalar("s", 1);
    String z = g.constant("z", filled());
    String q = g.node("QuantizeLinear", Map.of(), made, s, z);
    Map<String, Attribute> attributes =
        switch (op) {
          case "QLinearAveragePool" -> Attributes.of("kernel_shape", new int[] {1, 1});
          case "QLinearGlobalAveragePool" -> Attributes.of("channels_last", 0);
          case "QLinearConcat" -> Attributes.of("axis", 1);
          case "QLinearSoftmax" -> Attributes.of("axis", -1, "opset", 13);
          default -> Map.of();
        };
    String[] values =
        switch (operands) {
          case 0 -> new String[] {s, z, q, s, z};
          case 1 -> new String[] {q, s, z, s, z};
          case 2 -> new String[] {q, s, z, q, s, z, s, z};
          default -> new String[] {g.constant("yes", truth()), q, s, z, q, s, z, s, z};
        };
    String y = g.node(op, "layer", attributes, values);
    String back = g.shaped(g.node("DequantizeLinear", Map.of(), y, s, z), -1, 6, 4, 4);
    String read = g.conv("read", back, ConvSpec.of(4, 1));
    Coupling coupling =
        Prepared.of(OperatorGraphs.microsoft(g.output(read, "y").build(), op), "blocks").coupling();
    String reason = coupling.group("made").reason();
    assertTrue(reason.contains("layer: computes with integers (" + op + ")"), reason);
    assertTrue(reason.contains("cut the float32 model that it was made from"), reason);
    assertEquals(List.of(), new Cost(coupling, OpRules.standard()).uncounted());
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
  void theDynamicOneIsCutAsTheFloatsThatItStandsFor() {
    Model model = OnnxReader.read(SharedData.require("cases/dynamic_int8.onnx"));
    Prepared prepared = Prepared.of(model, "blocks");
    assertEquals(4, prepared.integers().size());
    assertEquals(2, prepared.coupling().prunable().size());
  }

  private static Tensor truth() {
    return new Tensor(DType.BOOL, new int[] {1}, Tensor.allocate(1).put(0, (byte) 1));
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
