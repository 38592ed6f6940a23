package dev.espalier;

import dev.espalier.model.Attribute;
import dev.espalier.model.Attributes;
import dev.espalier.model.DType;
import dev.espalier.model.Graph;
import dev.espalier.model.Model;
import dev.espalier.model.Node;
import dev.espalier.model.Tensor;
import dev.espalier.model.ValueInfo;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Models of the tests in another floating type. */
public final class Typed {
  private static final Set<String> SIZES = Set.of("Resize", "Upsample");

  private final Set<DType> from;
  private final DType type;

  private Typed(Set<DType> from, DType type) {
    this.from = from;
    this.type = type;
  }

  /** All that is float32 has the type then. */
  public static Model of(Model model, DType type) {
    return new Typed(Set.of(DType.FLOAT), type).of(model);
  }

  /**
   * All that is float32 or float16 has the type then; fused normalisations are written out, and
   * those over the last axis compute in 64 bits.
   */
  public static Model plain(Model model, DType type) {
    Model typed =
        new Typed(Set.of(DType.FLOAT, DType.FLOAT16), type).of(each(model, Typed::written));
    return type == DType.DOUBLE ? typed : each(typed, node -> inDoubles(node, type));
  }

  private static Model each(Model model, Function<Node, List<Node>> change) {
    Graph graph = model.graph();
    return model.withGraph(
        graph.withNodes(graph.nodes().stream().flatMap(n -> change.apply(n).stream()).toList()));
  }

  private static List<Node> inDoubles(Node node, DType type) {
    if (!node.is("LayerNormalization") || node.outputs().size() > 1) {
      return List.of(node);
    }
    List<Node> nodes = new ArrayList<>();
    List<String> inputs = new ArrayList<>();
    for (String input : node.inputs()) {
      inputs.add(node.output(0) + "/wide/" + inputs.size());
      nodes.add(cast(input, inputs.get(inputs.size() - 1), DType.DOUBLE));
    }
    String y = node.output(0) + "/wide";
    nodes.add(
        new Node(node.name(), "", node.op(), inputs, List.of(y), node.attributes(), node.rest()));
    nodes.add(cast(y, node.output(0), type));
    return nodes;
  }

  private static Node cast(String from, String to, DType type) {
    return new Node(
        to + "/cast",
        "",
        "Cast",
        List.of(from),
        List.of(to),
        Attributes.of("to", type.onnx()),
        new byte[0]);
  }

  private static List<Node> written(Node node) {
    if (!node.qualified().equals("com.microsoft.SkipLayerNormalization")) {
      return List.of(node);
    }
    String both = node.output(0) + "/sum";
    String sum = node.outputs().size() > 3 ? node.output(3) : both + "/shifted";
    boolean shifted = node.hasInput(4);
    List<Node> nodes = new ArrayList<>();
    nodes.add(
        Node.of("Add", both, List.of(node.input(0), node.input(1)), List.of(shifted ? both : sum)));
    if (shifted) {
      nodes.add(Node.of("Add", sum, List.of(both, node.input(4)), List.of(sum)));
    }
    List<String> inputs = new ArrayList<>(List.of(sum, node.input(2)));
    if (node.hasInput(3)) {
      inputs.add(node.input(3));
    }
    nodes.add(
        new Node(
            node.name(),
            "",
            "LayerNormalization",
            inputs,
            List.of(node.output(0)),
            node.attributes(),
            node.rest()));
    return nodes;
  }

  private Model of(Model model) {
    Graph graph = model.graph();
    Set<String> fixed =
        graph.nodes().stream()
            .filter(n -> SIZES.contains(n.op()))
            .flatMap(n -> n.inputs().stream().skip(1))
            .collect(Collectors.toSet());
    Map<String, Tensor> initializers = new LinkedHashMap<>(graph.initializers());
    initializers.replaceAll((name, t) -> fixed.contains(name) ? t : of(t));
    List<Node> nodes =
        graph.nodes().stream()
            .map(n -> n.outputs().stream().anyMatch(fixed::contains) ? n : of(n))
            .toList();
    return model.withGraph(
        graph
            .withNodes(nodes)
            .withInitializers(initializers)
            .withInputs(graph.inputs().stream().map(this::of).toList())
            .withOutputs(graph.outputs().stream().map(this::of).toList())
            .withoutValueInfos());
  }

  private Node of(Node node) {
    Map<String, Attribute> attributes = new LinkedHashMap<>(node.attributes());
    attributes.replaceAll(
        (name, a) ->
            a instanceof Attribute.TensorValue v
                ? new Attribute.TensorValue(of(v.value()))
                : name.equals("to")
                        && from.stream().anyMatch(t -> node.intAttr("to", 0) == t.onnx())
                    ? new Attribute.IntValue(type.onnx())
                    : a);
    if (node.is("ConstantOfShape")) {
      attributes.putIfAbsent(
          "value", new Attribute.TensorValue(of(Tensor.floats(new float[1], 1))));
    }
    if (attributes.remove("value_float") instanceof Attribute.FloatValue v) {
      Tensor number = Tensor.floats(new float[] {v.value()});
      attributes.put("value", new Attribute.TensorValue(of(number)));
    }
    return new Node(
        node.name(),
        node.domain(),
        node.op(),
        node.inputs(),
        node.outputs(),
        attributes,
        node.rest());
  }

  private Tensor of(Tensor tensor) {
    return from.contains(tensor.type()) ? tensor.as(type) : tensor;
  }

  private ValueInfo of(ValueInfo v) {
    return from.contains(v.type())
        ? new ValueInfo(v.name(), type, v.dims(), v.ranked(), v.rest())
        : v;
  }
}
