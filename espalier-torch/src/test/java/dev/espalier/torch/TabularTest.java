package dev.espalier.torch;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.espalier.TabularGraphs;
import dev.espalier.model.Attribute;
import dev.espalier.model.DType;
import dev.espalier.model.Graph;
import dev.espalier.model.Model;
import dev.espalier.model.Node;
import dev.espalier.model.Tensor;
import dev.espalier.model.ValueInfo;
import dev.espalier.ort.Session;
import dev.espalier.ort.SessionOptions;
import dev.espalier.torch.op.Mode;
import dev.espalier.torch.op.Tensors;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What stands before a network in scikit-learn's pipelines, against ONNX Runtime. */
class TabularTest {
  private static final Tensor ROWS =
      Tensor.floats(new float[] {1, -2, 3, 0, Float.NaN, 0.5f, 0, 0, 0, 4, 2, -1}, 4, 3);
  private static final Tensor COUNTS = Tensor.longs(new long[] {1, 3, 2, 9}, 4, 1);

  static Stream<Arguments> nodes() {
    Attribute three = new Attribute.Floats(List.of(0.5f, -1f, 2f));
    Attribute one = new Attribute.Floats(List.of(2f));
    Attribute nan = new Attribute.FloatValue(Float.NaN);
    return Stream.of(
        Arguments.of("Scaler", Map.of("offset", three, "scale", three), false),
        Arguments.of("Scaler", Map.of("offset", one, "scale", one), false),
        Arguments.of(
            "Imputer", Map.of("imputed_value_floats", three, "replaced_value_float", nan), true),
        Arguments.of(
            "Imputer",
            Map.of(
                "imputed_value_floats", one, "replaced_value_float", new Attribute.FloatValue(0)),
            true),
        Arguments.of("Normalizer", Map.of("norm", new Attribute.StringValue("L1")), false),
        Arguments.of("Normalizer", Map.of("norm", new Attribute.StringValue("L2")), false),
        Arguments.of("Normalizer", Map.of("norm", new Attribute.StringValue("MAX")), false),
        Arguments.of("Binarizer", Map.of("threshold", new Attribute.FloatValue(0.5f)), false));
  }

  @ParameterizedTest(name = "{0} {1}")
  @MethodSource("nodes")
  void agreesWithTheRuntime(String op, Map<String, Attribute> attributes, boolean gaps) {
    Tensor rows = gaps ? ROWS : whole(ROWS);
    agree(TabularGraphs.ml(op, attributes, List.of("x"), "y"), Map.of("x", rows), Map.of());
  }

  @org.junit.jupiter.api.Test
  void picksJoinsAndMarksColumns() {
    Map<String, Tensor> at = Map.of("at", Tensor.vector(2, 0));
    agree(
        TabularGraphs.ml("ArrayFeatureExtractor", Map.of(), List.of("x", "at"), "y"),
        Map.of("x", whole(ROWS)),
        at);
    Attribute widths = Attribute.Ints.of(3, 1);
    agree(
        TabularGraphs.ml(
            "FeatureVectorizer", Map.of("inputdimensions", widths), List.of("x", "n"), "y"),
        Map.of("x", whole(ROWS), "n", Tensor.floats(new float[] {7, 8, 9, 1}, 4, 1)),
        Map.of());
    Map<String, Attribute> cats =
        Map.of("cats_int64s", Attribute.Ints.of(1, 2, 3), "zeros", new Attribute.IntValue(1));
    agree(
        TabularGraphs.ml("OneHotEncoder", cats, List.of("n"), "y"), Map.of("n", COUNTS), Map.of());
  }

  private static Tensor whole(Tensor rows) {
    float[] values = rows.floats();
    for (int i = 0; i < values.length; i++) {
      values[i] = Float.isNaN(values[i]) ? 1 : values[i];
    }
    return Tensor.floats(values, rows.dims());
  }

  private static void agree(Node node, Map<String, Tensor> inputs, Map<String, Tensor> constants) {
    List<ValueInfo> given =
        inputs.entrySet().stream()
            .map(
                e ->
                    ValueInfo.of(
                        e.getKey(),
                        e.getValue().type(),
                        ValueInfo.Dim.of(4),
                        ValueInfo.Dim.of(e.getValue().dims()[1])))
            .toList();
    ValueInfo y = new ValueInfo("y", DType.FLOAT, List.of(), false, new byte[0]);
    Graph graph = new Graph("g", List.of(node), constants, given, List.of(y), List.of());
    Model model = new Model(graph, 8, Map.of("", 17L, "ai.onnx.ml", 1L), Map.of(), new byte[0]);
    Tensor expected;
    try (Session session = Session.open(model, SessionOptions.threads(1))) {
      expected = session.run(inputs).get("y");
    }
    Tensor actual = run(model, inputs);
    assertArrayEquals(expected.dims(), actual.dims());
    assertEquals(expected.type(), actual.type());
    assertArrayEquals(expected.floats(), actual.floats(), 1e-5f);
  }

  private static Tensor run(Model model, Map<String, Tensor> inputs) {
    Map<String, Tensor> out = new LinkedHashMap<>();
    try (TorchGraph graph = TorchGraph.of(model, Set.of("y"))) {
      Libtorch.withoutGradients(
          () -> {
            Map<String, org.bytedeco.pytorch.Tensor> given = new LinkedHashMap<>();
            inputs.forEach((k, v) -> given.put(k, Tensors.copyOf(v)));
            graph
                .run(given, Set.of("y"), Mode.EVAL)
                .forEach((k, v) -> out.put(k, Tensors.toModel(v)));
          });
    }
    return java.util.Objects.requireNonNull(out.get("y"));
  }
}
