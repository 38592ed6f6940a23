package dev.espalier.measure;

import dev.espalier.model.Attribute;
import dev.espalier.model.Graph;
import dev.espalier.model.Model;
import dev.espalier.model.Node;
import dev.espalier.model.Tensor;
import dev.espalier.model.ValueInfo;
import dev.espalier.onnx.Subgraphs;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A model whose nodes and values are numbered instead of named: ONNX Runtime writes names into its
 * profile as they are, which is no JSON where one has a quote or a line break. What it derives from
 * numbers ({@code @12@_nchwc}) leads back to the names.
 */
final class PlainNames {
  private static final Pattern NUMBER = Pattern.compile("@(\\d+)@");

  private final Map<String, String> numbers = new LinkedHashMap<>();
  private final List<String> names = new ArrayList<>();
  private final Model model;

  private PlainNames(Model model) {
    this.model = numbered(model);
  }

  static PlainNames of(Model model) {
    return new PlainNames(model);
  }

  Model model() {
    return model;
  }

  /** A name that the runtime made, with the model's own names in it. */
  String own(String derived) {
    return NUMBER
        .matcher(derived)
        .replaceAll(found -> Matcher.quoteReplacement(names.get(Integer.parseInt(found.group(1)))));
  }

  private Model numbered(Model original) {
    Graph graph = original.graph();
    Map<String, Tensor> initializers = new LinkedHashMap<>();
    graph.initializers().forEach((name, tensor) -> initializers.put(value(name), tensor));
    Graph plain =
        new Graph(
            "graph",
            graph.nodes().stream().map(this::numbered).toList(),
            initializers,
            graph.inputs().stream().map(this::numbered).toList(),
            graph.outputs().stream().map(this::numbered).toList(),
            List.of());
    return original.withGraph(plain);
  }

  private ValueInfo numbered(ValueInfo info) {
    return new ValueInfo(value(info.name()), info.type(), info.dims(), info.ranked(), info.rest());
  }

  private Node numbered(Node node) {
    Map<String, Attribute> attributes = new LinkedHashMap<>();
    node.attributes()
        .forEach(
            (key, attribute) ->
                attributes.put(
                    key,
                    attribute instanceof Attribute.Opaque opaque
                        ? Subgraphs.renamed(Subgraphs.unnamed(opaque), this::value)
                        : attribute));
    return new Node(
        number(node.label()),
        node.domain(),
        node.op(),
        node.inputs().stream().map(this::value).toList(),
        node.outputs().stream().map(this::value).toList(),
        attributes,
        node.rest());
  }

  private String value(String name) {
    return name.isEmpty() ? "" : numbers.computeIfAbsent(name, this::number);
  }

  private String number(String name) {
    names.add(name);
    return "@" + (names.size() - 1) + "@";
  }
}
