package dev.espalier.task;

import dev.espalier.files.DataException;
import dev.espalier.model.Model;
import dev.espalier.model.Tensor;
import dev.espalier.model.ValueInfo;
import dev.espalier.record.ErrorMetrics;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * What the labels mean and how a result is judged: one output of a model, or several at once.
 *
 * @param kind how outputs and labels are compared
 * @param metric the name of the metric that a drop is measured in (accuracy, macro-f1, hr@10,
 *     ndcg@10, relative-mse, mse, agreement …)
 * @param classes number of classes; 0 where there are none
 * @param groupSize how many consecutive records are judged together: candidates of a ranking, the
 *     two of a pair; 1 elsewhere
 * @param output the model's output that is judged, the first of them where a kind judges several
 *     together; empty for the model's first
 * @param parts what each output is to say, where there are several tasks; empty elsewhere
 */
public record Task(
    TaskKind kind, String metric, int classes, int groupSize, String output, List<Answer> parts) {
  /** The metric of several tasks together: the mean of their own, by weight. */
  public static final String WEIGHTED = "weighted-mean";

  /** The metric without labels: the share of records that are answered as the original does. */
  public static final String AGREEMENT = "agreement";

  /** The first output of a model as it is, without labels. */
  public static final Task UNLABELLED = new Task(TaskKinds.UNLABELLED, AGREEMENT, 0, 1);

  public Task {
    parts = List.copyOf(parts);
  }

  /**
   * A task of the model's first output.
   *
   * @param kind what outputs and labels mean
   * @param metric that results are judged by
   * @param classes how many there are; 0 where there are none, or their number is unknown
   * @param groupSize records that are judged together; 1 but for rankings
   */
  public Task(TaskKind kind, String metric, int classes, int groupSize) {
    this(kind, metric, classes, groupSize, "", List.of());
  }

  /**
   * Several tasks at once; labels lie side by side in the order of the answers.
   *
   * @param answers one for each judged output, with its weight
   * @return a task that is judged answer by answer
   */
  public static Task several(List<Answer> answers) {
    boolean none = answers.stream().allMatch(a -> a.task().unlabelled());
    return new Task(TaskKinds.SEVERAL, none ? AGREEMENT : WEIGHTED, 0, 1, "", answers);
  }

  /**
   * {@return the same task of another output}
   *
   * @param named the output's name
   */
  public Task of(String named) {
    return new Task(kind, metric, classes, groupSize, named, parts);
  }

  /**
   * {@return the same task judged by another metric; {@code auto} keeps its own}
   *
   * @param name of the metric
   */
  public Task judgedBy(String name) {
    if (name.equals("auto")) {
      return this;
    }
    if (composed()) {
      throw new DataException(
          "one metric ("
              + name
              + ") cannot judge several tasks; leave goal.metric at auto, and name a `metric:` for"
              + " each of `tasks:`");
    }
    return new Task(kind, required(kind, name, classes), classes, groupSize, output, parts);
  }

  /**
   * {@code metric} where a task of this kind can be judged by it; else {@link DataException} with
   * the nearest name.
   *
   * @param kind what outputs and labels mean
   * @param metric as it was asked for
   * @param classes of a classification; 0 where unknown
   * @return the metric's name
   */
  public static String required(TaskKind kind, String metric, int classes) {
    List<String> known = kind.metrics(classes);
    if (known.contains(metric)) {
      return metric;
    }
    throw new DataException(
        "the data's task is "
            + kind.name()
            + (classes > 0 ? " into " + classes + " classes" : "")
            + ": "
            + MetricNames.refusal(metric, known));
  }

  /** {@return what each judged output is to say: the parts, or this task alone} */
  public List<Answer> answers() {
    return parts.isEmpty() ? List.of(Answer.alone(this)) : parts;
  }

  /** {@return whether it is several tasks, each judged by itself} */
  public boolean composed() {
    return !parts.isEmpty();
  }

  /** {@return whether there are no labels at all} */
  public boolean unlabelled() {
    return !kind.labelled(this);
  }

  /** {@return whether outputs are scores of the classes that labels number} */
  public boolean classed() {
    return kind.labels() == LabelForm.CLASSES;
  }

  /** {@return whether a result is judged by how often it answers as the original does} */
  public boolean byAgreement() {
    return unlabelled() || metric.equals(AGREEMENT);
  }

  /** {@return whether larger values of the metric are better (false for errors)} */
  public boolean higherIsBetter() {
    return !ErrorMetrics.has(metric);
  }

  /**
   * {@return figures of merit by name, in a fixed order; empty for unlabelled data} Throws as the
   * kind.
   *
   * @param predictions what a model said of labelled records
   */
  public Map<String, Double> figures(Predictions predictions) {
    return kind.figures(this, predictions);
  }

  /**
   * The figure that the task is judged by; {@link DataException} naming the possible ones where its
   * kind has no such metric.
   *
   * @param predictions what a model said of labelled records
   * @return the figure, in the unit of the metric
   */
  public double value(Predictions predictions) {
    Map<String, Double> all = figures(predictions);
    Double value = all.get(metric);
    if (value == null) {
      throw new DataException(
          "metric '"
              + metric
              + "' is not measured here; choose one of "
              + String.join(", ", all.keySet()));
    }
    return value;
  }

  /**
   * See {@link TaskKind#perRecord}.
   *
   * @param predictions what a model said of labelled records
   * @return one number a record
   */
  public double[] perRecord(Predictions predictions) {
    return kind.perRecord(this, predictions);
  }

  /**
   * {@return how far {@code other} answers each record as the original does: see {@link
   * TaskKind#agreement}; with several tasks the least of theirs}
   *
   * @param original what the original said
   * @param other what another model said of the same records
   */
  public double[] agreement(Predictions original, Predictions other) {
    if (!composed()) {
      return kind.agreement(this, original, other);
    }
    double[] least = new double[original.records()];
    Arrays.fill(least, 1);
    for (int i = 0; i < parts.size(); i++) {
      double[] own = parts.get(i).task().agreement(original.part(this, i), other.part(this, i));
      Arrays.setAll(least, r -> Math.min(least[r], own[r]));
    }
    return least;
  }

  /**
   * {@return the agreement over any records: see {@link TaskKind#agreements}}
   *
   * @param original what the original said
   * @param other what another model said of the same records
   */
  public Statistic agreements(Predictions original, Predictions other) {
    return composed()
        ? Statistic.mean(agreement(original, other))
        : kind.agreements(this, original, other);
  }

  /**
   * {@return whether what is trained is the distance to the original alone: see {@link
   * TaskKind#taught}}
   */
  public boolean taught() {
    return unlabelled() || answers().stream().anyMatch(a -> a.task().kind().taught());
  }

  /**
   * See {@link TaskKind#statistic}.
   *
   * @param predictions what a model said of labelled records
   * @return the metric as a figure over any of the records
   */
  public Statistic statistic(Predictions predictions) {
    return kind.statistic(this, predictions);
  }

  /**
   * {@return how wrong each record is, at least 0: as {@link TaskKind#losses}; without labels the
   * mean squared distance to what {@code whole} says of the same records}
   *
   * @param predictions what a model said of labelled records
   * @param whole what the original said of the same records
   */
  public double[] losses(Predictions predictions, Predictions whole) {
    return predictions.labels() == null && !kind.taught()
        ? TaskKinds.UNLABELLED.losses(this, predictions, whole)
        : kind.losses(this, predictions, whole);
  }

  /**
   * See {@link TaskKind#chance}.
   *
   * @param predictions what a model said of labelled records
   * @return the figure that answers without the inputs come to
   */
  public double chance(Predictions predictions) {
    return kind.chance(this, predictions);
  }

  /**
   * See {@link TaskKind#margins}.
   *
   * @param predictions what a model said of labelled records
   * @return one number a record
   */
  public double[] margins(Predictions predictions) {
    return kind.margins(this, predictions);
  }

  /**
   * See {@link TaskKind#recalls}.
   *
   * @param predictions what a model said of labelled records
   * @return one share a class, 0 to 1
   */
  public double[] recalls(Predictions predictions) {
    return kind.recalls(this, predictions);
  }

  /**
   * See {@link TaskKind#words}.
   *
   * @param predictions what a model said of labelled records
   * @return the task for a person
   */
  public String words(Predictions predictions) {
    return kind.words(this, predictions);
  }

  /**
   * {@return what is compared of outputs that were computed of {@code inputs}: the outputs
   * themselves, or the vectors that are pooled from them}
   *
   * @param outputs those of {@link #outputs}, in that order
   * @param inputs by name, as the model takes them
   */
  public List<Tensor> read(List<Tensor> outputs, Map<String, Tensor> inputs) {
    return composed() || kind.pooling().none()
        ? outputs
        : outputs.stream().map(o -> kind.pooling().vectors(o, inputs)).toList();
  }

  /**
   * Names of the judged outputs of {@code model}, those of one answer after those of the other;
   * {@link DataException} where it has no such outputs.
   *
   * @param model with all its outputs
   * @return names, in the order of the answers
   */
  public List<String> outputs(Model model) {
    List<ValueInfo> known = model.graph().outputs();
    return answers().stream().flatMap(a -> a.task().own(known).stream()).toList();
  }

  private List<String> own(List<ValueInfo> declared) {
    List<String> known = declared.stream().map(ValueInfo::name).toList();
    if (kind.outputs() == TaskKind.ALL && output.isEmpty()) {
      return numbers(declared, known);
    }
    int first = output.isEmpty() ? 0 : known.indexOf(output);
    if (first < 0) {
      throw new DataException(
          "DATA names the output \""
              + output
              + "\" under `tasks:`, but the model's outputs are "
              + String.join(", ", known));
    }
    int after = first + Math.max(1, kind.outputs());
    if (after > known.size()) {
      throw new DataException(
          "the data's task ("
              + kind.name()
              + ") judges "
              + kind.outputs()
              + " outputs together, but the model's outputs are "
              + String.join(", ", known));
    }
    return known.subList(first, after);
  }

  /** Those of numbers with a row a record, as far as the file says. */
  private static List<String> numbers(List<ValueInfo> declared, List<String> known) {
    List<String> own =
        declared.stream().filter(o -> o.type().floating() && rows(o)).map(ValueInfo::name).toList();
    if (own.isEmpty()) {
      throw new DataException(
          "the model has no output of floating-point numbers with a row a record; its outputs are "
              + String.join(", ", known));
    }
    return own;
  }

  /** Whether the first axis may be that of the records: any that is not fixed, and one of 1. */
  private static boolean rows(ValueInfo output) {
    return !output.ranked()
        || !output.dims().isEmpty()
            && (!output.dims().get(0).known() || output.dims().get(0).size() == 1);
  }
}
