package dev.espalier.data;

import dev.espalier.catalogue.MetricNames;
import dev.espalier.files.DataException;
import dev.espalier.model.Model;
import dev.espalier.model.ValueInfo;
import java.util.List;
import java.util.Locale;

/**
 * What the labels mean and how a result is judged: one output of a model, or several at once.
 *
 * @param kind how outputs and labels are compared
 * @param metric the name of the metric that a drop is measured in (accuracy, macro-f1, hr@10,
 *     ndcg@10, relative-mse, mse, agreement …)
 * @param classes number of classes; 0 where there are none
 * @param groupSize for ranking, how many consecutive records are ranked together; 1 elsewhere
 * @param output the model's output that is judged; empty for its first
 * @param parts what each output is to say, where there are several; empty elsewhere
 */
public record Task(
    Kind kind, String metric, int classes, int groupSize, String output, List<Answer> parts) {
  /** The metric of several tasks together: the mean of their own, by weight. */
  public static final String WEIGHTED = "weighted-mean";

  /** How outputs and labels are compared. */
  public enum Kind {
    /**
     * int64 class numbers against logits or probabilities (one output column of two classes counts
     * as binary).
     */
    CLASSIFICATION,
    /** float32 zeros and ones, one column a label. */
    MULTI_LABEL,
    /** float32 targets. */
    REGRESSION,
    /** one positive among {@code groupSize} candidates, scored by the output. */
    RANKING,
    /** no labels: only agreement with the original can be judged. */
    UNLABELLED,
    /** several outputs, each with a task of its own. */
    SEVERAL
  }

  public Task {
    parts = List.copyOf(parts);
  }

  /** A task of the model's first output. */
  public Task(Kind kind, String metric, int classes, int groupSize) {
    this(kind, metric, classes, groupSize, "", List.of());
  }

  /** Several tasks at once; labels lie side by side in the order of the answers. */
  public static Task several(List<Answer> answers) {
    boolean none = answers.stream().allMatch(a -> a.task().unlabelled());
    return new Task(Kind.SEVERAL, none ? "agreement" : WEIGHTED, 0, 1, "", answers);
  }

  /** The same task of another output. */
  public Task of(String named) {
    return new Task(kind, metric, classes, groupSize, named, parts);
  }

  /** The same task judged by another metric; {@code auto} keeps its own. */
  public Task judgedBy(String name) {
    if (name.equals("auto")) {
      return this;
    }
    if (kind == Kind.SEVERAL) {
      throw new DataException(
          "one metric ("
              + name
              + ") cannot judge several tasks; leave goal.metric at auto, and name a `metric:` for each of `tasks:`");
    }
    return new Task(kind, required(kind, name, classes), classes, groupSize, output, parts);
  }

  /**
   * {@code metric} where a task of this kind can be judged by it; else {@link DataException} with
   * the nearest name.
   *
   * @param classes of a classification; 0 where unknown
   */
  static String required(Kind kind, String metric, int classes) {
    List<String> known =
        switch (kind) {
          case CLASSIFICATION ->
              MetricNames.CLASSIFICATION.stream()
                  .filter(m -> classes <= 2 || !m.equals("f1") && !m.equals("auc"))
                  .toList();
          case MULTI_LABEL -> MetricNames.MULTI_LABEL;
          case REGRESSION -> MetricNames.REGRESSION;
          case RANKING -> MetricNames.RANKING;
          case UNLABELLED, SEVERAL -> MetricNames.AGREEMENT;
        };
    if (known.contains(metric)) {
      return metric;
    }
    String what = kind.name().toLowerCase(Locale.ROOT).replace('_', '-');
    throw new DataException(
        "the data's task is "
            + what
            + (classes > 0 ? " into " + classes + " classes" : "")
            + ": "
            + MetricNames.refusal(metric, known));
  }

  /** What each judged output is to say: the parts, or this task alone. */
  public List<Answer> answers() {
    return parts.isEmpty() ? List.of(Answer.alone(this)) : parts;
  }

  /** Whether there are no labels at all. */
  public boolean unlabelled() {
    return kind == Kind.UNLABELLED
        || kind == Kind.SEVERAL && parts.stream().allMatch(a -> a.task().unlabelled());
  }

  /** Whether a result is judged by how often it answers as the original does. */
  public boolean byAgreement() {
    return unlabelled() || metric.equals("agreement");
  }

  /** Whether larger values of the metric are better (false for errors). */
  public boolean higherIsBetter() {
    return !metric.contains("mse") && !metric.contains("mae");
  }

  /**
   * Names of the judged outputs of {@code model}, one for each answer; {@link DataException} where
   * it has no such output.
   */
  public List<String> outputs(Model model) {
    List<String> known = model.graph().outputs().stream().map(ValueInfo::name).toList();
    return answers().stream().map(a -> named(a.task().output(), known)).toList();
  }

  private static String named(String output, List<String> known) {
    if (output.isEmpty()) {
      return known.get(0);
    }
    if (!known.contains(output)) {
      throw new DataException(
          "DATA names the output \""
              + output
              + "\" under `tasks:`, but the model's outputs are "
              + String.join(", ", known));
    }
    return output;
  }
}
