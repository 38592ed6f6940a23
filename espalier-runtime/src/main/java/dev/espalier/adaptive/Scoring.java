package dev.espalier.adaptive;

import dev.espalier.model.ModelFormatException;
import dev.espalier.model.Tensor;
import java.util.List;
import java.util.Optional;

/**
 * How the scores of a stage come of its answers.
 *
 * @param signal a name of {@link Signals#CATALOGUE}
 * @param temperature divides logits before probabilities are made of them; above 0
 * @param answer what the stage's first output holds
 * @param weights that the signal has learned; empty where it learns nothing
 */
public record Scoring(String signal, double temperature, RowAnswer answer, List<Double> weights) {
  public Scoring {
    weights = weights == null ? List.of() : List.copyOf(weights);
    if (!(temperature > 0) || Double.isInfinite(temperature)) {
      throw new IllegalArgumentException("temperature must be above 0, not " + temperature);
    }
  }

  /**
   * Of a signal that learns nothing.
   *
   * @param signal its name
   * @param temperature that logits are divided by
   * @param answer what the first output of the stage is
   */
  public Scoring(String signal, double temperature, RowAnswer answer) {
    this(signal, temperature, answer, List.of());
  }

  Signal rule() {
    return Signals.CATALOGUE.require(signal);
  }

  /**
   * {@return why the signal says nothing of a stage's answers; empty where it does}
   *
   * @param stage whose answers are scored
   */
  public Optional<String> refusal(ChainStage stage) {
    return rule().refusal(form(stage));
  }

  /** Throws {@link ModelFormatException} where the signal says nothing of the stage's answers. */
  void check(ChainStage stage) {
    refusal(stage)
        .ifPresent(
            why -> {
              throw new ModelFormatException(
                  stage.label() + " cannot be judged by '" + signal + "': " + why);
            });
  }

  /**
   * Writes the scores of the rows of {@code answer}, [N].
   *
   * @param before the answers of the stage before; empty for the first stage, whose rows a pairwise
   *     signal gives the lowest of all scores, so that they go on
   */
  String write(Draft draft, ChainStage stage, String answer, String before) {
    if (rule().pairwise() && before.isEmpty()) {
      return draft.fill(Tensor.floats(new float[] {-Float.MAX_VALUE}, 1), answer);
    }
    return rule().write(draft, new Signal.Look(answer, before, form(stage), temperature, weights));
  }

  private AnswerForm form(ChainStage stage) {
    return AnswerForm.of(answer, stage.answers().get(0));
  }
}
