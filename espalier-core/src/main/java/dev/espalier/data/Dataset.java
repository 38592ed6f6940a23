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
  /** {@return number of records} */
  int size();

  /**
   * {@return the records at {@code rows}, preprocessed, without augmentation} Throws {@link
   * DataException} naming file and record.
   *
   * @param rows numbers of records, from 0; some may repeat
   */
  Batch batch(int[] rows);

  /**
   * Like {@link #batch} with random augmentation; the same where the data names none.
   *
   * @param rows numbers of records, from 0; some may repeat
   * @param random what the augmentation of a row is drawn from, by its number here or in what this
   *     is a part of
   * @return the records, changed at random
   */
  default Batch augmented(int[] rows, IntFunction<RandomGenerator> random) {
    return batch(rows);
  }

  /**
   * {@return names of the columns that an input is joined of, in its order; empty where it is of
   * one}
   *
   * @param input name of an input of the model
   */
  default List<String> columns(String input) {
    return List.of();
  }

  /** {@return the column or array that figures are split by; empty where DATA names none} */
  default String by() {
    return "";
  }

  /**
   * {@return the value of that column for one record}
   *
   * @param row number of the record, from 0
   */
  default String domain(int row) {
    return "";
  }

  /**
   * {@return the first {@code n} records of this data set in a seeded order; all of it, in that
   * order, when {@code n} is not smaller}
   *
   * @param n how many records
   * @param seed of the order
   */
  default Dataset sample(int n, long seed) {
    return Rows.shuffled(size(), seed).limit(n).of(this);
  }

  /**
   * {@return what a person would read of a record: its texts; empty where it has none}
   *
   * @param row number of the record, from 0
   */
  default String text(int row) {
    return "";
  }
}
