package dev.espalier.routing;

import dev.espalier.adaptive.EffortTable;
import dev.espalier.quality.Luck;
import java.util.Arrays;

/**
 * The cheapest row of an {@link EffortTable} that is sure to lose no more than allowed.
 *
 * <p>Learn-then-test (Angelopoulos, Bates, Candès, Jordan and Lei 2021, "Learn then Test:
 * Calibrating Predictive Algorithms to Achieve Risk Control") with fixed-sequence testing: "the
 * chain's mean loss is at least what is allowed above the original's" is tested at level δ row by
 * row ({@link Betting}), from the one that never stops early to cheaper ones, until it cannot be
 * rejected. The row before breaks the allowed loss with probability δ at most, over the draw of the
 * examples, which must have had no part in choosing the table. Should loss not rise as cost falls,
 * power is lost but no validity.
 *
 * @param basis what the row rests on
 * @param row of the table
 * @param difference the chain's loss less the original's there
 * @param upper bound of its mean with probability 1 - delta at this row taken alone
 * @param examples on which this was found
 * @param allowance what was asked for
 */
public record Guarantee(
    Basis basis, int row, Paired difference, double upper, int examples, Allowance allowance) {

  /** What a row rests on. */
  public enum Basis {
    /** the allowed loss is kept with probability 1 - delta. */
    PROOF,
    /** the mean difference and a margin above it are within the allowed loss. */
    ESTIMATE,
    /**
     * the metric itself is within the allowed loss where one stage answers all, as it was judged.
     */
    JUDGED,
    /** nothing but a cost that was asked for: what is lost there is measured. */
    SPENDING,
    /** nothing: the chain never stops early. */
    NONE
  }

  /**
   * On the calibration part. Where no row is proven none is risked: the last is taken. No examples
   * prove a loss of 0 where the last row is the original itself, so that this is estimated.
   */
  public static Guarantee of(EffortTable table, Outcomes calibration, Allowance allowance) {
    return of(table, calibration, allowance, 1);
  }

  /**
   * The same where one of several tables is taken after each was tested on these examples: each is
   * tested at level δ / {@code claims}, so that what is claimed holds for whichever is taken
   * (Bonferroni).
   */
  public static Guarantee of(
      EffortTable table, Outcomes calibration, Allowance allowance, int claims) {
    if (allowance.loss() == 0) {
      return estimate(table, calibration, allowance);
    }
    Betting betting = new Betting(allowance.judged().range(), allowance.delta() / claims);
    Outcomes shuffled = calibration.shuffled(allowance.seed());
    int reached = table.rows();
    while (reached > 0
        && betting.below(shuffled.differences(table.thresholds()[reached - 1]), allowance.loss())) {
      reached--;
    }
    return reached < table.rows()
        ? at(table, reached, Basis.PROOF, calibration, allowance)
        : at(table, table.rows() - 1, Basis.NONE, calibration, allowance);
  }

  /**
   * Without proof, where examples are too few for one or the loss is 0: the cheapest row whose mean
   * difference, and a margin above it, is within the allowed loss. The margin is the allowance's,
   * or what the best of the rows that were tried so far owes to {@link Luck} if that is more.
   */
  public static Guarantee estimate(EffortTable table, Outcomes calibration, Allowance allowance) {
    double[] before = {};
    int tried = 0;
    for (int row = 0; row < table.rows() - 1; row++) {
      double[] differences = calibration.differences(table.thresholds()[row]);
      tried += Arrays.equals(differences, before) ? 0 : 1;
      before = differences;
      Paired paired = Paired.of(differences);
      double luck =
          Luck.counts(differences.length, paired.standardError(), allowance.loss())
              ? Luck.ofBest(tried)
              : 0;
      Allowance sure = allowance.withMargin(Math.max(allowance.margin(), luck));
      if (paired.within(sure)) {
        return at(table, row, Basis.ESTIMATE, calibration, sure);
      }
    }
    int last = table.rows() - 1;
    boolean within = Paired.of(calibration.differences(table.thresholds()[last])).within(allowance);
    return at(table, last, within ? Basis.ESTIMATE : Basis.NONE, calibration, allowance);
  }

  /** The first stage answers all, and was judged by the metric itself. */
  public static Guarantee judged(EffortTable table, Outcomes calibration, Allowance allowance) {
    return at(table, 0, Basis.JUDGED, calibration, allowance);
  }

  /**
   * Where a cost is asked for and not a loss: the dearest row within it. The bound of the loss
   * holds there, since losses had no part in finding the row.
   */
  public static Guarantee spending(
      EffortTable table,
      Outcomes calibration,
      StageCosts costs,
      Spending spending,
      Allowance allowance) {
    int row = spending.dearestRow(table, calibration, costs);
    return at(table, row, Basis.SPENDING, calibration, allowance);
  }

  private static Guarantee at(
      EffortTable table, int row, Basis basis, Outcomes calibration, Allowance allowance) {
    double[] differences =
        calibration.shuffled(allowance.seed()).differences(table.thresholds()[row]);
    return new Guarantee(
        basis,
        row,
        Paired.of(differences),
        new Betting(allowance.judged().range(), allowance.delta()).upper(differences),
        differences.length,
        allowance);
  }

  /** Whether the allowed loss is proven to be kept at {@link #row}. */
  public boolean proven() {
    return basis == Basis.PROOF;
  }

  /** What a person should read. */
  public String sentence() {
    return GuaranteeWording.of(this);
  }
}
