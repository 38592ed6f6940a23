package dev.espalier.torch;

import dev.espalier.model.Graph;
import dev.espalier.model.Model;
import dev.espalier.model.ModelFormatException;
import dev.espalier.model.Node;
import dev.espalier.ort.Formulas;
import dev.espalier.torch.op.Call;
import dev.espalier.torch.op.Mode;
import dev.espalier.torch.op.Operators;
import dev.espalier.torch.op.Tensors;
import dev.espalier.torch.op.TorchOp;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * An ONNX graph that runs operator by operator on libtorch, with autograd where the weights ask for
 * it.
 *
 * <p>Holds one native tensor for each initializer until it is closed. Use from one thread at a
 * time.
 */
public final class TorchGraph implements AutoCloseable {
  private final Model model;
  private final List<Step> steps;
  private final Map<String, Tensor> weights;
  private final TensorLayout layout;

  /**
   * One node, how it is run, the values that nothing reads after it, and whether it always runs as
   * after training.
   */
  private record Step(Node node, TorchOp op, List<String> dead, boolean still) {}

  private TorchGraph(
      Model model, List<Step> steps, Map<String, Tensor> weights, TensorLayout layout) {
    this.model = model;
    this.steps = steps;
    this.weights = weights;
    this.layout = layout;
  }

  /**
   * Copies the weights; throws {@link ModelFormatException} naming the first node that cannot be
   * run.
   *
   * @param model to be run
   * @param wanted names of values that runs may return
   * @return the graph with weights of its own, to be closed
   */
  public static TorchGraph of(Model model, Set<String> wanted) {
    return of(model, wanted, Set.of());
  }

  /** The same; nodes with keys in {@code still} run as after training, whatever the mode. */
  static TorchGraph of(Model given, Set<String> wanted, Set<String> still) {
    Model model = Formulas.computed(given);
    Graph graph = needed(model.graph(), wanted);
    List<Step> steps = new ArrayList<>();
    Set<String> alive = new HashSet<>(wanted);
    for (int i = graph.nodes().size() - 1; i >= 0; i--) {
      Node node = graph.nodes().get(i);
      List<String> dead = new ArrayList<>();
      Set<String> touched = new java.util.LinkedHashSet<>(Graph.reads(node));
      touched.addAll(node.outputs());
      for (String value : touched) {
        if (!value.isEmpty() && alive.add(value)) {
          dead.add(value);
        }
      }
      steps.add(new Step(node, Operators.of(node), dead, still.contains(node.key())));
    }
    Collections.reverse(steps);
    TensorLayout layout = TensorLayout.of(graph);
    Map<String, Tensor> weights = new LinkedHashMap<>();
    try (PointerScope scope = new PointerScope()) {
      Map<String, List<Node>> readers = graph.consumers();
      graph
          .initializers()
          .forEach(
              (name, tensor) -> {
                if (readers.containsKey(name) || wanted.contains(name)) {
                  boolean kernel =
                      readers.getOrDefault(name, List.of()).stream().anyMatch(n -> n.is("Conv"));
                  Tensor copy = Tensors.copyOf(tensor);
                  weights.put(name, Libtorch.keep(kernel ? layout.laid(copy) : copy));
                }
              });
    }
    return new TorchGraph(model, steps, weights, layout);
  }

  /** The part of the graph that {@code wanted} values need. */
  private static Graph needed(Graph graph, Set<String> wanted) {
    Set<String> values = new HashSet<>(wanted);
    List<Node> nodes = new ArrayList<>();
    for (int i = graph.nodes().size() - 1; i >= 0; i--) {
      Node node = graph.nodes().get(i);
      if (node.outputs().stream().anyMatch(values::contains)) {
        nodes.add(node);
        values.addAll(Graph.reads(node));
      }
    }
    Collections.reverse(nodes);
    return graph.withNodes(nodes);
  }

  /**
   * {@return the tensor of an initializer that the graph reads; owned by this graph}
   *
   * @param name of the initializer
   */
  public @Nullable Tensor weight(String name) {
    return weights.get(name);
  }

  /** An input in the memory layout that this graph's convolutions are fastest with. */
  Tensor laid(Tensor input) {
    return layout.laid(input);
  }

  /**
   * Runs the graph once.
   *
   * @param inputs by name; images are fastest as {@link #laid} has them
   * @param wanted names of values to return, among those given to {@link #of}; they belong to the
   *     scope that is open
   * @param mode whether it learns or answers
   * @return the wanted values by name
   */
  public Map<String, Tensor> run(Map<String, Tensor> inputs, Set<String> wanted, Mode mode) {
    Map<String, Tensor> values = new HashMap<>();
    try {
      for (Step step : steps) {
        runStep(step, inputs, values, step.still() ? Mode.EVAL : mode);
      }
      Map<String, Tensor> out = new LinkedHashMap<>();
      for (String name : wanted) {
        Tensor value = values.remove(name);
        if (value == null) {
          out.put(name, new Tensor(find(name, inputs, values)));
        } else {
          Libtorch.handOver(value);
          out.put(name, value);
        }
      }
      return out;
    } finally {
      values.values().forEach(Libtorch::release);
    }
  }

  private void runStep(
      Step step, Map<String, Tensor> inputs, Map<String, Tensor> values, Mode mode) {
    Node node = step.node();
    try (PointerScope scope = new PointerScope()) {
      List<@Nullable Tensor> given = new ArrayList<>();
      for (String input : node.inputs()) {
        given.add(input.isEmpty() ? null : find(input, inputs, values));
      }
      List<Tensor> outputs = step.op().run(new Call(node, given, mode, model.opset()));
      for (int i = 0; i < Math.min(outputs.size(), node.outputs().size()); i++) {
        if (!node.output(i).isEmpty()) {
          values.put(node.output(i), Libtorch.keep(outputs.get(i)));
        }
      }
    }
    for (String value : step.dead()) {
      Tensor tensor = values.remove(value);
      if (tensor != null) {
        Libtorch.release(tensor);
      }
    }
  }

  private Tensor find(String name, Map<String, Tensor> inputs, Map<String, Tensor> values) {
    Tensor value = values.get(name);
    if (value == null) {
      value = inputs.get(name);
    }
    if (value == null) {
      value = weights.get(name);
    }
    if (value == null) {
      throw new ModelFormatException(
          "the value " + name + " is neither given, computed nor stored in the model");
    }
    return value;
  }

  @Override
  public void close() {
    weights.values().forEach(Libtorch::release);
  }
}
