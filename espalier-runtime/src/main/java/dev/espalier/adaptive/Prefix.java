package dev.espalier.adaptive;

import dev.espalier.model.Graph;
import dev.espalier.model.Model;
import dev.espalier.model.ValueInfo;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** The first stages of a chain as one plain model that never stops early. */
public final class Prefix {
  private Prefix() {}

  /**
   * {@return the model that answers every row as stage {@code k} does}
   *
   * @param chain stages in order
   * @param k number of the stage, from 0
   */
  public static Model of(Chain chain, int k) {
    ChainStage last = chain.stage(k);
    if (k == 0 && last.carried().isEmpty()) {
      return last.model();
    }
    List<String> reserved = new ArrayList<>();
    chain.inputs().forEach(input -> reserved.add(input.name()));
    last.answers().forEach(answer -> reserved.add(answer.name()));
    Draft draft = Draft.of(last.model().opset(), reserved);
    Map<String, String> bound = new LinkedHashMap<>();
    chain.inputs().forEach(input -> bound.put(input.name(), input.name()));
    Map<String, String> made = Map.of();
    for (int i = 0; i <= k; i++) {
      ChainStage stage = chain.stage(i);
      made = Inlining.into(draft, stage.name() + "/", stage.model(), bound);
      for (String carried : stage.carried()) {
        bound.put(carried, Objects.requireNonNull(made.get(carried)));
      }
    }
    for (ValueInfo answer : last.answers()) {
      draft.name(Objects.requireNonNull(made.get(answer.name())), answer.name());
    }
    Graph graph = draft.graph(last.model().graph().name(), chain.inputs(), last.answers()).pruned();
    return Models.with(last.model(), graph.withInputs(read(graph)));
  }

  private static List<ValueInfo> read(Graph graph) {
    Set<String> read = new HashSet<>();
    graph.nodes().forEach(node -> read.addAll(Graph.reads(node)));
    return graph.inputs().stream().filter(input -> read.contains(input.name())).toList();
  }
}
