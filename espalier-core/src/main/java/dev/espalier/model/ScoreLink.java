package dev.espalier.model;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The function that makes probabilities of a network's last scores, in whichever operators an
 * exporter wrote it.
 *
 * @param value what enters it; the output itself where there is none
 * @param kind the function
 */
public record ScoreLink(String value, Kind kind) {
  /** The function between the value and the output. */
  public enum Kind {
    /** None that is known: the output is scores, log-probabilities or numbers. */
    NONE,
    /** One probability a class, which sum to 1. */
    SOFTMAX,
    /** Each value alone. */
    SIGMOID,
    /** The sigmoid p of one value as two columns: 1 - p and p. */
    PAIR
  }

  private static final Set<String> PASSED =
      Set.of("Identity", "Cast", "Flatten", "Squeeze", "Unsqueeze", "Dropout");

  /** The function that makes {@code output}. Cost: one pass over the nodes. */
  public static ScoreLink of(Graph graph, String output) {
    Map<String, Node> producers = graph.producers();
    Node last = behind(output, graph, producers);
    if (last == null) {
      return new ScoreLink(output, Kind.NONE);
    } else if (last.is("Softmax")) {
      return new ScoreLink(last.input(0), Kind.SOFTMAX);
    } else if (last.is("Sigmoid")) {
      return new ScoreLink(last.input(0), Kind.SIGMOID);
    }
    ScoreLink written = last.is("Concat") ? pair(last, graph, producers) : shares(last, producers);
    return written == null ? new ScoreLink(output, Kind.NONE) : written;
  }

  /** The node that computes a value, seen through those that only move or retype its elements. */
  private static @Nullable Node behind(String value, Graph graph, Map<String, Node> producers) {
    Node node = producers.get(value);
    while (node != null && node.domain().isEmpty()) {
      Tensor shape = graph.initializers().get(node.input(1));
      boolean rows = node.is("Reshape") && shape != null && shape.size() <= 2; // one row a record
      if (!rows && !PASSED.contains(node.op())) {
        return node;
      }
      node = producers.get(node.input(0));
    }
    return node;
  }

  /** Exp(x) / ReduceSum(Exp(x)), or Exp(LogSoftmax(x)). */
  private static @Nullable ScoreLink shares(Node last, Map<String, Node> producers) {
    if (last.is("Exp")) {
      Node log = producers.get(last.input(0));
      return log != null && log.is("LogSoftmax") ? new ScoreLink(log.input(0), Kind.SOFTMAX) : null;
    }
    Node power = producers.get(last.input(0));
    Node sum = producers.get(last.input(1));
    boolean softmax =
        last.is("Div")
            && power != null
            && power.is("Exp")
            && sum != null
            && sum.is("ReduceSum")
            && sum.input(0).equals(last.input(0));
    return softmax ? new ScoreLink(power.input(0), Kind.SOFTMAX) : null;
  }

  /** Concat(1 - p, p) of a sigmoid p. */
  private static @Nullable ScoreLink pair(Node last, Graph graph, Map<String, Node> producers) {
    List<String> parts = last.inputs();
    Node rest = parts.size() == 2 ? producers.get(parts.get(0)) : null;
    Node sigmoid = rest == null ? null : behind(parts.get(1), graph, producers);
    Tensor one = rest == null ? null : graph.initializers().get(rest.input(0));
    boolean pair =
        sigmoid != null
            && sigmoid.is("Sigmoid")
            && rest.is("Sub")
            && rest.input(1).equals(parts.get(1))
            && one != null
            && one.type() == DType.FLOAT
            && one.size() == 1
            && one.floats()[0] == 1;
    return pair ? new ScoreLink(sigmoid.input(0), Kind.PAIR) : null;
  }
}
