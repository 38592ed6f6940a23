package dev.espalier.routing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.espalier.adaptive.EffortTable;
import java.util.Arrays;
import java.util.function.ToIntFunction;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("slow")
class GuaranteeTest {
  private static final int REPEATS = 300;
  private static final int RECORDS = 600;
  private static final double ALLOWED = 0.02;
  private static final EffortTable TABLE =
      ThresholdPath.of(ToyChain.of(3, 1000, 100), ToyChain.costs(3), 41);

  /** What each row really loses. */
  private static final double[] DROPS = drops(ToyChain.of(3, 100_000, 101));

  @Test
  void isBrokenInOneOfTwentyCalibrationsAtMost() {
    double most = REPEATS * 0.05 + 3 * Math.sqrt(REPEATS * 0.05 * 0.95);
    Allowance allowance = ToyChain.allowance(ALLOWED);
    int broken = broken(o -> Guarantee.of(TABLE, o, allowance).row());
    assertTrue(broken <= most, broken + " broken");
    int naive = broken(GuaranteeTest::byMeans);
    assertTrue(naive > most, "comparing means guarantees nothing, yet only " + naive + " broke");
  }

  @Test
  void savesCostAndSaysWhatItProved() {
    Outcomes calibration = ToyChain.of(3, 2000, 102);
    Guarantee guarantee = Guarantee.of(TABLE, calibration, ToyChain.allowance(0.02));
    assertTrue(guarantee.proven());
    assertTrue(guarantee.row() < TABLE.rows() * 3 / 4, "row " + guarantee.row());
    assertTrue(guarantee.upper() <= 0.02 && guarantee.difference().mean() < guarantee.upper());
    assertEquals(2000, guarantee.examples());
    assertTrue(
        guarantee
            .sentence()
            .startsWith(
                "Guaranteed with probability 95 %: on new examples of this kind the error rate is"
                    + " at most 2.00 points above the original's (mean difference on 2,000"),
        guarantee.sentence());
  }

  /** Two calibrations of which the cheaper is taken are broken no more often than one. */
  @Test
  void ofTwoClaimsEachHasHalfTheChanceToBeWrong() {
    Allowance allowance = ToyChain.allowance(ALLOWED);
    Outcomes calibration = ToyChain.of(3, RECORDS, 104);
    Guarantee one = Guarantee.of(TABLE, calibration, allowance);
    Guarantee two = Guarantee.of(TABLE, calibration, allowance, 2);
    assertTrue(two.row() >= one.row(), two.row() + " and " + one.row());
    int broken = broken(o -> Guarantee.of(TABLE, o, allowance, 2).row());
    double most = REPEATS * 0.025 + 3 * Math.sqrt(REPEATS * 0.025 * 0.975);
    assertTrue(broken <= most, broken + " broken");
  }

  @Test
  void oneStageThatAnswersAllIsJudgedByItself() {
    Outcomes calibration = ToyChain.of(3, RECORDS, 105);
    Guarantee judged = Guarantee.judged(TABLE, calibration, ToyChain.allowance(ALLOWED));
    assertEquals(0, judged.row());
    assertFalse(judged.proven());
    assertTrue(judged.sentence().contains("as static models are judged"), judged.sentence());
  }

  @Test
  void noLossAtAllIsAnEstimate() {
    Outcomes calibration = ToyChain.of(3, 2000, 103);
    Guarantee guarantee = Guarantee.of(TABLE, calibration, ToyChain.allowance(0));
    assertFalse(guarantee.proven());
    assertTrue(guarantee.difference().above(1) <= 0);
    for (int r = 0; r < guarantee.row(); r++) {
      assertTrue(Paired.of(calibration.differences(TABLE.thresholds()[r])).above(1) > 0);
    }
    assertTrue(
        guarantee.sentence().startsWith("An estimate and no guarantee:"), guarantee.sentence());
  }

  @Test
  void whatCannotBeProvenIsNotRisked() {
    Guarantee guarantee = Guarantee.of(TABLE, ToyChain.of(3, 100, 104), ToyChain.allowance(0.01));
    assertFalse(guarantee.proven());
    assertEquals(TABLE.rows() - 1, guarantee.row());
    assertTrue(
        guarantee.sentence().contains("never stops early; a proof takes more than 298 examples"),
        guarantee.sentence());
  }

  @Test
  void whatIsTooFewForAProofMayBeEstimated() {
    Guarantee guarantee =
        Guarantee.estimate(TABLE, ToyChain.of(3, 200, 105), ToyChain.allowance(0.01));
    assertEquals(Guarantee.Basis.ESTIMATE, guarantee.basis());
    assertTrue(guarantee.row() < TABLE.rows() - 1 && guarantee.upper() > 0.01);
    assertTrue(
        guarantee
            .sentence()
            .startsWith(
                "An estimate and no guarantee: the error rate is at most 1.00 points above"),
        guarantee.sentence());
  }

  /** The cheapest of many rows whose mean is within the limit is often there by luck. */
  @Test
  void anEstimateOnFewExamplesAllowsForLuck() {
    Allowance allowance = ToyChain.allowance(ALLOWED);
    int few = 200;
    int broken = broken(few, o -> Guarantee.estimate(TABLE, o, allowance).row());
    int naive = broken(few, GuaranteeTest::cheapestByMeans);
    assertTrue(broken < naive / 2, broken + " broken, by means alone " + naive);
    Guarantee guarantee = Guarantee.estimate(TABLE, ToyChain.of(3, few, 107), allowance);
    assertTrue(guarantee.allowance().margin() > 0, guarantee.sentence());
  }

  @Test
  void whatWasAskedForIsSpentAndItsLossMeasured() {
    Outcomes calibration = ToyChain.of(3, 2000, 106);
    StageCosts costs = ToyChain.costs(3);
    Spending spending = new Spending(0.6 * costs.upTo(2), costs.unit());
    Guarantee guarantee =
        Guarantee.spending(TABLE, calibration, costs, spending, ToyChain.allowance(0));
    assertEquals(Guarantee.Basis.SPENDING, guarantee.basis());
    double cost = costs.mean(calibration.routes(TABLE.thresholds()[guarantee.row()]));
    assertTrue(cost <= spending.most() && cost > 0.5 * costs.upTo(2), "costs " + cost);
    assertTrue(guarantee.upper() > guarantee.difference().mean());
    assertTrue(guarantee.sentence().startsWith("No loss was named"), guarantee.sentence());
  }

  private static int broken(ToIntFunction<Outcomes> rule) {
    return broken(RECORDS, rule);
  }

  private static int broken(int records, ToIntFunction<Outcomes> rule) {
    int broken = 0;
    for (int r = 0; r < REPEATS; r++) {
      broken += DROPS[rule.applyAsInt(ToyChain.of(3, records, 1000 + r))] > ALLOWED ? 1 : 0;
    }
    return broken;
  }

  private static int cheapestByMeans(Outcomes calibration) {
    int row = 0;
    while (row < TABLE.rows() - 1
        && Paired.of(calibration.differences(TABLE.thresholds()[row])).mean() > ALLOWED) {
      row++;
    }
    return row;
  }

  /** Takes the mean on the calibration part for the truth. */
  private static int byMeans(Outcomes calibration) {
    int row = TABLE.rows() - 1;
    while (row > 0
        && Paired.of(calibration.differences(TABLE.thresholds()[row - 1])).mean() <= ALLOWED) {
      row--;
    }
    return row;
  }

  private static double[] drops(Outcomes population) {
    return Arrays.stream(TABLE.thresholds())
        .mapToDouble(t -> Paired.of(population.differences(t)).mean())
        .toArray();
  }
}
