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
  /** Without figures by a column of the data. */
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
