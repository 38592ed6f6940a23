package dev.espalier.data;

import dev.espalier.feed.Preprocessing;
import dev.espalier.task.Task;
import org.jspecify.annotations.Nullable;

/**
 * The three parts of a data set.
 *
 * @param task what the labels mean
 * @param train examples to tune on
 * @param validation examples to choose on; null where the data names none
 * @param test examples for final figures
 * @param trainSeen whether the original was trained on {@code train} (assumed unless the data says
 *     otherwise)
 * @param hash identifies the records of each split; equal hashes mean equal splits
 * @param assignment the same before a domain narrowed them down: what was train is train in any
 *     domain
 * @param classNames names of the classes in order; empty where unknown
 * @param narrowed classes that the model's narrow output stands for, by their numbers among all;
 *     empty where it has all
 * @param source what a person should read: path and format
 * @param notes what was left out of the files, for a person; empty where nothing was
 * @param preprocessing how stored records become what the model is fed
 */
public record Splits(
    Task task,
    @Nullable Dataset train,
    @Nullable Dataset validation,
    @Nullable Dataset test,
    boolean trainSeen,
    String hash,
    String assignment,
    java.util.List<String> classNames,
    java.util.List<Integer> narrowed,
    String source,
    java.util.List<String> notes,
    Preprocessing preprocessing) {
  /**
   * Without figures by a column of the data.
   *
   * @param task what the labels mean
   * @param train examples to learn from; null for none
   * @param validation examples that weights are kept by; null for none
   * @param test examples that results are judged on; null for none
   * @param trainSeen whether the original was trained on the training examples
   * @param hash of the assignment of records to splits
   * @param assignment how records were assigned, in words
   * @param classNames by number of the class; empty where there are none
   * @param narrowed numbers of the classes kept, in the whole model; empty for all
   * @param source of the data: path and format
   */
  public Splits(
      Task task,
      @Nullable Dataset train,
      @Nullable Dataset validation,
      @Nullable Dataset test,
      boolean trainSeen,
      String hash,
      String assignment,
      java.util.List<String> classNames,
      java.util.List<Integer> narrowed,
      String source) {
    this(
        task,
        train,
        validation,
        test,
        trainSeen,
        hash,
        assignment,
        classNames,
        narrowed,
        source,
        java.util.List.of(),
        Preprocessing.NONE);
  }
}
