package dev.espalier.adaptive;

import dev.espalier.model.Graph;
import dev.espalier.model.Model;
import dev.espalier.model.ValueInfo;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Stages whose first answer takes in what the stages before said of the row: (1 - w) of their own
 * and w of the answer before, which is mixed itself. That costs next to nothing, since a row that
 * arrives has been answered already, and several models are seldom wrong alike; what is gained on
 * hard rows can be spent on stopping more of the others early.
 *
 * <p>Source: Wang et al., Wisdom of Committees: An Overlooked Approach to Faster and More Accurate
 * Models, ICLR 2022 (cascades of ensembles), here with weights.
 */
public final class Mixing {
  private static final String MIXED = "espalier_mixed_";

  private Mixing() {}

  /**
   * {@return the same stages; each but the last carries its answer on}
   *
   * @param chain stages in order
   * @param weights of the answer before, 0 to 1, one for every stage but the first
   */
  public static Chain of(Chain chain, List<Double> weights) {
    if (weights.size() != chain.size() - 1) {
      throw new IllegalArgumentException(
          chain.size() + " stages need one weight less, not " + weights.size());
    }
    List<ChainStage> mixed = new ArrayList<>();
    for (int k = 0; k < chain.size(); k++) {
      mixed.add(stage(chain, k, k == 0 ? 0 : weights.get(k - 1)));
    }
    return new Chain(mixed);
  }

  /**
   * {@return what a stage of {@link #of} says: its own answers, row by row, and those before}
   *
   * @param own answers of the stage, row by row
   * @param before what the stage before said, row by row
   * @param weight share of the answer before, 0 to 1
   */
  public static float[] answers(float[] own, float[] before, double weight) {
    float[] mixed = new float[own.length];
    for (int i = 0; i < mixed.length; i++) {
      mixed[i] = own[i] * (float) (1 - weight) + before[i] * (float) weight;
    }
    return mixed;
  }

  private static ChainStage stage(Chain chain, int k, double weight) {
    ChainStage stage = chain.stage(k);
    Graph graph = stage.model().graph();
    ValueInfo first = stage.answers().get(0);
    Map<String, String> bound = new LinkedHashMap<>();
    graph.dataInputs().forEach(input -> bound.put(input.name(), input.name()));
    List<ValueInfo> inputs = new ArrayList<>(graph.dataInputs());
    List<ValueInfo> outputs = new ArrayList<>(graph.outputs());
    List<String> carried = new ArrayList<>(stage.carried());
    if (k > 0) {
      inputs.add(Cascade.named(first, MIXED + (k - 1)));
    }
    if (k < chain.size() - 1) {
      outputs.add(Cascade.named(first, MIXED + k));
      carried.add(MIXED + k);
    }
    List<String> reserved = new ArrayList<>();
    inputs.forEach(input -> reserved.add(input.name()));
    outputs.forEach(output -> reserved.add(output.name()));
    Draft draft = Draft.of(stage.model().opset(), reserved);
    Map<String, String> made = Inlining.into(draft, "stage/", stage.model(), bound);
    String own = Objects.requireNonNull(made.get(first.name()));
    Map<String, String> written = new LinkedHashMap<>(made);
    written.put(first.name(), k > 0 ? mixed(draft, own, MIXED + (k - 1), weight) : own);
    written.forEach((output, value) -> draft.name(value, output));
    if (k < chain.size() - 1) {
      draft.name(Objects.requireNonNull(written.get(first.name())), MIXED + k);
    }
    Model model = Models.with(stage.model(), draft.graph(graph.name(), inputs, outputs));
    return new ChainStage(stage.name(), model, carried);
  }

  private static String mixed(Draft draft, String own, String before, double weight) {
    String kept = draft.node("Mul", own, draft.scalar((float) (1 - weight)));
    return draft.node("Add", kept, draft.node("Mul", before, draft.scalar((float) weight)));
  }
}
