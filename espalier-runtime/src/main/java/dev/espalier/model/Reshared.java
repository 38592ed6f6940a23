package dev.espalier.model;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Undoes {@link Unshare} before a model is written: copies of a constant that are equal still are
 * one initializer again, so that the file holds it once.
 */
public final class Reshared {
  private static final Pattern COPY = Pattern.compile("(.+)__\\d+");

  private Reshared() {}

  /**
   * {@return the initializer that this one was copied from; itself if it is no copy}
   *
   * @param graph that holds both
   * @param name of an initializer
   */
  public static String source(Graph graph, String name) {
    Matcher copy = COPY.matcher(name);
    if (!copy.matches()) {
      return name;
    }
    Tensor source = graph.initializers().get(copy.group(1));
    return source != null && source.equals(graph.initializers().get(name)) ? copy.group(1) : name;
  }

  /**
   * {@return the same function; parameters stay as they are} Cost: one pass.
   *
   * @param model as it came
   */
  public static Model of(Model model) {
    Graph graph = model.graph();
    Set<String> fixed = graph.fixedNames();
    Map<String, Map<Tensor, String>> first = new LinkedHashMap<>();
    Map<String, String> same = new LinkedHashMap<>();
    graph
        .initializers()
        .forEach(
            (name, tensor) -> {
              Matcher copy = COPY.matcher(name);
              if (!tensor.opaque() && !Parameters.is(tensor)) {
                String source = copy.matches() ? copy.group(1) : name;
                String known =
                    first
                        .computeIfAbsent(source, k -> new LinkedHashMap<>())
                        .putIfAbsent(tensor, name);
                if (known != null && !fixed.contains(name)) {
                  same.put(name, known);
                }
              }
            });
    if (same.isEmpty()) {
      return model;
    }
    Map<String, Tensor> initializers = new LinkedHashMap<>(graph.initializers());
    initializers.keySet().removeAll(same.keySet());
    return model.withGraph(
        graph
            .withNodes(graph.nodes().stream().map(n -> n.reading(same)).toList())
            .withInitializers(initializers)
            .withInputs(graph.inputs().stream().filter(i -> !same.containsKey(i.name())).toList()));
  }
}
