package dev.espalier.record;

import java.util.List;

/**
 * What examples are like, as the model sees them: after preprocessing.
 *
 * @param layout {@code table}, {@code image}, {@code series}, {@code tokens} or {@code ids}
 * @param columns features of tables, channels of images, bands of series
 * @param classes how often each class occurs
 * @param repeats equal examples within and between splits
 * @param drifts how the other splits differ from train, feature by feature
 * @param importance what the model looks at
 */
public record DataProfile(
    String layout,
    List<Column> columns,
    List<ClassCount> classes,
    List<Repeats> repeats,
    List<Drift> drifts,
    List<Importance> importance) {
  public DataProfile {
    columns = Copies.list(columns);
    classes = Copies.list(classes);
    repeats = Copies.list(repeats);
    drifts = Copies.list(drifts);
    importance = Copies.list(importance);
  }

  /**
   * Statistics of one feature, channel or band.
   *
   * @param name of the feature, channel or band
   * @param low the least value
   * @param high the greatest value
   * @param mean of the values
   * @param deviation their standard deviation
   * @param skew third standardised moment
   * @param zeros share of exact zeros
   * @param missing share of NaN; the other figures leave these out
   */
  public record Column(
      String name,
      double low,
      double high,
      double mean,
      double deviation,
      double skew,
      double zeros,
      double missing) {}

  /**
   * How often one class occurs, in train and among the examples that decide.
   *
   * @param name of the class, or its number
   * @param train records of the class that were looked at in train
   * @param gate the same among the examples that decide
   */
  public record ClassCount(String name, long train, long gate) {}

  /**
   * How many examples occur more than once, within one split or in two.
   *
   * @param where {@code within train}, {@code gate in train} …
   * @param records looked at
   * @param exact how many are equal to another (an earlier one, or one of train)
   * @param near how many more are equal after coarse rounding: a lower bound of the near ones
   * @param conflicting how many of the exact ones have another label
   */
  public record Repeats(String where, long records, long exact, long near, long conflicting) {}

  /**
   * How far one feature, or the labels, differ between train and another split.
   *
   * @param feature that was compared; {@code classes} for the labels
   * @param split compared with train
   * @param psi population stability index over ten equal shares of train; above 0.2 is much
   * @param distance the largest difference of the two distribution functions
   * @param p of the Kolmogorov-Smirnov (labels: chi-square) test, Holm-corrected over all features
   * @param drifted whether p is below 0.01 and the difference is more than slight (distance above
   *     0.1 or psi above 0.1)
   */
  public record Drift(
      String feature, String split, double psi, double distance, double p, boolean drifted) {}

  /**
   * How much depends on each part of the input.
   *
   * @param method {@code permutation} (rise of the loss when the part is shuffled between records)
   *     or {@code gradient} (mean absolute gradient of the loss)
   * @param parts of what: {@code columns}, {@code channels}, {@code patches}, {@code steps}, {@code
   *     bands}, {@code positions} or {@code inputs}
   * @param rows of the picture where parts form one, else 1
   * @param names of the parts, row by row
   * @param values one a part
   * @param errors standard errors of the values; empty where not known
   * @param records looked at
   */
  public record Importance(
      String method,
      String parts,
      int rows,
      List<String> names,
      List<Double> values,
      List<Double> errors,
      int records) {
    public Importance {
      names = Copies.list(names);
      values = Copies.list(values);
      errors = Copies.list(errors);
    }
  }
}
