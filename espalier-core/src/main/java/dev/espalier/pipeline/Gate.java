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
import org.hipparchus.distribution.continuous.NormalDistribution;

/**
 * Judges a model against the original on the same examples, and says whether the loss is allowed.
 *
 * <p>The estimate decides; with a confidence the interval's bound does. Where few examples decide
 * between several models the estimate of one that passes is partly luck, and the luck that the best
 * of so many would have is added to it.
 */
final class Gate {
  static final double LEVEL = 0.95;
  private static final int BATCH = 100;

  /** Below so many examples (groups, for ranking) a choice among models is luck in good part. */
  private static final int FEW = 300;

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

  /**
   * A model's metric and its paired drop.
   *
   * @param excess by how many standard errors the drop, as it is judged, lies above what is
   *     allowed; negative below
   */
  record Judgement(double metric, Drop drop, double excess, boolean accepted, String reason) {}

  /**
   * Judges a model that is one of {@code among} between which the verdicts choose, itself counted;
   * 1 where it was settled beforehand.
   */
  Judgement judge(Model model, int among) {
    Predictions predictions = predict(model, examples);
    Drop drop = drop(task, original, predictions, goal);
    double error = PairedDrop.standardError(task, original, predictions);
    double luck = drop.records() < FEW && goal.confidence() == null ? luck(among) * error : 0;
    double judged = (goal.confidence() == null ? drop.value() : drop.high()) + luck;
    Double most = goal.maxDrop();
    boolean accepted = most == null || judged <= most + 1e-12;
    double excess = most == null || accepted ? -1 : (judged - most) / error;
    return new Judgement(
        Metrics.value(task, predictions), drop, excess, accepted, reason(drop, luck, accepted));
  }

  /**
   * How many standard errors the luckiest of some equal models seems better than it is: the
   * expected largest of so many standard normal numbers (Blom, Statistical Estimates and
   * Transformed Beta-Variables, 1958).
   */
  static double luck(int among) {
    return new NormalDistribution().inverseCumulativeProbability((among - 0.375) / (among + 0.25));
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

  private String reason(Drop drop, double luck, boolean accepted) {
    if (goal.maxDrop() == null) {
      return "no gate";
    }
    String which = goal.confidence() == null ? "drop" : "upper bound of the drop";
    double value = goal.confidence() == null ? drop.value() : drop.high();
    String fortune =
        luck > 0
            ? String.format(Locale.ROOT, " and %.4f for luck in the choice on few examples", luck)
            : "";
    return String.format(
        Locale.ROOT,
        "%s of %s %.4f%s, allowed %.4f: %s",
        which,
        drop.metric(),
        value,
        fortune,
        goal.maxDrop(),
        accepted ? "accepted" : "rejected");
  }
}
