package dev.espalier.task;

import java.util.Arrays;

/**
 * A sum over records divided by another.
 *
 * @param above what each record adds above the line
 * @param below what it adds below
 * @param none the figure where nothing stands below
 */
record Ratio(double[] above, double[] below, double none) implements Statistic {
  @Override
  public double over(int[] records) {
    double up = Arrays.stream(records).mapToDouble(r -> above[r]).sum();
    double down = Arrays.stream(records).mapToDouble(r -> below[r]).sum();
    return down == 0 ? none : up / down;
  }

  /** Over all of them. */
  double whole() {
    return over(Averages.all(above.length));
  }

  /** Of each record alone. */
  double[] byRecord(int records) {
    return Averages.each(records, r -> over(new int[] {r}));
  }
}
