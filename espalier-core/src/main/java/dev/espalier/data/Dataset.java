package dev.espalier.data;

import dev.espalier.files.DataException;
import java.util.List;
import java.util.function.IntFunction;
import java.util.random.RandomGenerator;

/**
 * A fixed sequence of records of one split. Thread-safe; reading the same rows twice gives equal
 * batches.
 */
public interface Dataset {
  /** Number of records. */
  int size();

  /**
   * The records at {@code rows}, preprocessed, without augmentation. Throws {@link DataException}
   * naming file and record.
   */
  Batch batch(int[] rows);

  /**
   * Like {@link #batch} with random augmentation; the same where the data names none.
   *
   * @param random what the augmentation of a row is drawn from, by its number here or in what this
   *     is a part of
   */
  default Batch augmented(int[] rows, IntFunction<RandomGenerator> random) {
    return batch(rows);
  }

  /** Names of the columns that an input is joined of, in its order; empty where it is of one. */
  default List<String> columns(String input) {
    return List.of();
  }

  /** The column or array that figures are split by; empty where DATA names none. */
  default String by() {
    return "";
  }

  /** The value of that column for one record. */
  default String domain(int row) {
    return "";
  }

  /**
   * The first {@code n} records of this data set in a seeded order; all of it, in that order, when
   * {@code n} is not smaller.
   */
  default Dataset sample(int n, long seed) {
    return Rows.shuffled(size(), seed).limit(n).of(this);
  }

  /** What a person would read of a record: its texts; empty where it has none. */
  default String text(int row) {
    return "";
  }
}
