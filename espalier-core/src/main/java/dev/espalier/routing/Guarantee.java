package dev.espalier.routing;

import java.util.Locale;

/**
 * The cheapest row of an {@link EffortTable} that is sure to lose no more than allowed.
 *
 * <p>Learn-then-test (Angelopoulos, Bates, Candès, Jordan and Lei 2021, "Learn then Test:
 * Calibrating Predictive Algorithms to Achieve Risk Control") with fixed-sequence testing: "the
 * chain's mean loss is more than allowed above the original's" is tested at level δ row by row,
 * from the one that never stops early to cheaper ones, until it cannot be rejected. The row before
 * breaks the allowed loss with probability δ at most, over the draw of the examples, which must
 * have had no part in choosing the table. Should loss not rise as cost falls, power is lost but no
 * validity.
 *
 * <p>A loss of 0 cannot be proven by examples where the last row is the original itself. Then the
 * row is the cheapest whose mean difference, plus the allowance's margin in paired standard errors,
 * is at most 0 on the same examples: an estimate, and {@code sentence} says so.
 *
 * @param proven whether the allowed loss is guaranteed at {@code row}
 * @param row of the table
 * @param difference the chain's loss less the original's there
 * @param upper bound of its mean with probability 1 - delta at this row taken alone
 * @param examples on which this was found
 * @param allowance what was asked for
 * @param sentence what a person should read
 */
public record Guarantee(
    boolean proven,
    int row,
    Paired difference,
    double upper,
    int examples,
    Allowance allowance,
    String sentence) {

  /** On the calibration part. */
  public static Guarantee of(EffortTable table, Outcomes calibration, Allowance allowance) {
    Outcomes shuffled =
        calibration.at(Parts.shuffled(new int[calibration.records()], allowance.seed()));
    Betting betting = new Betting(allowance.judged().range(), allowance.delta());
    int reached = table.rows();
    while (reached > 0 && allowance.loss() > 0) {
      double[] next = shuffled.differences(table.thresholds()[reached - 1]);
      if (!betting.below(next, allowance.loss())) {
        break;
      }
      reached--;
    }
    boolean proven = reached < table.rows();
    int row = proven ? reached : unproven(table, calibration, allowance);
    double[] differences = shuffled.differences(table.thresholds()[row]);
    Found found = new Found(Paired.of(differences), betting.upper(differences), differences.length);
    return new Guarantee(
        proven,
        row,
        found.difference,
        found.upper,
        found.examples,
        allowance,
        sentence(proven, found, allowance));
  }

  private record Found(Paired difference, double upper, int examples) {}

  /**
   * An allowed loss that was asked for but not proven is not risked: the chain never stops early.
   */
  private static int unproven(EffortTable table, Outcomes calibration, Allowance allowance) {
    return allowance.loss() > 0
        ? table.rows() - 1
        : Paired.cheapestRow(table, calibration, allowance);
  }

  private static String sentence(boolean proven, Found found, Allowance allowance) {
    Judged judged = allowance.judged();
    String measured =
        String.format(
            Locale.ROOT,
            "mean difference on %,d examples %s, upper bound at %.0f %% %s",
            found.examples,
            judged.text(found.difference.mean()),
            100 * (1 - allowance.delta()),
            judged.text(found.upper));
    String note = judged.note().isEmpty() ? "" : " Note: " + judged.note() + ".";
    return claim(proven, found, allowance) + " (" + measured + ")." + note;
  }

  private static String claim(boolean proven, Found found, Allowance allowance) {
    Judged judged = allowance.judged();
    if (proven) {
      return String.format(
          Locale.ROOT,
          "Guaranteed with probability %.0f %%: on new examples of this kind the %s is at most %s"
              + " above the original's",
          100 * (1 - allowance.delta()),
          judged.loss(),
          judged.text(allowance.loss()));
    }
    if (allowance.loss() > 0) {
      return String.format(
          Locale.ROOT,
          "No guarantee: %,d examples do not prove for any row that the %s is at most %s above the"
              + " original's, which takes at least %,.0f; the chain never stops early",
          found.examples,
          judged.loss(),
          judged.text(allowance.loss()),
          Math.ceil(judged.range() * Math.log(1 / allowance.delta()) / allowance.loss()));
    }
    return String.format(
        Locale.ROOT,
        "An estimate and no guarantee: the %s is not above the original's by estimate with a margin"
            + " of %.1f paired standard errors; no number of examples proves a loss of exactly 0",
        judged.loss(),
        allowance.margin());
  }
}
