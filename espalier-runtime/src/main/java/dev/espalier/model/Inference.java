package dev.espalier.model;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Files that were exported as if in training (PyTorch: {@code training=PRESERVE} or {@code
 * TRAINING} of a model in its training mode) drop values at random and normalise by the batch at
 * hand, so that a record's answer depends on chance and on its neighbours. Here such nodes become
 * what they are after training.
 */
public final class Inference {
  /** Names the nodes that were changed. */
  private static final String KEY = "espalier.inference";

  /** Says that graphs of training steps were left out. */
  private static final String STEPS = "espalier.training-steps";

  private Inference() {}

  /**
   * {@return the same without graphs of training steps, which knows that it had some}
   *
   * @param model as it came
   * @param rest of the model, without them
   */
  public static Model withoutTrainingSteps(Model model, byte[] rest) {
    return new Model(
            model.graph(),
            model.irVersion(),
            model.opsets(),
            model.metadata(),
            rest,
            model.ending())
        .withMetadata(STEPS, "left out");
  }

  /**
   * {@return {@code model} as after training; the same model where it is that already}
   *
   * @param model as it came
   */
  public static Model of(Model model) {
    Graph graph = model.graph();
    Set<String> read = new HashSet<>(graph.consumers().keySet());
    read.addAll(graph.outputNames());
    List<Node> nodes = new ArrayList<>();
    List<String> changed = new ArrayList<>();
    for (Node node : graph.nodes()) {
      boolean alone = node.outputs().stream().skip(1).noneMatch(read::contains);
      boolean train = alone && training(node, graph, model.opset());
      nodes.add(train ? settled(node) : node);
      if (train) {
        changed.add(node.label());
      }
    }
    return changed.isEmpty()
        ? model
        : model
            .withGraph(graph.withNodes(nodes).pruned())
            .withMetadata(KEY, String.join(", ", changed));
  }

  /**
   * {@return what a user should know; empty where nothing was changed}
   *
   * @param model as it came
   */
  public static String note(Model model) {
    String steps =
        model.metadata().containsKey(STEPS)
            ? "the file's graphs of training steps (training_info) state what the network was before the cut; they are left out of the result"
            : "";
    String nodes = model.metadata().get(KEY);
    return nodes == null
        ? steps
        : (steps.isEmpty() ? "" : steps + "; ")
            + "the file was exported in training mode; these nodes run as after training, here and in the result: "
            + nodes
            + " (call model.eval() before torch.onnx.export to have it so from the start)";
  }

  static boolean training(Node node, Graph graph, long opset) {
    if (node.is("BatchNormalization")) {
      return node.intAttr("training_mode", 0) != 0 || opset < 14 && node.outputs().size() > 1;
    }
    return node.is("Dropout") && node.hasInput(2) && on(node.input(2), graph);
  }

  private static boolean on(String value, Graph graph) {
    Tensor mode = graph.initializers().get(value);
    Node source = mode == null ? graph.producers().get(value) : null;
    if (source != null && source.attributes().get("value") instanceof Attribute.TensorValue v) {
      mode = v.value();
    }
    return mode != null && mode.type() == DType.BOOL && mode.longs()[0] != 0;
  }

  private static Node settled(Node node) {
    List<String> inputs = node.is("Dropout") ? node.inputs().subList(0, 1) : node.inputs();
    return new Node(
            node.name(),
            node.domain(),
            node.op(),
            inputs,
            node.outputs().subList(0, 1),
            node.attributes(),
            node.rest())
        .withoutAttribute("training_mode");
  }
}
