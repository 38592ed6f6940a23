package dev.espalier.model;

import java.util.Map;
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

  /**
   * {@return the function that makes {@code output}} Cost: one pass over the nodes.
   *
   * @param graph with all its nodes
   * @param output name of an output
   */
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
      boolean passes =
          node.is("Reshape")
              ? shape != null && shape.size() <= 2 // one row per record
              : node.is("Dropout") || OperatorFamilies.SAME_ELEMENTS.contains(node.op());
      if (!passes) {
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
    Node power = last.is("Div") ? producers.get(last.input(0)) : null;
    Node sum = producers.get(last.input(1));
    if (power == null || sum == null || !power.is("Exp") || !sum.is("ReduceSum")) {
      return null;
    }
    return sum.input(0).equals(last.input(0)) ? new ScoreLink(power.input(0), Kind.SOFTMAX) : null;
  }

  /** Concat(1 - p, p) of a sigmoid p. */
  private static @Nullable ScoreLink pair(Node last, Graph graph, Map<String, Node> producers) {
    String p = last.input(1);
    Node rest = last.inputs().size() == 2 ? producers.get(last.input(0)) : null;
    Node sigmoid = behind(p, graph, producers);
    if (rest == null || sigmoid == null || !rest.is("Sub") || !sigmoid.is("Sigmoid")) {
      return null;
    }
    return rest.input(1).equals(p) && one(graph.initializers().get(rest.input(0)))
        ? new ScoreLink(sigmoid.input(0), Kind.PAIR)
        : null;
  }

  private static boolean one(@Nullable Tensor constant) {
    return constant != null
        && constant.type().floating()
        && constant.size() == 1
        && constant.floats()[0] == 1;
  }
}
