package dev.espalier;

import dev.espalier.model.Attribute;
import dev.espalier.model.DType;
import dev.espalier.model.Graph;
import dev.espalier.model.Model;
import dev.espalier.model.Node;
import dev.espalier.model.Tensor;
import dev.espalier.model.ValueInfo;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Models of the tests in another floating type: all that is float32 in them has it then. */
public final class Typed {
  private static final Set<String> SIZES = Set.of("Resize", "Upsample");

  private Typed() {}

  public static Model of(Model model, DType type) {
    Graph graph = model.graph();
    Set<String> fixed =
        graph.nodes().stream()
            .filter(n -> SIZES.contains(n.op()))
            .flatMap(n -> n.inputs().stream().skip(1))
            .collect(Collectors.toSet());
    Map<String, Tensor> initializers = new LinkedHashMap<>(graph.initializers());
    initializers.replaceAll((name, t) -> fixed.contains(name) ? t : of(t, type));
    List<Node> nodes =
        graph.nodes().stream()
            .map(n -> n.outputs().stream().anyMatch(fixed::contains) ? n : of(n, type))
            .toList();
    return model.withGraph(
        graph
            .withNodes(nodes)
            .withInitializers(initializers)
            .withInputs(graph.inputs().stream().map(v -> of(v, type)).toList())
            .withOutputs(graph.outputs().stream().map(v -> of(v, type)).toList())
            .withoutValueInfos());
  }

  private static Node of(Node node, DType type) {
    Map<String, Attribute> attributes = new LinkedHashMap<>(node.attributes());
    attributes.replaceAll(
        (name, a) ->
            a instanceof Attribute.TensorValue v
                ? new Attribute.TensorValue(of(v.value(), type))
                : name.equals("to") && node.intAttr("to", 0) == DType.FLOAT.onnx()
                    ? new Attribute.IntValue(type.onnx())
                    : a);
    if (node.is("ConstantOfShape")) {
      attributes.putIfAbsent(
          "value", new Attribute.TensorValue(of(Tensor.floats(new float[1], 1), type)));
    }
    if (attributes.remove("value_float") instanceof Attribute.FloatValue v) {
      Tensor number = Tensor.floats(new float[] {v.value()});
      attributes.put("value", new Attribute.TensorValue(of(number, type)));
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

  private static Tensor of(Tensor tensor, DType type) {
    return tensor.type() == DType.FLOAT ? tensor.as(type) : tensor;
  }

  private static ValueInfo of(ValueInfo v, DType type) {
    return v.type() == DType.FLOAT
        ? new ValueInfo(v.name(), type, v.dims(), v.ranked(), v.rest())
        : v;
  }
}
