package dev.espalier.model;

import dev.espalier.model.ValueInfo.Dim;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Frees a batch that the file fixes at 1: leading sizes of inputs and outputs become a symbol, and
 * Reshape targets that begin with 1 take over the batch of the value that they shape.
 */
public final class FreeBatch {
  private static final Dim BATCH = Dim.symbol("N");

  private FreeBatch() {}

  /**
   * {@return the batch that the model's first input insists on; 0 where it is free}
   *
   * @param model as it came
   */
  public static int fixedBatch(Model model) {
    return model.graph().dataInputs().stream()
        .filter(i -> !i.dims().isEmpty())
        .findFirst()
        .map(i -> i.dims().get(0))
        .filter(Dim::known)
        .map(d -> Math.toIntExact(d.size()))
        .orElse(0);
  }

  /**
   * {@return the same function of one record, and of several at once where every operator treats
   * axis 0 as records} Throws {@link ModelFormatException} where a Reshape shows that one does not.
   *
   * @param model as it came
   */
  public static Model of(Model model) {
    Graph graph = model.graph();
    if (graph.dataInputs().stream().noneMatch(FreeBatch::fixed)) {
      return model;
    }
    Map<String, Tensor> initializers = new LinkedHashMap<>(graph.initializers());
    List<Node> nodes = new ArrayList<>();
    Set<String> fromInputs = new HashSet<>();
    graph.dataInputs().forEach(input -> fromInputs.add(input.name()));
    for (Node node : graph.nodes()) {
      boolean flows = Graph.reads(node).stream().anyMatch(fromInputs::contains);
      if (flows) {
        fromInputs.addAll(node.outputs());
      }
      nodes.add(
          flows && node.is("Reshape") && fromInputs.contains(node.input(0))
              ? freed(node, initializers)
              : node);
    }
    Graph freed =
        graph
            .withNodes(nodes)
            .withInitializers(initializers)
            .withInputs(
                graph.inputs().stream()
                    .map(i -> initializers.containsKey(i.name()) ? i : freed(i))
                    .toList())
            .withOutputs(graph.outputs().stream().map(FreeBatch::freed).toList());
    return model.withGraph(freed.withoutValueInfos());
  }

  private static boolean fixed(ValueInfo info) {
    return !info.dims().isEmpty() && info.dims().get(0).size() == 1;
  }

  private static ValueInfo freed(ValueInfo info) {
    if (!fixed(info)) {
      return info;
    }
    List<Dim> dims = new ArrayList<>(info.dims());
    dims.set(0, BATCH);
    return info.withDims(dims);
  }

  /**
   * The node with a target of its own, whose leading 1 is -1 (or 0, a copy of the value's size,
   * where there is a -1 already).
   */
  private static Node freed(Node node, Map<String, Tensor> initializers) {
    Tensor target = initializers.get(node.input(1));
    if (target == null || target.size() == 0 || target.longs()[0] == 0 || target.longs()[0] == -1) {
      return node;
    }
    long[] sizes = target.longs();
    boolean inferred = java.util.Arrays.stream(sizes).anyMatch(s -> s == -1);
    if (sizes[0] != 1) {
      throw new ModelFormatException(
          "the model has a batch of 1, and "
              + node
              + " mixes the records' axis with others (target "
              + java.util.Arrays.toString(sizes)
              + "), so several records cannot be taken at once; export it with a dynamic batch,"
              + " or tune with tune.batch at 1 or not at all (--set tune.epochs=0)");
    }
    sizes[0] = inferred ? 0 : -1;
    String name = node.input(1) + "/" + node.key() + "/free";
    initializers.put(name, Tensor.vector(sizes));
    return node.withInput(1, name);
  }
}
