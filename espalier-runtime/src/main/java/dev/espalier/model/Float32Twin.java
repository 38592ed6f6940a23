package dev.espalier.model;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The twin of a model that computes in float32 wherever the model has 16 bits, or rounds what it
 * computes to few steps and back (QuantizeLinear before DequantizeLinear): the same names and
 * numbers, so that two models can be compared without what is rounded away.
 *
 * <p>Inputs keep their types and are cast; outputs of 16 bits become float32. Rounding to steps
 * becomes their range: what lies outside of it is still cut off. Graphs inside of attributes (If,
 * Loop, Scan) stay as they are: where they meet 16 bits, ONNX Runtime refuses the twin.
 */
public final class Float32Twin {
  /** Attributes whose number is the type of what a node makes. */
  private static final List<String> TYPES = List.of("to", "dtype");

  private Float32Twin() {}

  /**
   * {@return the twin; the same model where nothing is rounded} Cost: a copy of the weights.
   *
   * @param model as it came
   */
  public static Model of(Model model) {
    return coarsest(model) == DType.FLOAT ? model : model.withGraph(twin(model));
  }

  /**
   * {@return the same shapes, of the twin's values}
   *
   * @param shapes observed of the model
   */
  public static Shapes of(Shapes shapes) {
    Map<String, Shapes.Observed> values = new LinkedHashMap<>();
    shapes
        .values()
        .forEach(
            (name, seen) ->
                values.put(name, new Shapes.Observed(wide(seen.type()), seen.a(), seen.b())));
    Map<String, Tensor> constants = new LinkedHashMap<>();
    shapes.constants().forEach((name, tensor) -> constants.put(name, wide(tensor)));
    return new Shapes(values, constants);
  }

  /**
   * {@return the least exact type that the model rounds to: INT8 for steps, one of 16 bits, FLOAT
   * for none}
   *
   * @param model as it came
   */
  public static DType coarsest(Model model) {
    Graph graph = model.graph();
    if (!Steps.of(graph).isEmpty()) {
      return DType.INT8;
    }
    List<DType> types =
        Stream.of(
                graph.initializers().values().stream().map(Tensor::type),
                graph.inputs().stream().map(ValueInfo::type),
                graph.nodes().stream().flatMap(Float32Twin::made))
            .flatMap(s -> s)
            .filter(DType::half)
            .toList();
    return types.contains(DType.BFLOAT16)
        ? DType.BFLOAT16
        : types.isEmpty() ? DType.FLOAT : DType.FLOAT16;
  }

  /** Types that a node's attributes name. */
  private static Stream<DType> made(Node node) {
    return node.attributes().entrySet().stream()
        .map(
            e ->
                e.getValue() instanceof Attribute.TensorValue v
                    ? v.value().type()
                    : e.getValue() instanceof Attribute.IntValue v && TYPES.contains(e.getKey())
                        ? DType.of((int) v.value())
                        : DType.OTHER);
  }

  private static Graph twin(Model model) {
    Graph graph = model.graph();
    GraphWriter names = GraphWriter.over(model);
    Map<String, String> casts = new LinkedHashMap<>();
    List<Node> nodes = new ArrayList<>();
    for (ValueInfo input : graph.dataInputs()) {
      if (input.type().half()) {
        String cast = names.claim(input.name() + "/float32");
        casts.put(input.name(), cast);
        nodes.add(
            Node.of("Cast", cast, List.of(input.name()), List.of(cast))
                .withAttribute("to", new Attribute.IntValue(DType.FLOAT.onnx())));
      }
    }
    Steps steps = Steps.of(graph);
    Map<String, Tensor> initializers = new LinkedHashMap<>();
    graph.initializers().forEach((name, tensor) -> initializers.put(name, wide(tensor)));
    for (Node node : graph.nodes()) {
      nodes.addAll(
          steps.holds(node)
              ? steps.unrounded(node, names, initializers)
              : List.of(twin(node, casts)));
    }
    List<ValueInfo> outputs =
        graph.outputs().stream()
            .map(o -> new ValueInfo(o.name(), wide(o.type()), o.dims(), o.ranked(), o.rest()))
            .toList();
    return graph
        .withNodes(nodes)
        .withInitializers(initializers)
        .withOutputs(outputs)
        .withoutValueInfos();
  }

  private static Node twin(Node node, Map<String, String> casts) {
    Map<String, Attribute> attributes = new LinkedHashMap<>(node.attributes());
    attributes.replaceAll(
        (name, attribute) -> {
          if (attribute instanceof Attribute.TensorValue v) {
            return new Attribute.TensorValue(wide(v.value()));
          }
          boolean type = attribute instanceof Attribute.IntValue && TYPES.contains(name);
          int number = type ? (int) ((Attribute.IntValue) attribute).value() : 0;
          return DType.of(number).half() ? new Attribute.IntValue(DType.FLOAT.onnx()) : attribute;
        });
    return new Node(
        node.name(),
        node.domain(),
        node.op(),
        node.inputs().stream().map(i -> casts.getOrDefault(i, i)).toList(),
        node.outputs(),
        attributes,
        node.rest());
  }

  private static DType wide(DType type) {
    return type.half() ? DType.FLOAT : type;
  }

  private static Tensor wide(Tensor tensor) {
    return tensor.type().half() ? tensor.as(DType.FLOAT) : tensor;
  }
}
