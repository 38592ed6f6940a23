package dev.espalier.task;

import dev.espalier.catalogue.Named;
import dev.espalier.files.DataException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.IntFunction;

/**
 * How the outputs of a model are compared with labels, shown and trained: everything that differs
 * between classification, regression and the like.
 *
 * <p>Another jar adds one by a class with a constructor without parameters that it names in {@code
 * META-INF/services/dev.espalier.task.TaskKind}; DATA then asks for it by {@code labels: {task:
 * NAME}}. Kinds have no state, and equal ones are equal (records are).
 *
 * <p>Metrics in which more is worse have mse, mae or loss in their name: by that word reports tell
 * errors from shares.
 */
public interface TaskKind extends Named {
  /** Of {@link #outputs}. */
  int ALL = 0;

  /**
   * Names of the metrics that it may be judged by, the usual one first.
   *
   * @param classes how many there are; 0 where that is unknown
   */
  List<String> metrics(int classes);

  LabelForm labels();

  /** Whether outputs score classes, of which one is right. */
  default boolean classifies() {
    return labels() == LabelForm.CLASSES;
  }

  /**
   * How many outputs of a model are judged together: one, and those that follow it; {@link #ALL}
   * for all that hold numbers and have a row a record.
   */
  default int outputs() {
    return 1;
  }

  /** How a judged output becomes what is compared: it stays as it is. */
  default Pooling pooling() {
    return Pooling.NONE;
  }

  /**
   * The same kind where outputs are read as DATA says ({@code outputs:}); {@link
   * dev.espalier.files.DataException} for words that it does not know.
   */
  default TaskKind readAs(String outputs) {
    if (!outputs.isEmpty()) {
      throw new DataException(
          "`outputs: " + outputs + "` says nothing of a " + name() + "; leave it out");
    }
    return this;
  }

  /** Whether outputs say what labels say, so that whatever foretells labels can be judged too. */
  default boolean direct() {
    return labels() != LabelForm.NONE && outputs() == 1;
  }

  /** Whether DATA may ask for it by its name. */
  default boolean stated() {
    return true;
  }

  /** Whether {@link Task#groupSize} records are judged together. */
  default boolean grouped() {
    return false;
  }

  /** Whether there is anything to compare outputs with. */
  default boolean labelled(Task task) {
    return labels() != LabelForm.NONE;
  }

  /**
   * All figures in a fixed order, by name: {@link #metrics} but for the agreement with another
   * model. {@link dev.espalier.files.DataException} where labels do not fit the outputs.
   */
  Map<String, Double> figures(Task task, Predictions predictions);

  /** What each record (group) adds to the mean that the metric is, or is made of. */
  double[] perRecord(Task task, Predictions predictions);

  /** The metric over any records (groups): the mean of {@link #perRecord} unless it is no mean. */
  default Statistic statistic(Task task, Predictions predictions) {
    return Statistic.mean(perRecord(task, predictions));
  }

  /** Whether {@link #agreement} is a matter of degrees, and not right or wrong. */
  default boolean byDegrees() {
    return false;
  }

  /** What is lost where {@link #agreement} falls, for a person. */
  default String disagreement() {
    return "the share of examples that it answers otherwise";
  }

  /**
   * How far another model answers each record as the original does: 1 where it does, less where it
   * does not. Most kinds ask for the same answer: 1 or 0.
   */
  default double[] agreement(Task task, Predictions original, Predictions other) {
    return SameAnswer.of(original, other);
  }

  /** Further figures of how near another model comes to the original, by name, in a fixed order. */
  default Map<String, Double> nearness(Predictions original, Predictions other) {
    return Map.of();
  }

  /** The agreement over any records: the mean of {@link #agreement} unless it is no mean. */
  default Statistic agreements(Task task, Predictions original, Predictions other) {
    return Statistic.mean(agreement(task, original, other));
  }

  /**
   * Whether labels judge only, and what is trained is the distance to the original: then {@link
   * #losses} needs what the whole model says, labels or not.
   */
  default boolean taught() {
    return labels() == LabelForm.NONE;
  }

  /**
   * Whether an answer shows how sure a model is of it, so that records may go different ways
   * through a dynamic model.
   */
  default boolean routed() {
    return true;
  }

  default Pairing pairing(String metric) {
    return Pairing.BY_RESAMPLING;
  }

  /**
   * How wrong each record is, at least 0: what is trained, without the batch's mean.
   *
   * @param predictions with labels
   * @param whole what the whole model says of the same records
   */
  double[] losses(Task task, Predictions predictions, Predictions whole);

  /** The metric of the best constant answer, or of a random order; NaN where none is known. */
  default double chance(Task task, Predictions predictions) {
    return Double.NaN;
  }

  /**
   * How far each record (group) is from tipping over, positive where it is right; empty where
   * answers are not right or wrong.
   */
  default double[] margins(Task task, Predictions predictions) {
    return new double[0];
  }

  /** What {@link #recalls} tells of each class. */
  default String classFigure() {
    return "recall";
  }

  /** How many labels of each class there are; empty without classes. */
  default long[] classCounts(Task task, Predictions predictions) {
    return new long[0];
  }

  /**
   * Recall of each class (or what {@link #classFigure} names), NaN where no record has it; empty
   * without classes.
   */
  default double[] recalls(Task task, Predictions predictions) {
    return new double[0];
  }

  /** What is to be done, for a person: classification into 3 classes. */
  String words(Task task, Predictions predictions);

  /**
   * What a model says of one record, for a person.
   *
   * @param columns all of the output
   * @param classNames by class number
   */
  default String answer(float[] columns, IntFunction<String> classNames) {
    return String.format(Locale.ROOT, "%.4g", columns[0]);
  }

  /**
   * Name of the loss that is trained, towards labels and towards a teacher: {@code cross-entropy},
   * {@code binary-cross-entropy}, {@code mse}, {@code output-matching}, or another that the tuner
   * knows.
   */
  String loss();
}
