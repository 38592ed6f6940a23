package dev.espalier.model;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Refuses models whose answers depend on chance: nothing that is compared of them would agree, not
 * even the model with itself.
 */
public final class Randomness {
  private Randomness() {}

  /**
   * Looks for a node that draws numbers which reach an output of the model, other than through
   * their shape. Cost: one pass.
   *
   * @param model as after training (see {@link Inference})
   * @param name what messages call it, usually its file
   * @throws ModelFormatException naming the node, with what to do
   */
  public static void refuse(Model model, String name) {
    Map<String, Node> drawn = new LinkedHashMap<>();
    for (Node node : model.graph().nodes()) {
      Node source = source(node, model, drawn);
      if (source != null) {
        node.outputs().stream().filter(o -> !o.isEmpty()).forEach(o -> drawn.put(o, source));
      }
    }
    for (String output : model.graph().outputNames()) {
      Node source = drawn.get(output);
      if (source != null) {
        throw new ModelFormatException(
            name
                + ": its output "
                + output
                + " depends on chance: "
                + source
                + " draws numbers anew at every run, so that no two runs can be compared; "
                + remedy(source));
      }
    }
  }

  /** The node that draws what a node gives out; null where nothing is drawn. */
  private static @Nullable Node source(Node node, Model model, Map<String, Node> drawn) {
    if (OperatorFamilies.RANDOM.contains(node.op()) && node.domain().isEmpty()
        || node.is("Dropout") && Inference.training(node, model.graph(), model.opset())) {
      return node;
    }
    if (node.is("Shape") || node.is("Size")) {
      return null;
    }
    return Graph.reads(node).stream()
        .map(drawn::get)
        .filter(Objects::nonNull)
        .findFirst()
        .orElse(null);
  }

  private static String remedy(Node source) {
    return source.is("Dropout")
        ? "call model.eval() before torch.onnx.export"
        : "export the model without it, or with the numbers as an input";
  }
}
