package dev.espalier.adaptive;

import dev.espalier.data.Task;
import dev.espalier.model.Graph;
import dev.espalier.model.Model;
import dev.espalier.model.Node;
import java.util.Map;
import java.util.Set;

/** What the first output of a model says of a row. */
public enum Answer {
  /** Logits or log-probabilities, one a class; one column is the logit of class 1 of two. */
  LOGITS,
  /** Probabilities, one a class; one column is the probability of class 1 of two. */
  PROBABILITIES,
  /** Numbers that are no scores of classes. */
  VALUES;

  private static final Set<String> PASSED =
      Set.of("Identity", "Reshape", "Flatten", "Squeeze", "Unsqueeze", "Cast", "Dropout");

  /**
   * Logits or probabilities of a classifier, by the operator that the first output comes of:
   * Softmax and Sigmoid give probabilities. Other tasks have values.
   */
  public static Answer of(Model model, Task.Kind task) {
    if (task != Task.Kind.CLASSIFICATION) {
      return VALUES;
    }
    Graph graph = model.graph();
    Map<String, Node> producers = graph.producers();
    Node at = producers.get(graph.outputs().get(0).name());
    while (at != null && at.domain().isEmpty() && PASSED.contains(at.op())) {
      at = producers.get(at.input(0));
    }
    return at != null && (at.is("Softmax") || at.is("Sigmoid")) ? PROBABILITIES : LOGITS;
  }
}
