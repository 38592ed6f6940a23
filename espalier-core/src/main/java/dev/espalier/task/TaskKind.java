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
 * <p>Metrics in which more is worse have mse, mae or loss in their name, or are called perplexity
 * or smape: by that word reports tell errors from shares.
 */
public interface TaskKind extends Named {
  /** Of {@link #outputs}. */
  int ALL = 0;

  /**
   * {@return names of the metrics that it may be judged by, the usual one first}
   *
   * @param classes how many there are; 0 where that is unknown
   */
  List<String> metrics(int classes);

  /**
   * What labels must look like.
   *
   * @return numbers of classes, yes or no by column, numbers, or none
   */
  LabelForm labels();

  /** {@return whether outputs score classes, of which one is right} */
  default boolean classifies() {
    return labels() == LabelForm.CLASSES;
  }

  /**
   * {@return how many outputs of a model are judged together: one, and those that follow it; {@link
   * #ALL} for all that hold numbers and have a row a record}
   */
  default int outputs() {
    return 1;
  }

  /**
   * How a judged output becomes what is compared: it stays as it is.
   *
   * @return the pooling of the judged output
   */
  default Pooling pooling() {
    return Pooling.NONE;
  }

  /**
   * The same kind where outputs are read as DATA says ({@code outputs:}); {@link
   * dev.espalier.files.DataException} for words that it does not know.
   *
   * @param outputs a word of DATA; empty where it has none
   * @return the kind that reads them so
   */
  default TaskKind readAs(String outputs) {
    if (!outputs.isEmpty()) {
      throw new DataException(
          "`outputs: " + outputs + "` has no meaning for " + name() + "; leave it out");
    }
    return this;
  }

  /**
   * {@return whether outputs say what labels say, so that whatever foretells labels can be judged
   * too}
   */
  default boolean direct() {
    return labels() != LabelForm.NONE && outputs() == 1;
  }

  /**
   * {@return whether outputs are scores of classes at each token, and labels a class number for
   * each, negative where a token does not count}
   */
  default boolean perToken() {
    return false;
  }

  /** {@return whether DATA may ask for it by its name} */
  default boolean stated() {
    return true;
  }

  /** {@return whether {@link Task#groupSize} records are judged together} */
  default boolean grouped() {
    return false;
  }

  /**
   * {@return whether there is anything to compare outputs with}
   *
   * @param task of this kind
   */
  default boolean labelled(Task task) {
    return labels() != LabelForm.NONE;
  }

  /**
   * {@return all figures in a fixed order, by name: {@link #metrics} but for the agreement with
   * another model} {@link dev.espalier.files.DataException} where labels do not fit the outputs.
   *
   * @param task of this kind
   * @param predictions with labels
   */
  Map<String, Double> figures(Task task, Predictions predictions);

  /**
   * {@return what each record (group) adds to the mean that the metric is, or is made of}
   *
   * @param task of this kind
   * @param predictions with labels
   */
  double[] perRecord(Task task, Predictions predictions);

  /**
   * {@return the metric over any records (groups): the mean of {@link #perRecord} unless it is no
   * mean}
   *
   * @param task of this kind
   * @param predictions with labels
   */
  default Statistic statistic(Task task, Predictions predictions) {
    return Statistic.mean(perRecord(task, predictions));
  }

  /** {@return whether {@link #agreement} is a matter of degrees, and not right or wrong} */
  default boolean byDegrees() {
    return false;
  }

  /** {@return what is lost where {@link #agreement} falls, for a person} */
  default String disagreement() {
    return "the share of examples that it answers otherwise";
  }

  /**
   * {@return how far another model answers each record as the original does: 1 where it does, less
   * where it does not} Most kinds ask for the same answer: 1 or 0.
   *
   * @param task of this kind
   * @param original what the original says
   * @param other what the other model says of the same records
   */
  default double[] agreement(Task task, Predictions original, Predictions other) {
    return SameAnswer.of(original, other);
  }

  /**
   * {@return further figures of how near another model comes to the original, by name, in a fixed
   * order}
   *
   * @param original what the original says
   * @param other what the other model says of the same records
   */
  default Map<String, Double> nearness(Predictions original, Predictions other) {
    return Map.of();
  }

  /**
   * {@return the agreement over any records: the mean of {@link #agreement} unless it is no mean}
   *
   * @param task of this kind
   * @param original what the original says
   * @param other what the other model says of the same records
   */
  default Statistic agreements(Task task, Predictions original, Predictions other) {
    return Statistic.mean(agreement(task, original, other));
  }

  /**
   * {@return whether labels judge only, and what is trained is the distance to the original: then
   * {@link #losses} needs what the whole model says, labels or not}
   */
  default boolean taught() {
    return labels() == LabelForm.NONE;
  }

  /**
   * {@return whether an answer shows how sure a model is of it, so that records may go different
   * ways through a dynamic model}
   */
  default boolean routed() {
    return true;
  }

  /**
   * How the loss of a metric is told from paired records.
   *
   * @param metric one of {@link #metrics}
   * @return by records where they count alone, else by drawing them anew
   */
  default Pairing pairing(String metric) {
    return Pairing.BY_RESAMPLING;
  }

  /**
   * {@return how wrong each record is, at least 0: what is trained, without the batch's mean}
   *
   * @param task of this kind
   * @param predictions with labels
   * @param whole what the whole model says of the same records
   */
  double[] losses(Task task, Predictions predictions, Predictions whole);

  /**
   * {@return the metric of the best constant answer, or of a random order; NaN where none is known}
   *
   * @param task of this kind
   * @param predictions with labels
   */
  default double chance(Task task, Predictions predictions) {
    return Double.NaN;
  }

  /**
   * {@return how far each record (group) is from tipping over, positive where it is right; empty
   * where answers are not right or wrong}
   *
   * @param task of this kind
   * @param predictions with labels
   */
  default double[] margins(Task task, Predictions predictions) {
    return new double[0];
  }

  /** {@return what {@link #recalls} tells of each class} */
  default String classFigure() {
    return "recall";
  }

  /**
   * {@return how many labels of each class there are; empty without classes}
   *
   * @param task of this kind
   * @param predictions with labels
   */
  default long[] classCounts(Task task, Predictions predictions) {
    return new long[0];
  }

  /**
   * {@return recall of each class (or what {@link #classFigure} names), NaN where no record has it;
   * empty without classes}
   *
   * @param task of this kind
   * @param predictions with labels
   */
  default double[] recalls(Task task, Predictions predictions) {
    return new double[0];
  }

  /**
   * {@return what is to be done, for a person: classification into 3 classes}
   *
   * @param task of this kind
   * @param predictions any of them
   */
  String words(Task task, Predictions predictions);

  /**
   * {@return what a model says of one record, for a person}
   *
   * @param columns all of the output
   * @param classNames by class number
   */
  default String answer(float[] columns, IntFunction<String> classNames) {
    return String.format(Locale.ROOT, "%.4g", columns[0]);
  }

  /**
   * {@return name of the loss that is trained, towards labels and towards a teacher: {@code
   * cross-entropy}, {@code binary-cross-entropy}, {@code mse}, {@code output-matching}, or another
   * that the tuner knows}
   */
  String loss();
}
