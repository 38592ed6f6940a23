package dev.espalier.ort;

import dev.espalier.model.Graph;
import dev.espalier.model.Model;
import dev.espalier.model.Node;
import dev.espalier.model.ValueInfo;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Other names for inputs and outputs that the runtime would not know by their own: Java hands it
 * texts in which NUL and characters beyond the first 65,536 are other bytes than in the file (JNI's
 * modified UTF-8). Within the graph every value keeps its name, since bodies may read it.
 */
final class Aliases {
  private final Map<String, String> inputs = new LinkedHashMap<>();
  private final Map<String, String> outputs = new LinkedHashMap<>();
  private final Map<String, String> own = new LinkedHashMap<>();

  private Aliases() {}

  static Aliases of(Graph graph) {
    Aliases aliases = new Aliases();
    for (ValueInfo input : graph.inputs()) {
      if (!graph.initializers().containsKey(input.name())) {
        aliases.add(aliases.inputs, "espalier.input.", input.name());
      }
    }
    graph.outputs().forEach(v -> aliases.add(aliases.outputs, "espalier.output.", v.name()));
    return aliases;
  }

  private void add(Map<String, String> names, String stem, String name) {
    if (name.chars().anyMatch(c -> c == 0 || Character.isSurrogate((char) c))) {
      String alias = stem + names.size();
      names.put(name, alias);
      own.put(alias, name);
    }
  }

  /** What the runtime is to call this input. */
  String input(String name) {
    return inputs.getOrDefault(name, name);
  }

  /** What the runtime is to call this output. */
  String output(String name) {
    return outputs.getOrDefault(name, name);
  }

  /** What the model calls an input or output of the runtime. */
  String own(String alias) {
    return own.getOrDefault(alias, alias);
  }

  /** The model with inputs and outputs by these names. */
  Model on(Model model) {
    if (own.isEmpty()) {
      return model;
    }
    Graph graph = model.graph();
    List<Node> nodes = new ArrayList<>();
    inputs.forEach((name, alias) -> nodes.add(identity(alias, name)));
    nodes.addAll(graph.nodes());
    outputs.forEach((name, alias) -> nodes.add(identity(name, alias)));
    return model.withGraph(
        graph
            .withNodes(nodes)
            .withInputs(graph.inputs().stream().map(v -> named(v, input(v.name()))).toList())
            .withOutputs(graph.outputs().stream().map(v -> named(v, output(v.name()))).toList()));
  }

  private static Node identity(String from, String to) {
    return Node.of("Identity", "", List.of(from), List.of(to));
  }

  private static ValueInfo named(ValueInfo v, String name) {
    ValueInfo inFile = v.inFile();
    return new ValueInfo(
        name,
        v.type(),
        v.dims(),
        v.ranked(),
        v.rest(),
        inFile == null ? null : named(inFile, name));
  }
}
