package dev.espalier.adaptive;

import dev.espalier.model.DType;
import dev.espalier.model.Graph;
import dev.espalier.model.Model;
import dev.espalier.model.ModelFormatException;
import dev.espalier.model.ValueInfo;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * A chain and how sure its stages are: what is needed to route rows, but for the thresholds.
 *
 * <p>Throws {@link ModelFormatException} where a signal does not apply to its stage.
 *
 * @param chain stages in order
 * @param scorings one for every stage but the last
 */
public record Cascade(Chain chain, List<Scoring> scorings) {
  /** The further output of {@link #scored}. */
  public static final String SCORE = "espalier_score";

  /** Name of the input of {@link #scored} and {@link #scorer} with the stage before's answers. */
  public static final String BEFORE = "espalier_before";

  /** Name of the input of {@link #scorer} with a stage's answers. */
  public static final String ANSWER = "espalier_answer";

  public Cascade {
    scorings = List.copyOf(scorings);
    if (scorings.size() != chain.size() - 1) {
      throw new ModelFormatException(
          "a chain of "
              + chain.size()
              + " stages needs a signal for each but the last, not "
              + scorings.size());
    }
    for (int k = 0; k < scorings.size(); k++) {
      scorings.get(k).check(chain.stage(k));
    }
  }

  /**
   * {@return stage {@code k} with its scores [N] as a further output, {@link #SCORE}, computed by
   * the same nodes as in the joined graph; it reads the answers of the stage before ({@link
   * #BEFORE}) where the signal compares} The last stage has no scores.
   *
   * @param k number of the stage, from 0
   */
  public Model scored(int k) {
    ChainStage stage = chain.stage(k);
    if (k == scorings.size()) {
      return stage.model();
    }
    Graph graph = stage.model().graph();
    Map<String, String> bound = new LinkedHashMap<>();
    graph.dataInputs().forEach(input -> bound.put(input.name(), input.name()));
    List<ValueInfo> inputs = new ArrayList<>(graph.dataInputs());
    List<ValueInfo> outputs = new ArrayList<>(graph.outputs());
    outputs.add(ValueInfo.of(SCORE, DType.FLOAT, ValueInfo.Dim.symbol("")));
    List<String> reserved = new ArrayList<>(bound.keySet());
    outputs.forEach(output -> reserved.add(output.name()));
    reserved.add(BEFORE);
    Draft draft = Draft.of(stage.model().opset(), reserved);
    Map<String, String> made = Inlining.into(draft, "stage/", stage.model(), bound);
    made.forEach((output, value) -> draft.name(value, output));
    String answer = Objects.requireNonNull(made.get(stage.answers().get(0).name()));
    if (compares(k)) {
      inputs.add(named(stage.answers().get(0), BEFORE));
    }
    String score = scorings.get(k).write(draft, stage, answer, compares(k) ? BEFORE : "");
    draft.name(score, SCORE);
    return Models.with(stage.model(), draft.graph(graph.name(), inputs, outputs));
  }

  /**
   * {@return the scores of stage {@code k}, not the last, of answers that are at hand: reads {@link
   * #ANSWER} and, where the signal compares, {@link #BEFORE}; writes {@link #SCORE}}
   *
   * @param k number of the stage, from 0
   */
  public Model scorer(int k) {
    ChainStage stage = chain.stage(k);
    Draft draft = Draft.of(stage.model().opset(), List.of(ANSWER, BEFORE, SCORE));
    List<ValueInfo> inputs = new ArrayList<>(List.of(named(stage.answers().get(0), ANSWER)));
    if (compares(k)) {
      inputs.add(named(stage.answers().get(0), BEFORE));
    }
    draft.name(scorings.get(k).write(draft, stage, ANSWER, compares(k) ? BEFORE : ""), SCORE);
    ValueInfo score = ValueInfo.of(SCORE, DType.FLOAT, ValueInfo.Dim.symbol(""));
    return Models.with(stage.model(), draft.graph("scores", inputs, List.of(score)));
  }

  /** Whether the scores of stage {@code k} compare its answers with those of the stage before. */
  boolean compares(int k) {
    return k > 0 && k < scorings.size() && scorings.get(k).rule().pairwise();
  }

  static ValueInfo named(ValueInfo info, String name) {
    return new ValueInfo(name, info.type(), info.dims(), info.ranked(), info.rest());
  }
}
