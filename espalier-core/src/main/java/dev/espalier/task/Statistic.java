package dev.espalier.task;

/** A metric as a function of the records (groups) that it is taken over, repetitions allowed. */
@FunctionalInterface
public interface Statistic {
  double over(int[] records);

  /** The mean of one figure a record. */
  static Statistic mean(double[] each) {
    return records -> Averages.mean(records.length, i -> each[records[i]]);
  }
}
