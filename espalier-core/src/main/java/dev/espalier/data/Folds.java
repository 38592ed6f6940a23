package dev.espalier.data;

import java.util.stream.IntStream;

/**
 * Divides records into parts of about equal size, each of which is judged by what was chosen on the
 * others (Stone, Cross-Validatory Choice and Assessment of Statistical Predictions, 1974).
 *
 * @param count of the parts, at least 1; 1 divides nothing
 * @param groupSize records that stay together, such as those that are ranked together; at least 1
 */
public record Folds(int count, int groupSize) {
  /** Nothing is divided. */
  public static final Folds NONE = new Folds(1, 1);

  public Folds {
    if (count < 1 || groupSize < 1) {
      throw new IllegalArgumentException(
          "there are no " + count + " folds of groups of " + groupSize);
    }
  }

  /** {@return whether anything is divided} */
  public boolean divide() {
    return count > 1;
  }

  /**
   * {@return the fold of a record}
   *
   * @param record its number, from 0
   */
  public int of(int record) {
    return record / groupSize % count;
  }

  /**
   * {@return the records outside of a fold}
   *
   * @param fold its number, from 0
   * @param records how many there are
   */
  public int[] without(int fold, int records) {
    return IntStream.range(0, records).filter(i -> of(i) != fold).toArray();
  }
}
