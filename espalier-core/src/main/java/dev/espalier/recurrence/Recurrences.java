package dev.espalier.recurrence;

import dev.espalier.model.Graph;
import dev.espalier.model.GraphWriter;
import dev.espalier.model.Model;
import dev.espalier.model.ModelFormatException;
import dev.espalier.model.Node;
import dev.espalier.model.Shapes;
import dev.espalier.ort.Probe;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Puts GRU, LSTM and RNN in place of Loops and Scans that take one step of them for each element of
 * a sequence, as TensorFlow's converter writes them.
 *
 * <p>What a body computes is told by its graph alone, whatever names it has and however its gates
 * are joined ({@link Formula}); what is no such step stays as it is. Sequences are float32, of
 * three axes, and read from either end along the first or the second; states begin anywhere.
 */
public final class Recurrences {
  private Recurrences() {}

  /**
   * The same function with these operators; empty where no Loop or Scan of the main graph is one.
   * Runs the model at two sizes. Cost: one pass, and products of the weights' sizes.
   */
  public static Optional<Model> written(Model model) {
    Hoisted hoisted = Hoisted.of(model);
    if (hoisted.bodies().isEmpty()) {
      return Optional.empty();
    }
    Shapes seen;
    try {
      seen = Probe.observe(hoisted.model());
    } catch (ModelFormatException e) {
      return Optional.empty(); // a body that never runs may hold what cannot be run
    }
    Graph graph = hoisted.model().graph();
    Outside outside = new Outside(graph, seen);
    Set<String> read = new HashSet<>(graph.consumers().keySet());
    read.addAll(graph.outputNames());
    Map<String, Recurrence> found = new LinkedHashMap<>();
    hoisted
        .bodies()
        .forEach(
            (key, inner) ->
                Recurrence.of(inner, outside, read::contains)
                    .ifPresent(recurrence -> found.put(key, recurrence)));
    if (found.isEmpty()) {
      return Optional.empty();
    }
    GraphWriter writer = GraphWriter.over(hoisted.model());
    for (Node node : graph.nodes()) {
      Recurrence recurrence = found.get(node.key());
      if (recurrence == null) {
        writer.add(node);
      } else {
        recurrence.write(writer, outside, read::contains);
      }
    }
    return Optional.of(model.withGraph(writer.in(graph).pruned()));
  }
}
