package dev.espalier.recurrence;

import dev.espalier.model.Attribute;
import dev.espalier.model.Graph;
import dev.espalier.model.GraphWriter;
import dev.espalier.model.Model;
import dev.espalier.model.Node;
import dev.espalier.model.OperatorFamilies;
import dev.espalier.model.ValueInfo;
import dev.espalier.onnx.Subgraphs;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A model with what bodies of its Loops and Scans compute anew at every step, though it is always
 * the same, computed once more in the main graph: so that it is observed as all values of that
 * graph are. The nodes themselves stay as they were.
 *
 * @param model with these nodes and constants added
 * @param bodies by the key of the node
 */
record Hoisted(Model model, Map<String, Inner> bodies) {
  /**
   * @param step of the Loop or Scan
   * @param outer names in the main graph, by the name inside, of what is always the same
   * @param own names that the body gives to values of its own
   */
  record Inner(Step step, Map<String, String> outer, Set<String> own) {
    /** The value of the main graph that the body reads by this name; empty where it has none. */
    String outer(String inside) {
      return outer.getOrDefault(inside, own.contains(inside) ? "" : inside);
    }
  }

  /** Looks at those Loops and Scans of the main graph that may be cells. Cost: one pass. */
  static Hoisted of(Model model) {
    GraphWriter writer = GraphWriter.over(model);
    Map<String, Inner> bodies = new LinkedHashMap<>();
    for (Node node : model.graph().nodes()) {
      if (node.is("Loop") || node.is("Scan")) {
        Subgraphs.graph(node, "body")
            .filter(Hoisted::multiplies)
            .map(body -> Step.of(node, body))
            .ifPresent(step -> bodies.put(node.key(), hoisted(step, writer)));
      }
      writer.add(node);
    }
    return new Hoisted(model.withGraph(writer.in(model.graph())), bodies);
  }

  /** Every cell multiplies its state with weights; other bodies need not be observed. */
  private static boolean multiplies(Graph body) {
    return body.nodes().stream().anyMatch(node -> node.is("MatMul") || node.is("Gemm"));
  }

  private static Inner hoisted(Step step, GraphWriter writer) {
    Graph body = step.body();
    String prefix = step.node().label() + "/";
    Map<String, String> outer = new HashMap<>();
    Set<String> own =
        body.inputs().stream().map(ValueInfo::name).collect(Collectors.toCollection(HashSet::new));
    own.addAll(body.initializers().keySet());
    body.nodes().forEach(node -> own.addAll(node.outputs()));
    for (Step.Carried carried : step.carried()) {
      if (carried.inside().equals(carried.next())) {
        outer.put(carried.inside(), carried.initial());
      }
    }
    body.initializers()
        .forEach((name, tensor) -> outer.put(name, writer.constant(prefix + name, tensor)));
    Inner inner = new Inner(step, outer, own);
    for (Node node : body.nodes()) {
      List<String> read = node.inputs().stream().map(inner::outer).toList();
      boolean always =
          node.domain().isEmpty()
              && node.attributes().values().stream().noneMatch(Attribute.Opaque.class::isInstance)
              && !OperatorFamilies.RANDOM.contains(node.op())
              && known(node, read);
      if (always) {
        Map<String, String> names = new HashMap<>();
        node.outputs().stream()
            .filter(value -> !value.isEmpty())
            .forEach(value -> names.put(value, writer.claim(prefix + value)));
        outer.putAll(names);
        Node unnamed =
            new Node("", "", node.op(), read, node.outputs(), node.attributes(), node.rest());
        writer.add(unnamed.making(names));
      }
    }
    return inner;
  }

  /** Whether all that the node reads stands in the main graph. */
  private static boolean known(Node node, List<String> read) {
    for (int i = 0; i < read.size(); i++) {
      if (node.hasInput(i) && read.get(i).isEmpty()) {
        return false;
      }
    }
    return true;
  }
}
