package dev.espalier.routing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.espalier.adaptive.EffortTable;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ChoiceTest {
  private static final Outcomes GOOD = ToyChain.of(3, 1000, 1);
  private static final StageCosts MACS = ToyChain.costs(3);
  private static final StageCosts MICROS = new StageCosts(new double[] {10, 10, 10}, "micros");

  @Test
  void aSignalThatKnowsNothingSavesLess() {
    Choice choice =
        Choice.among(
            List.of(candidate("noise", noise(), MACS, null), candidate("ease", GOOD, MACS, MICROS)),
            ToyChain.allowance(0.01),
            41);
    assertEquals("ease", choice.best().name());
    assertEquals("MACs", choice.unit(), "not all were timed");
    Choice.Considered noise = choice.considered().get(0);
    assertTrue(noise.cost() > choice.best().cost());
    assertTrue(choice.best().cost() < 0.7 * choice.best().costOfAll());
    assertTrue(choice.best().difference().above(1) <= 0.01);
  }

  @Test
  void measuredTimeDecidesWhereAllHaveIt() {
    StageCosts slower = new StageCosts(new double[] {30, 30, 30}, "micros");
    StageCosts fewer = new StageCosts(new double[] {0.1, 0.1, 0.1}, "MACs");
    Choice choice =
        Choice.among(
            List.of(
                candidate("fewer", GOOD, fewer, slower), candidate("faster", GOOD, MACS, MICROS)),
            ToyChain.allowance(0.01),
            41);
    assertEquals("faster", choice.best().name());
    assertEquals("micros", choice.unit());
  }

  @Test
  void whatLosesTooMuchIsTakenOnlyWhereNothingElseIsThere() {
    double[] wrong = new double[1000];
    Arrays.fill(wrong, 1);
    Outcomes bad =
        new Outcomes(GOOD.scores(), new double[][] {wrong, wrong, wrong}, new double[1000]);
    ChainCandidate cheap =
        candidate("bad", bad, new StageCosts(new double[] {0, 0, 0}, "MACs"), null);
    ChainCandidate good = candidate("good", GOOD, MACS, null);
    Allowance allowance = ToyChain.allowance(0.01);
    assertEquals("good", Choice.among(List.of(cheap, good), allowance, 21).best().name());
    Choice alone = Choice.among(List.of(cheap), allowance, 21);
    assertFalse(alone.best().within());
    assertEquals(alone.best().table().rows() - 1, alone.best().row());
    assertThrows(IllegalArgumentException.class, () -> Choice.among(List.of(), allowance, 21));
  }

  @Test
  void oneOfSomeIsChosenAndAllStayCompared() {
    Choice all =
        Choice.among(
            List.of(candidate("noise", noise(), MACS, null), candidate("ease", GOOD, MACS, null)),
            ToyChain.allowance(0.01),
            41);
    assertEquals("ease", all.best().name());
    Choice other = all.only(i -> i == 0);
    assertEquals("noise", other.best().name());
    assertEquals(2, other.considered().size());
    assertThrows(IllegalArgumentException.class, () -> all.only(i -> false));
  }

  @Test
  void whereACostIsAskedForTheOneThatLosesLeastWithinItIsTaken() {
    List<ChainCandidate> both =
        List.of(candidate("noise", noise(), MACS, null), candidate("ease", GOOD, MACS, null));
    double all = MACS.upTo(2);
    Choice half = Choice.spending(both, new Spending(0.5 * all, "MACs"), 41);
    assertEquals("ease", half.best().name());
    assertTrue(half.best().within() && half.best().cost() <= 0.5 * all);
    Choice.Considered noise = half.considered().get(0);
    assertTrue(noise.within() && noise.difference().mean() > half.best().difference().mean());
    EffortTable table = half.best().table();
    double next = MACS.mean(GOOD.routes(table.thresholds()[half.best().row() + 1]));
    assertTrue(next > 0.5 * all, "the next row would be within it as well");

    Choice never = Choice.spending(both, new Spending(0.01 * all, "MACs"), 41);
    assertFalse(never.best().within());
    assertEquals(0, never.best().row());
    assertThrows(IllegalArgumentException.class, () -> new Spending(0, "MACs"));
  }

  @Test
  void whereNoLossIsSeenTheCostIsSpent() {
    double[][] none = new double[3][1000];
    Outcomes blind = new Outcomes(new float[2][1000], none, new double[1000]);
    Outcomes sees = new Outcomes(GOOD.scores(), none, new double[1000]);
    double allowed = 0.5 * MACS.upTo(2);
    Choice choice =
        Choice.spending(
            List.of(candidate("blind", blind, MACS, null), candidate("sees", sees, MACS, null)),
            new Spending(allowed, "MACs"),
            41);
    assertEquals("sees", choice.best().name());
    assertTrue(choice.best().cost() > 0.4 * MACS.upTo(2) && choice.best().cost() <= allowed);

    double[][] atFirst = {new double[1000], new double[1000], new double[1000]};
    Arrays.fill(atFirst[0], 0, 10, 1);
    Outcomes risky = new Outcomes(surer(10), atFirst, new double[1000]);
    Choice safe =
        Choice.spending(
            List.of(candidate("risky", risky, MACS, null), candidate("sees", sees, MACS, null)),
            new Spending(allowed, "MACs"),
            41);
    assertEquals(0, safe.considered().get(0).difference().mean(), "it loses nothing at that cost");
    assertEquals("sees", safe.best().name());
  }

  @Test
  void whereFewExamplesCannotTellHowWrongAnswersAreDecides() {
    Spending spending = new Spending(MACS.upTo(2), "MACs");
    ChainCandidate lucky = graded("lucky", 1, 0.9);
    ChainCandidate sure = graded("sure", 2, 0.1);
    Choice few = Choice.spending(List.of(lucky, sure), spending, 41);
    Choice.Considered less = few.considered().get(0);
    assertTrue(less.difference().mean() < few.best().difference().mean());
    assertEquals("sure", few.best().name(), "one record in sixty says nothing");

    ChainCandidate worse = graded("worse", 12, 0.1);
    assertEquals(
        "lucky", Choice.spending(List.of(lucky, worse), spending, 41).best().name(), "but ten do");
  }

  /** Sixty records of which {@code wrong} are lost by every stage; all are as wrong as that. */
  private static ChainCandidate graded(String name, int wrong, double degree) {
    double[] losses = new double[60];
    Arrays.fill(losses, 0, wrong, 1);
    double[] degrees = new double[60];
    Arrays.fill(degrees, degree);
    return new ChainCandidate(
        name,
        new Outcomes(new float[2][60], new double[][] {losses, losses, losses}, new double[60]),
        new double[][] {degrees, degrees, degrees},
        MACS,
        null);
  }

  /** The first {@code n} records are those that stages are least sure of. */
  private static float[][] surer(int n) {
    float[][] scores = new float[2][1000];
    for (float[] stage : scores) {
      for (int i = 0; i < stage.length; i++) {
        stage[i] = i < n ? 0 : i;
      }
    }
    return scores;
  }

  @Test
  void aSignalThatNeverStopsAnythingIsNotTakenForItsSpeed() {
    double[] hopeless = new double[1000];
    Arrays.fill(hopeless, 1);
    double[][] losses = {hopeless, hopeless, new double[1000]};
    Outcomes ordered = new Outcomes(ordered(GOOD.losses()), GOOD.losses(), new double[1000]);
    Outcomes blind = new Outcomes(new float[2][1000], losses, new double[1000]);
    Allowance none = ToyChain.allowance(0);
    Choice choice =
        Choice.among(
            List.of(
                candidate("blind", blind, new StageCosts(new double[] {1, 1, 1}, "MACs"), null),
                candidate("sees", ordered, MACS, null)),
            none,
            21);
    assertFalse(choice.considered().get(0).saves());
    assertEquals("sees", choice.best().name());
    assertTrue(choice.best().overall() < choice.considered().get(0).overall());
  }

  /** The surer, the more wrong, so that no row keeps all; but some lose less than others. */
  private static float[][] ordered(double[][] losses) {
    float[][] scores = new float[losses.length - 1][losses[0].length];
    for (int k = 0; k < scores.length; k++) {
      for (int i = 0; i < scores[k].length; i++) {
        scores[k][i] = (float) losses[k][i] + i * 1e-6f;
      }
    }
    return scores;
  }

  private static ChainCandidate candidate(
      String name, Outcomes outcomes, StageCosts macs, @Nullable StageCosts micros) {
    return new ChainCandidate(name, outcomes, outcomes.losses(), macs, micros);
  }

  private static Outcomes noise() {
    SplittableRandom random = new SplittableRandom(2);
    float[][] scores = new float[2][1000];
    for (float[] stage : scores) {
      for (int i = 0; i < stage.length; i++) {
        stage[i] = (float) random.nextDouble();
      }
    }
    return new Outcomes(scores, GOOD.losses(), GOOD.reference());
  }
}
