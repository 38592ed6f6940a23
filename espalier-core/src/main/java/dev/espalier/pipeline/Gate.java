package dev.espalier.pipeline;

import dev.espalier.data.Answer;
import dev.espalier.data.Dataset;
import dev.espalier.data.Task;
import dev.espalier.model.Model;
import dev.espalier.ort.Agreement;
import dev.espalier.ort.Evaluator;
import dev.espalier.ort.Metrics;
import dev.espalier.ort.PairedDrop;
import dev.espalier.ort.PredictedDrop;
import dev.espalier.ort.Predictions;
import dev.espalier.recipe.Recipe;
import dev.espalier.record.Drop;
import dev.espalier.tune.Progress;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
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
    this.original = predict(original, task, examples);
  }

  static Predictions predict(Model model, Task task, Dataset examples) {
    int threads = Runtime.getRuntime().availableProcessors();
    return Evaluator.predict(
        model, task, examples, new Evaluator.Run(BATCH, threads, Progress.NONE));
  }

  /** The task's metric; its agreement with the original where that is what counts. */
  static double value(Task task, Predictions original, Predictions other) {
    return task.byAgreement()
        ? Agreement.of(original, other).sameAnswer()
        : Metrics.value(task, other);
  }

  Predictions original() {
    return original;
  }

  double originalMetric() {
    return value(task, original, original);
  }

  /** A model's metric and its paired drop; with several tasks the largest of theirs. */
  record Judgement(double metric, Drop drop, boolean accepted, String reason) {}

  Judgement judge(Model model) {
    Predictions predictions = predict(model, task, examples);
    List<Drop> drops = drops(task, original, predictions, goal);
    return new Judgement(
        value(task, original, predictions),
        Collections.max(drops, Comparator.comparingDouble(this::judged)),
        drops.stream().allMatch(this::allowed),
        drops.stream().map(this::reason).collect(Collectors.joining("; ")));
  }

  /** The drop of each task by its own metric, in their order. */
  static List<Drop> drops(Task task, Predictions original, Predictions other, Recipe.Goal goal) {
    List<Answer> answers = task.answers();
    return IntStream.range(0, answers.size())
        .mapToObj(
            i ->
                drop(answers.get(i).task(), original.part(i), other.part(i), goal)
                    .of(answers.get(i).name()))
        .toList();
  }

  static Drop drop(Task task, Predictions original, Predictions other, Recipe.Goal goal) {
    double level = goal.confidence() == null ? LEVEL : goal.confidence();
    return drop(task.metric(), PairedDrop.of(task, original, other, level), goal);
  }

  private static Drop drop(String metric, PairedDrop d, Recipe.Goal goal) {
    return new Drop(
        metric, d.drop(), d.low(), d.high(), d.level(), goal.maxDrop(), d.records(), d.method());
  }

  /**
   * What to expect of a model on new examples, from those of the gate, on which it was one of
   * {@code models} that were judged.
   */
  Expected expected(Model model, int models, int records) {
    double level = goal.confidence() == null ? LEVEL : goal.confidence();
    PredictedDrop.Request request = new PredictedDrop.Request(level, models, records);
    Predictions now = predict(model, task, examples);
    List<Answer> answers = task.answers();
    List<Drop> each =
        IntStream.range(0, answers.size())
            .mapToObj(i -> expected(answers.get(i).task(), original.part(i), now.part(i), request))
            .toList();
    return new Expected(
        each.size() == 1 ? each.get(0) : expected(task, original, now, request), each);
  }

  /** What to expect of all tasks together, and of each. */
  record Expected(Drop drop, List<Drop> each) {}

  private Drop expected(
      Task of, Predictions before, Predictions after, PredictedDrop.Request request) {
    return drop(of.metric(), PredictedDrop.of(of, before, after, request), goal);
  }

  /** The estimate decides, for each task; with a confidence the interval's bound does. */
  private double judged(Drop drop) {
    return goal.confidence() == null ? drop.value() : drop.high();
  }

  private boolean allowed(Drop drop) {
    @Nullable Double most = goal.maxDrop();
    return most == null || judged(drop) <= most + 1e-12;
  }

  private String reason(Drop drop) {
    if (goal.maxDrop() == null) {
      return "no gate";
    }
    String which = goal.confidence() == null ? "drop" : "upper bound of the drop";
    return String.format(
        Locale.ROOT,
        "%s of %s %.4f, allowed %.4f: %s",
        which,
        drop.metric(),
        judged(drop),
        goal.maxDrop(),
        allowed(drop) ? "accepted" : "rejected");
  }
}
