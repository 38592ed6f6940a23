package dev.espalier.data;

import dev.espalier.model.Graph;
import dev.espalier.model.Model;
import dev.espalier.model.Node;
import dev.espalier.model.ScoreLink;
import dev.espalier.model.ValueInfo;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What a model asks of its data.
 *
 * @param inputs what it takes; empty to take every column as it is stored
 * @param gaps inputs in which it fills empty cells itself
 * @param classes what it calls its classes, in the order of its scores; empty where it does not say
 * @param columns numbers per record that its first output gives; 0 where the file does not say
 * @param probability whether that output is known to be probabilities
 * @param scores whether it may give one row of scores per record: one output of numbers, of two
 *     axes
 * @param outputs what it gives
 */
public record Wanted(
    List<ValueInfo> inputs,
    Set<String> gaps,
    List<String> classes,
    int columns,
    boolean probability,
    boolean scores,
    List<ValueInfo> outputs) {
  private static final Set<String> PASSED =
      Set.of("Identity", "Cast", "Concat", "Gather", "Reshape", "Unsqueeze", "Slice", "Split");

  /** Of inputs alone. */
  static Wanted inputs(List<ValueInfo> inputs) {
    return new Wanted(List.copyOf(inputs), Set.of(), List.of(), 0, false, true, List.of());
  }

  static Wanted of(Model model) {
    Graph graph = model.graph();
    Map<String, List<Node>> readers = graph.consumers();
    Set<String> gaps =
        graph.dataInputs().stream()
            .map(ValueInfo::name)
            .filter(name -> filled(name, readers))
            .collect(Collectors.toSet());
    ValueInfo first = graph.outputs().get(0);
    return new Wanted(
        graph.dataInputs(),
        gaps,
        model.ending().classes(),
        columns(first),
        ScoreLink.of(graph, first.name()).kind() != ScoreLink.Kind.NONE,
        scores(graph.outputs()),
        graph.outputs());
  }

  /** The same of a model that scores only some of the classes that the labels are of. */
  Wanted ofMoreClasses() {
    return new Wanted(inputs, gaps, classes, 0, probability, scores, outputs);
  }

  /** Of one of several outputs, of which nothing is known but its shape. */
  Wanted ofOutput(String name) {
    List<ValueInfo> own = outputs.stream().filter(o -> o.name().equals(name)).toList();
    return new Wanted(List.of(), Set.of(), List.of(), 0, false, true, own);
  }

  /** Whether the model gives one number a record that is no probability. */
  boolean oneNumber() {
    return columns == 1 && !probability;
  }

  private static boolean filled(String input, Map<String, List<Node>> readers) {
    Deque<String> open = new ArrayDeque<>(List.of(input));
    Set<String> seen = new HashSet<>();
    while (!open.isEmpty()) {
      for (Node node : readers.getOrDefault(open.pop(), List.of())) {
        boolean tabular = node.domain().equals("ai.onnx.ml");
        if (tabular && node.op().equals("Imputer") || node.is("IsNaN")) {
          return true;
        } else if (tabular || PASSED.contains(node.op())) {
          node.outputs().stream().filter(seen::add).forEach(open::push);
        }
      }
    }
    return false;
  }

  private static boolean scores(List<ValueInfo> outputs) {
    List<ValueInfo> numbers = outputs.stream().filter(o -> o.type().floating()).toList();
    return numbers.size() < 2
        && numbers.stream().allMatch(o -> !o.ranked() || o.dims().size() <= 2);
  }

  private static int columns(ValueInfo output) {
    long columns = output.ranked() ? 1 : 0;
    for (ValueInfo.Dim dim :
        output.dims().subList(Math.min(1, output.dims().size()), output.dims().size())) {
      columns = dim.known() ? columns * dim.size() : 0;
    }
    return columns > Integer.MAX_VALUE ? 0 : (int) columns;
  }
}
