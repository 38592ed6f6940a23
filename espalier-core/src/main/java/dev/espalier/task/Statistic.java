package dev.espalier.task;

/** A metric as a function of the records (groups) that it is taken over, repetitions allowed. */
@FunctionalInterface
public interface Statistic {
  /** The figure over these records, which may repeat. */
  double over(int[] records);

  /** The figure of each record that it is the mean of; empty where it is no mean. */
  default double[] each() {
    return new double[0];
  }

  /** The mean of one figure a record. */
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
