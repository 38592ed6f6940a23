package dev.espalier.pipeline;

import dev.espalier.data.Dataset;
import dev.espalier.data.Task;
import dev.espalier.model.Model;
import dev.espalier.ort.Evaluator;
import dev.espalier.ort.Metrics;
import dev.espalier.ort.PairedDrop;
import dev.espalier.ort.PredictedDrop;
import dev.espalier.ort.Predictions;
import dev.espalier.recipe.Recipe;
import dev.espalier.record.Drop;
import dev.espalier.tune.Progress;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Judges a model against the original on the same examples, and says whether the loss is allowed.
 */
final class Gate {
  static final double LEVEL = 0.95;
  private static final int BATCH = 100;

  private final Task task;
  private final Dataset examples;
  private final Recipe.Goal goal;
  private final Predictions original;

  Gate(Task task, Dataset examples, Recipe.Goal goal, Model original) {
    this.task = task;
    this.examples = examples;
    this.goal = goal;
    this.original = predict(original, examples);
  }

  static Predictions predict(Model model, Dataset examples) {
    return Evaluator.predict(
        model, examples, BATCH, Runtime.getRuntime().availableProcessors(), Progress.NONE);
  }

  Predictions original() {
    return original;
  }

  double originalMetric() {
    return Metrics.value(task, original);
  }

  /** A model's metric and its paired drop. */
  record Judgement(double metric, Drop drop, boolean accepted, String reason) {}

  Judgement judge(Model model) {
    Predictions predictions = predict(model, examples);
    Drop drop = drop(task, original, predictions, goal);
    boolean accepted = allowed(drop, goal);
    return new Judgement(
        Metrics.value(task, predictions), drop, accepted, reason(drop, goal, accepted));
  }

  static Drop drop(Task task, Predictions original, Predictions other, Recipe.Goal goal) {
    double level = goal.confidence() == null ? LEVEL : goal.confidence();
    PairedDrop d = PairedDrop.of(task, original, other, level);
    return new Drop(
        task.metric(), d.drop(), d.low(), d.high(), level, goal.maxDrop(), d.records(), d.method());
  }

  /**
   * What to expect of a model on new examples, from those of the gate, on which it was one of
   * {@code models} that were judged.
   */
  Drop expected(Model model, int models, int records) {
    double level = goal.confidence() == null ? LEVEL : goal.confidence();
    PairedDrop d =
        PredictedDrop.of(
            task,
            original,
            predict(model, examples),
            new PredictedDrop.Request(level, models, records));
    return new Drop(
        task.metric(), d.drop(), d.low(), d.high(), level, goal.maxDrop(), d.records(), d.method());
  }

  /** The estimate decides; with a confidence the interval's bound does. */
  private static boolean allowed(Drop drop, Recipe.Goal goal) {
    @Nullable Double most = goal.maxDrop();
    return most == null || (goal.confidence() == null ? drop.value() : drop.high()) <= most + 1e-12;
  }

  private static String reason(Drop drop, Recipe.Goal goal, boolean accepted) {
    if (goal.maxDrop() == null) {
      return "no gate";
    }
    String which = goal.confidence() == null ? "drop" : "upper bound of the drop";
    double value = goal.confidence() == null ? drop.value() : drop.high();
    return String.format(
        Locale.ROOT,
        "%s of %s %.4f, allowed %.4f: %s",
        which,
        drop.metric(),
        value,
        goal.maxDrop(),
        accepted ? "accepted" : "rejected");
  }
}
