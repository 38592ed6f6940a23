package dev.espalier.model;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Gives every reader of an accidentally shared initializer its own copy.
 *
 * <p>Exporters store equal constants once (unit scales, zero biases, axes, shapes); cutting one
 * reader's would cut the others'. What holds equal numbers, and integers, are shared by accident;
 * other floating-point tensors that several nodes read are one parameter and stay shared. So does
 * what is read beside a shared parameter: the zero bias of a layer that runs twice is one bias.
 */
public final class Unshare {
  private Unshare() {}

  /**
   * {@return the same function; copies are called {@code name__2}, {@code name__3} … and share
   * their contents} Cost: one pass.
   *
   * @param model as it came
   */
  public static Model apply(Model model) {
    return withCopies(model).model();
  }

  /**
   * A model whose accidentally shared initializers are apart.
   *
   * @param model the same function, in which each of its readers has an initializer of its own
   * @param copies name of the initializer that each new one repeats, by the new name
   */
  public record Apart(Model model, Map<String, String> copies) {}

  /** One use of a constant, told from others by the parameters that are read beside it. */
  private record Use(String constant, int input, List<String> beside) {}

  /**
   * As {@link #apply}, with what was copied.
   *
   * @param model as it came
   * @return the model with the names of what was copied
   */
  public static Apart withCopies(Model model) {
    Graph graph = model.graph();
    Set<String> parameters = Parameters.of(graph);
    Parameters.views(graph).forEach(view -> parameters.addAll(view.outputs()));
    Set<String> read = graph.fixedNames();
    GraphWriter writer = GraphWriter.over(model);
    Map<String, String> copies = new LinkedHashMap<>();
    Map<Use, String> uses = new LinkedHashMap<>();
    for (Node node : graph.nodes()) {
      List<String> beside = node.inputs().stream().filter(parameters::contains).toList();
      List<String> inputs = new ArrayList<>(node.inputs());
      for (int i = 0; i < inputs.size(); i++) {
        String name = inputs.get(i);
        Tensor tensor = graph.initializers().get(name);
        if (tensor == null || parameters.contains(name)) {
          continue;
        }
        Use use = new Use(name, i, beside);
        String known = beside.isEmpty() ? null : uses.get(use);
        if (known != null) {
          inputs.set(i, known);
        } else if (!read.add(name)) {
          String copy = writer.initializer(writer.claim(name), tensor);
          copies.put(copy, name);
          inputs.set(i, copy);
        }
        uses.putIfAbsent(use, inputs.get(i));
      }
      writer.add(inputs.equals(node.inputs()) ? node : node.withInputs(inputs));
    }
    return new Apart(model.withGraph(writer.in(graph)), copies);
  }
}
