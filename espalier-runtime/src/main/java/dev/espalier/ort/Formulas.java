package dev.espalier.ort;

import dev.espalier.model.DType;
import dev.espalier.model.Graph;
import dev.espalier.model.Model;
import dev.espalier.model.Node;
import dev.espalier.model.Parameters;
import dev.espalier.model.Tensor;
import dev.espalier.model.ValueInfo;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Works out once what a graph computes of constants that are no parameters, such as masks. */
public final class Formulas {
  private Formulas() {}

  /** The same function with these values as initializers. Cost: one run of what makes them. */
  public static Model computed(Model model) {
    Graph graph = model.graph();
    Set<Node> formulas = new HashSet<>(Parameters.formulas(graph));
    List<Node> rest = graph.nodes().stream().filter(n -> !formulas.contains(n)).toList();
    Set<String> wanted = new LinkedHashSet<>();
    formulas.forEach(n -> wanted.addAll(n.outputs()));
    Set<String> read = graph.withNodes(rest).consumers().keySet();
    wanted.retainAll(read);
    wanted.removeAll(graph.outputNames());
    if (wanted.isEmpty()) {
      return model;
    }
    Map<String, Tensor> initializers = new LinkedHashMap<>(graph.initializers());
    initializers.putAll(values(model, wanted));
    Set<String> made = initializers.keySet();
    List<Node> nodes =
        graph.nodes().stream().filter(n -> n.outputs().stream().noneMatch(made::contains)).toList();
    return model.withGraph(graph.withNodes(nodes).withInitializers(initializers).pruned());
  }

  private static Map<String, Tensor> values(Model model, Set<String> wanted) {
    List<ValueInfo> outputs =
        wanted.stream()
            .map(v -> new ValueInfo(v, DType.OTHER, List.of(), false, new byte[0]))
            .toList();
    Graph graph = model.graph();
    List<ValueInfo> stored =
        graph.inputs().stream().filter(i -> graph.initializers().containsKey(i.name())).toList();
    Graph alone = graph.withInputs(stored).withOutputs(outputs).pruned();
    try (Session session = Session.open(model.withGraph(alone), SessionOptions.literal(1))) {
      return session.run(Map.of());
    }
  }
}
