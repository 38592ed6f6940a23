package dev.espalier.task;

/** A metric as a function of the records (groups) that it is taken over, repetitions allowed. */
@FunctionalInterface
public interface Statistic {
  /**
   * {@return the figure over these records, which may repeat}
   *
   * @param records numbers of records, from 0
   */
  double over(int[] records);

  /**
   * The figure of each record that it is the mean of; empty where it is no mean.
   *
   * @return one figure a record, or an empty array
   */
  default double[] each() {
    return new double[0];
  }

  /**
   * {@return the mean of one figure a record}
   *
   * @param each the figure of each record
   */
  static Statistic mean(double[] each) {
    return new Statistic() {
      @Override
      public double over(int[] records) {
        return Averages.mean(records.length, i -> each[records[i]]);
      }

      @Override
      public double[] each() {
        return each;
      }
    };
  }
}
