package dev.espalier.judge;

import dev.espalier.data.Dataset;
import dev.espalier.data.Folds;
import dev.espalier.job.Examples;
import dev.espalier.measure.Evaluator;
import dev.espalier.model.Model;
import dev.espalier.progress.Progress;
import dev.espalier.quality.Agreement;
import dev.espalier.quality.Luck;
import dev.espalier.quality.NoScores;
import dev.espalier.quality.PairedDrop;
import dev.espalier.quality.PredictedDrop;
import dev.espalier.recipe.GoalSettings;
import dev.espalier.record.Drop;
import dev.espalier.task.Answer;
import dev.espalier.task.Predictions;
import dev.espalier.task.Task;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Judges a model against the original on the same examples, and says whether the loss is allowed.
 *
 * <p>The estimate decides; with a confidence the interval's bound does. Where few examples decide
 * between several models, or the estimate's standard error exceeds what is allowed, the estimate of
 * one that passes is partly luck, and the luck that the best of so many would have is added to it.
 * Where few examples decide, the best epoch of a training is judged by cross-validation.
 */
public final class Gate {
  static final double LEVEL = 0.95;
  private static final int BATCH = 100;

  private static final int FOLDS = 5;

  private final Task task;
  private final Dataset examples;
  private final GoalSettings goal;
  private final Predictions original;

  public Gate(Task task, Dataset examples, GoalSettings goal, Model original) {
    this.task = task;
    this.examples = examples;
    this.goal = goal;
    this.original = predict(original, task, examples);
    NoScores.refuse(task, this.original);
  }

  public static Predictions predict(Model model, Task task, Dataset examples) {
    int threads = Runtime.getRuntime().availableProcessors();
    return Evaluator.predict(
        model, task, examples, new Evaluator.Run(BATCH, threads, Progress.NONE));
  }

  /** The task's metric; its agreement with the original where that is what counts. */
  public static double value(Task task, Predictions original, Predictions other) {
    return task.byAgreement()
        ? Agreement.of(task, original, other).sameAnswer()
        : task.value(other);
  }

  public Predictions original() {
    return original;
  }

  public double originalMetric() {
    return value(task, original, original);
  }

  /**
   * A model's metric and its paired drop; with several tasks that of the one that loses most.
   *
   * @param excess by how many standard errors the drop, as it is judged, lies above what is
   *     allowed; negative below
   */
  public record Judgement(
      double metric, Drop drop, double excess, boolean accepted, String reason) {}

  /** Those of a gate so small that the best epoch must not be judged by what chose it. */
  public static Folds folds(Examples examples) {
    Dataset gate = examples.gate();
    int group = Math.max(1, examples.task().groupSize());
    return gate == null || gate.size() / group >= Luck.FEW || gate.size() / group < FOLDS
        ? Folds.NONE
        : new Folds(FOLDS, group);
  }

  /**
   * Judges what a training came to, as {@link #judge(Model, int)}; each fold of a small gate by the
   * weights that were kept without it.
   *
   * @param kept those weights, fold by fold; empty where the gate has none
   */
  public Judgement judge(Model trained, List<Model> kept, int among) {
    if (kept.isEmpty()) {
      return judge(trained, among);
    }
    Folds folds = new Folds(kept.size(), Math.max(1, task.groupSize()));
    List<Predictions> each = kept.stream().map(m -> predict(m, task, examples)).toList();
    int[] which = IntStream.range(0, examples.size()).map(folds::of).toArray();
    return judge(Predictions.chosen(each, which), among);
  }

  /**
   * Judges a model that is one of {@code among} between which the verdicts choose, itself counted;
   * 1 where it was settled beforehand.
   */
  public Judgement judge(Model model, int among) {
    return judge(predict(model, task, examples), among);
  }

  private Judgement judge(Predictions predictions, int among) {
    List<Judgement> each =
        IntStream.range(0, task.answers().size())
            .mapToObj(i -> judge(i, predictions, among))
            .toList();
    Judgement worst = Collections.max(each, Comparator.comparingDouble(Judgement::excess));
    return new Judgement(
        value(task, original, predictions),
        worst.drop,
        worst.excess,
        worst.accepted,
        each.stream().map(Judgement::reason).collect(Collectors.joining("; ")));
  }

  /** One task's verdict. */
  private Judgement judge(int answer, Predictions predictions, int among) {
    Answer one = task.answers().get(answer);
    Predictions before = original.part(task, answer);
    Predictions after = predictions.part(task, answer);
    Drop drop = drop(one.task(), before, after, goal).of(one.name());
    double error = PairedDrop.standardError(one.task(), before, after);
    Double most = goal.maxDrop();
    boolean unsure = Luck.counts(drop.records(), error, most == null ? Double.NaN : most);
    double luck = unsure && goal.confidence() == null ? Luck.ofBest(among) * error : 0;
    double judged = (goal.confidence() == null ? drop.value() : drop.high()) + luck;
    boolean accepted = most == null || judged <= most + 1e-12;
    double excess = most == null ? -1 : (judged - most) / Math.max(error, 1e-12);
    return new Judgement(
        value(one.task(), before, after), drop, excess, accepted, reason(drop, luck, accepted));
  }

  /** The drop of each task by its own metric, in their order. */
  public static List<Drop> drops(
      Task task, Predictions original, Predictions other, GoalSettings goal) {
    List<Answer> answers = task.answers();
    return IntStream.range(0, answers.size())
        .mapToObj(
            i ->
                drop(answers.get(i).task(), original.part(task, i), other.part(task, i), goal)
                    .of(answers.get(i).name()))
        .toList();
  }

  public static Drop drop(Task task, Predictions original, Predictions other, GoalSettings goal) {
    double level = goal.confidence() == null ? LEVEL : goal.confidence();
    return drop(task.metric(), PairedDrop.of(task, original, other, level), goal);
  }

  private static Drop drop(String metric, PairedDrop d, GoalSettings goal) {
    return new Drop(
        metric, d.drop(), d.low(), d.high(), d.level(), goal.maxDrop(), d.records(), d.method());
  }

  /**
   * What to expect of a model on new examples, from those of the gate, on which it was one of
   * {@code models} that were judged.
   */
  public Expected expected(Model model, int models, int records) {
    double level = goal.confidence() == null ? LEVEL : goal.confidence();
    PredictedDrop.Request request = new PredictedDrop.Request(level, models, records);
    Predictions now = predict(model, task, examples);
    List<Answer> answers = task.answers();
    List<Drop> each =
        IntStream.range(0, answers.size())
            .mapToObj(
                i ->
                    expected(
                        answers.get(i).task(), original.part(task, i), now.part(task, i), request))
            .toList();
    return new Expected(
        each.size() == 1 ? each.get(0) : expected(task, original, now, request), each);
  }

  /** What to expect of all tasks together, and of each. */
  public record Expected(Drop drop, List<Drop> each) {}

  private Drop expected(
      Task of, Predictions before, Predictions after, PredictedDrop.Request request) {
    return drop(of.metric(), PredictedDrop.of(of, before, after, request), goal);
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
