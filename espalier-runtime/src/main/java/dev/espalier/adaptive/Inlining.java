package dev.espalier.adaptive;

import dev.espalier.model.Attribute;
import dev.espalier.model.Graph;
import dev.espalier.model.Model;
import dev.espalier.model.Node;
import dev.espalier.model.Tensor;
import dev.espalier.model.ValueInfo;
import dev.espalier.onnx.Subgraphs;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Writes a whole model into a draft, its values under the model's prefix. */
final class Inlining {
  private final Draft draft;
  private final String prefix;
  private final Map<String, String> names;

  private Inlining(Draft draft, String prefix, Map<String, String> bound) {
    this.draft = draft;
    this.prefix = prefix;
    this.names = new HashMap<>(bound);
  }

  /**
   * Adds the model's nodes and initializers.
   *
   * @param prefix stands before names of values and nodes
   * @param bound for each of its inputs the draft's value that it reads
   * @return the draft's value of each of its outputs. An initializer that another model brought by
   *     the same name and with the same content is stored once.
   */
  static Map<String, String> into(
      Draft draft, String prefix, Model model, Map<String, String> bound) {
    Graph graph = model.graph();
    Inlining inlining = new Inlining(draft, prefix, bound);
    inlining.constants(graph.initializers());
    graph.nodes().forEach(node -> draft.add(inlining.renamed(node)));
    Map<String, String> outputs = new LinkedHashMap<>();
    for (ValueInfo output : graph.outputs()) {
      outputs.put(output.name(), inlining.name(output.name()));
    }
    return outputs;
  }

  private void constants(Map<String, Tensor> initializers) {
    initializers.forEach((name, tensor) -> names.put(name, draft.constant(name, tensor)));
  }

  private String name(String value) {
    return value.isEmpty() ? "" : names.computeIfAbsent(value, v -> draft.claim(prefix + v));
  }

  private Node renamed(Node node) {
    Map<String, Attribute> attributes = new LinkedHashMap<>(node.attributes());
    attributes.replaceAll(
        (key, value) ->
            value instanceof Attribute.Opaque opaque
                ? Subgraphs.renamed(opaque, this::name)
                : value);
    return new Node(
        node.name().isEmpty() ? "" : prefix + node.name(),
        node.domain(),
        node.op(),
        named(node.inputs()),
        named(node.outputs()),
        attributes,
        node.rest());
  }

  private List<String> named(List<String> values) {
    return values.stream().map(this::name).toList();
  }
}
