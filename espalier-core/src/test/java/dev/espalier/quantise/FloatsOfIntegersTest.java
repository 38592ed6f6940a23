package dev.espalier.quantise;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.espalier.SequenceGraphs;
import dev.espalier.TransformerGraph;
import dev.espalier.coupling.Group;
import dev.espalier.model.Attribute;
import dev.espalier.model.DType;
import dev.espalier.model.GraphBuilder;
import dev.espalier.model.Model;
import dev.espalier.model.Node;
import dev.espalier.model.Shapes;
import dev.espalier.model.Tensor;
import dev.espalier.model.ValueInfo;
import dev.espalier.model.ValueInfo.Dim;
import dev.espalier.ort.Probe;
import dev.espalier.prepare.Prepared;
import dev.espalier.prepare.SampleInputs;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Files that multiply integers are read as the floats that they stand for. */
@Tag("slow")
class FloatsOfIntegersTest {
  static Stream<Named<Model>> models() {
    return Stream.concat(
            SequenceGraphs.all(3).stream(),
            Stream.of(TransformerGraph.fixed(3), TransformerGraph.dynamic(3)))
        .map(m -> Named.of(m.graph().name(), m));
  }

  /** The same groups may be cut as of the floats that the file was made from. */
  @ParameterizedTest
  @MethodSource("models")
  void whatIsWrittenInIntegersHasTheUnitsOfTheFloats(Model model) {
    Prepared floats = Prepared.of(model, "blocks");
    Model ready = Ready.of(floats.model());
    Set<String> dense =
        Quantisable.byKey(ready.graph()).entrySet().stream()
            .filter(e -> e.getValue().forms().contains(Form.DYNAMIC))
            .map(Map.Entry::getKey)
            .collect(Collectors.toSet());
    Model integers = Quantised.of(ready, FloatsOfIntegers.again(ready, dense));
    assertEquals(!dense.isEmpty(), FloatsOfIntegers.concerns(integers));

    Prepared restored = Prepared.of(integers, "blocks");
    assertEquals(dense.size(), restored.integers().size());
    assertEquals(
        floats.coupling().prunable().stream().map(Group::units).sorted().toList(),
        restored.coupling().prunable().stream().map(Group::units).sorted().toList());
  }

  /** As onnxruntime.quantization writes it: weights without a sign, one scale and zero for all. */
  private static Model file() {
    GraphBuilder g = GraphBuilder.fresh("bytes", 1);
    String x = g.relu(g.gemm("first", g.input("x", 6), 8));
    ByteBuffer bytes = Tensor.allocate(8 * 4);
    for (int i = 0; i < 8 * 4; i++) {
      bytes.put((byte) (i * 37));
    }
    g.constant("w", new Tensor(DType.UINT8, new int[] {8, 4}, bytes.flip()));
    ByteBuffer middle = Tensor.allocate(1);
    middle.put((byte) 131);
    g.constant("w_zero", new Tensor(DType.UINT8, new int[0], middle.flip()));
    g.constant("w_scale", Tensor.floats(new float[] {0.02f}));
    Model model = g.output(x, "hidden").build();
    List<Node> more =
        List.of(
            Node.of("DynamicQuantizeLinear", "rounding", List.of("hidden"), List.of("q", "s", "z")),
            Node.of("MatMulInteger", "product", List.of("q", "w", "z", "w_zero"), List.of("i")),
            Node.of("Cast", "cast", List.of("i"), List.of("f"))
                .withAttribute("to", new Attribute.IntValue(DType.FLOAT.onnx())),
            Node.of("Mul", "both", List.of("s", "w_scale"), List.of("scale")),
            Node.of("Mul", "scaled", List.of("f", "scale"), List.of("y")));
    return withNodes(model, more);
  }

  private static Model withNodes(Model model, List<Node> more) {
    List<Node> nodes = Stream.concat(model.graph().nodes().stream(), more.stream()).toList();
    return model.withGraph(
        model
            .graph()
            .withNodes(nodes)
            .withOutputs(List.of(ValueInfo.of("y", DType.FLOAT, Dim.symbol("N"), Dim.of(4)))));
  }

  @Test
  void weightsWithoutASignAreRestoredWithTheirZero() {
    Prepared prepared = Prepared.of(file(), "blocks");
    assertEquals(Set.of("y"), prepared.integers());
    Node product =
        prepared.model().graph().nodes().stream()
            .filter(n -> n.is("MatMul"))
            .findFirst()
            .orElseThrow();
    Tensor weights = prepared.model().graph().initializers().get(product.input(1));
    assertEquals((37 - 131) * 0.02f, weights.floats()[1], 1e-6);
    assertEquals(1, prepared.coupling().prunable().size());
  }

  /** Floats that do not stand for the integers are no proof. */
  @Test
  void otherWeightsAreFound() {
    Model model = file();
    Shapes seen = Probe.observe(model);
    List<Map<String, Tensor>> feeds = List.of(SampleInputs.of(model, seen, true, 1));
    FloatsOfIntegers right = FloatsOfIntegers.of(model, feeds).orElseThrow();
    assertTrue(QuantCertificate.rounding(right, model, feeds).certified());
    Map<String, Tensor> constants = new LinkedHashMap<>(right.floats().graph().initializers());
    constants.computeIfPresent(
        "w_floats",
        (n, t) -> {
          float[] values = t.floats();
          values[5] += 0.2f;
          return t.with(values);
        });
    FloatsOfIntegers wrong =
        new FloatsOfIntegers(
            right.floats().withGraph(right.floats().graph().withInitializers(constants)),
            right.layers());
    assertFalse(QuantCertificate.rounding(wrong, model, feeds).certified());
  }
}
