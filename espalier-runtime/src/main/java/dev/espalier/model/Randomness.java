package dev.espalier.model;

import java.util.Collections;
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

  /**
   * {@return whether a node draws numbers anew at every run, itself or in a body or branch}
   *
   * @param node with the graphs in its attributes
   */
  public static boolean draws(Node node) {
    return OperatorFamilies.RANDOM.contains(node.qualified())
        || node.attributes().values().stream().anyMatch(Randomness::draws);
  }

  private static boolean draws(Attribute value) {
    return value instanceof Attribute.Opaque body
        && !Collections.disjoint(body.operators(), OperatorFamilies.RANDOM);
  }

  /** The same, without the branch that the constant condition of an If never takes. */
  private static boolean mayDraw(Node node, Model model) {
    Tensor condition = node.is("If") ? constant(node.input(0), model.graph()) : null;
    if (condition == null || condition.opaque() || condition.size() != 1) {
      return draws(node);
    }
    boolean yes = condition.data().get(0) != 0;
    Attribute taken = node.attributes().get(yes ? "then_branch" : "else_branch");
    return taken != null && draws(taken);
  }

  private static @Nullable Tensor constant(String value, Graph graph) {
    Node maker = graph.producers().get(value);
    return maker != null
            && maker.is("Constant")
            && maker.attributes().get("value") instanceof Attribute.TensorValue stated
        ? stated.value()
        : graph.initializers().get(value);
  }

  /** The node that draws what a node gives out; null where nothing is drawn. */
  private static @Nullable Node source(Node node, Model model, Map<String, Node> drawn) {
    if (mayDraw(node, model)
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
