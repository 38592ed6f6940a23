package dev.espalier.data;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.IntFunction;
import java.util.random.RandomGenerator;

/**
 * A choice of records by number, in an order that matters.
 *
 * @param numbers of records, from 0
 */
public record Rows(int[] numbers) {
  /**
   * 0 to n-1, in order.
   *
   * @param n how many records there are
   * @return the numbers of all records
   */
  public static Rows all(int n) {
    int[] numbers = new int[n];
    Arrays.setAll(numbers, i -> i);
    return new Rows(numbers);
  }

  /**
   * 0 to n-1 in an order that depends on {@code seed} alone (Fisher–Yates).
   *
   * @param n how many records there are
   * @param seed of the order
   * @return the numbers of all records
   */
  public static Rows shuffled(int n, long seed) {
    return all(n).shuffled(new SplittableRandom(seed));
  }

  /**
   * {@return these records in another order}
   *
   * @param random draws the order
   */
  public Rows shuffled(RandomGenerator random) {
    int[] out = numbers.clone();
    for (int i = out.length - 1; i > 0; i--) {
      int j = random.nextInt(i + 1);
      int held = out[i];
      out[i] = out[j];
      out[j] = held;
    }
    return new Rows(out);
  }

  /** {@return number of records} */
  public int size() {
    return numbers.length;
  }

  /**
   * {@return the first {@code n}, or all of them}
   *
   * @param n at most so many
   */
  public Rows limit(int n) {
    return slice(0, Math.min(n, numbers.length));
  }

  /**
   * {@return the records from {@code from} to before {@code to}}
   *
   * @param from first place that is taken, from 0
   * @param to first place that is not taken
   */
  public Rows slice(int from, int to) {
    return new Rows(Arrays.copyOfRange(numbers, from, to));
  }

  /**
   * {@return a view of {@code source} that holds just these records}
   *
   * @param source whose records these numbers count
   */
  public Dataset of(Dataset source) {
    return new Dataset() {
      @Override
      public int size() {
        return numbers.length;
      }

      @Override
      public Batch batch(int[] rows) {
        return source.batch(map(rows));
      }

      @Override
      public Batch augmented(int[] rows, IntFunction<RandomGenerator> random) {
        return source.augmented(map(rows), random);
      }

      @Override
      public List<String> columns(String input) {
        return source.columns(input);
      }

      @Override
      public String by() {
        return source.by();
      }

      @Override
      public String domain(int row) {
        return source.domain(numbers[row]);
      }

      @Override
      public String text(int row) {
        return source.text(numbers[row]);
      }
    };
  }

  private int[] map(int[] rows) {
    return Arrays.stream(rows).map(r -> numbers[r]).toArray();
  }
}
