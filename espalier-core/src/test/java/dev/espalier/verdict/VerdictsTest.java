package dev.espalier.verdict;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.espalier.recipe.Recipe;
import dev.espalier.recipe.RecipeCodec;
import dev.espalier.record.Drop;
import dev.espalier.record.Figures;
import dev.espalier.record.Figures.LatencyFigure;
import dev.espalier.record.RunRecord;
import dev.espalier.record.RunRecordBuilder;
import dev.espalier.record.Status;
import dev.espalier.record.TargetRecord;
import dev.espalier.record.Verdict;
import dev.espalier.record.Verdict.Grade;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What each outcome is called, and what is advised. */
class VerdictsTest {
  private static final Verdicts.Chances ABOVE = new Verdicts.Chances(false, false, "");

  private static Recipe recipe(String... settings) {
    Recipe recipe = Recipe.defaults();
    for (String setting : settings) {
      recipe = RecipeCodec.set(recipe, setting);
    }
    return recipe;
  }

  private static final Recipe HALF = recipe("goal.target=macs", "goal.ratio=0.5");

  private static Figures figures(long size, double micros, Map<String, Double> metrics) {
    List<LatencyFigure> latency =
        List.of(
            new LatencyFigure(1, 1, micros, micros, micros, micros),
            new LatencyFigure(32, 1, 9 * size, 9 * size, 9 * size, 9 * size));
    return new Figures(size, size, size, size, size, latency, metrics, List.of());
  }

  private static Drop drop(double value, Double allowed) {
    return new Drop("accuracy", value, value - 0.02, value + 0.02, 0.95, allowed, 500, "paired");
  }

  private static RunRecordBuilder reached(double micros, double accuracy) {
    return RunRecord.builder()
        .status(Status.DONE, "the target was reached")
        .original(figures(1000, 100, Map.of("accuracy", 0.9, "loss", 0.3)))
        .result(figures(500, micros, Map.of("accuracy", accuracy, "loss", 3.0)))
        .drop(drop(0.9 - accuracy, null));
  }

  private static Verdict of(RunRecordBuilder record) {
    return new Verdicts(HALF, ABOVE).of(record.build());
  }

  @Test
  void greenSaysWhatWasReachedAndWhatIsLeft() {
    Verdict verdict = of(reached(60, 0.88));
    assertEquals(Grade.GREEN, verdict.grade());
    assertEquals("done: the target was reached; accuracy 0.8800, was 0.9000", verdict.headline());
    assertEquals("", verdict.remedy());
  }

  @Test
  void moreThanFivePointsWithoutALimitAreAmberWithSomethingToTry() {
    Verdict verdict = of(reached(60, 0.8));
    assertEquals(Grade.AMBER, verdict.grade());
    assertEquals(
        "reached, but accuracy fell by 10.00 points, from 0.9000 to 0.8000, on 500 examples that"
            + " nothing was chosen on",
        verdict.headline());
    assertTrue(verdict.remedy().startsWith("try --target macs=0.7, or --max-drop 0.01"));
    assertEquals(Grade.GREEN, of(reached(60, 0.851)).grade());
  }

  @Test
  void aRegressionIsJudgedByTheShareItExplains() {
    RunRecordBuilder record =
        RunRecord.builder()
            .status(Status.DONE, "the target was reached")
            .original(figures(1000, 100, Map.of("mse", 1.0, "r2", 0.9)))
            .drop(new Drop("mse", 0.3, 0.2, 0.4, 0.95, null, 500, "paired"));
    record.result(figures(500, 60, Map.of("mse", 1.3, "r2", 0.87)));
    assertEquals(Grade.GREEN, of(record).grade());
    record.result(figures(500, 60, Map.of("mse", 1.6, "r2", 0.84)));
    assertTrue(of(record).headline().startsWith("reached, but r2 fell by 6.00 points"));
  }

  @Test
  void anAllowedLossIsExceededWhereMoreThanAnErrorLiesBetween() {
    Recipe gated = recipe("goal.target=macs", "goal.ratio=0.5", "goal.maxDrop=0.01");
    RunRecordBuilder record = reached(60, 0.8);
    Verdict within = new Verdicts(gated, ABOVE).of(record.drop(drop(0.019, 0.01)).build());
    assertEquals(Grade.GREEN, within.grade(), "0.9 standard errors above");
    Verdict over = new Verdicts(gated, ABOVE).of(record.drop(drop(0.025, 0.01)).build());
    assertEquals(Grade.AMBER, over.grade(), "1.5 standard errors above");
    Verdict beyond = new Verdicts(gated, ABOVE).of(record.drop(drop(0.04, 0.01)).build());
    assertEquals(Grade.AMBER, beyond.grade());
    assertEquals(
        "reached, but accuracy lost 4.00 points on the final examples (95 % interval 2.00 to 6.00),"
            + " 1.00 were allowed",
        beyond.headline());
  }

  @Test
  void anotherMetricMayNotFallFarWhileTheAllowedOneHolds() {
    Recipe gated = recipe("goal.target=macs", "goal.ratio=0.5", "goal.maxDrop=0.01");
    RunRecordBuilder record =
        reached(60, 0.9)
            .original(figures(1000, 100, Map.of("accuracy", 0.9, "macro-f1", 0.8)))
            .result(figures(500, 60, Map.of("accuracy", 0.9, "macro-f1", 0.7)))
            .drop(drop(0, 0.01));
    Verdict verdict = new Verdicts(gated, ABOVE).of(record.build());
    assertEquals(
        "reached, but macro-f1 fell by 10.00 points, from 0.8000 to 0.7000, on 500 examples that"
            + " nothing was chosen on, while accuracy held",
        verdict.headline());
    assertTrue(verdict.remedy().startsWith("try --set goal.metric=macro-f1"), verdict.remedy());
    record.result(figures(500, 60, Map.of("accuracy", 0.9, "macro-f1", 0.76)));
    assertEquals(Grade.GREEN, new Verdicts(gated, ABOVE).of(record.build()).grade());
    record
        .original(figures(1000, 100, Map.of("accuracy", 0.9, "cosine", 1.0)))
        .result(figures(500, 60, Map.of("accuracy", 0.9, "cosine", 0.9)));
    assertEquals(Grade.GREEN, new Verdicts(gated, ABOVE).of(record.build()).grade());
  }

  @Test
  void aSlowerResultIsSaidFirstWhateverElseHolds() {
    Verdict verdict = of(reached(110, 0.8));
    assertEquals(
        "slower: the result takes 110 µs per call at batch 1, the original 100 µs: time does not"
            + " follow MACs here",
        verdict.headline());
    assertTrue(verdict.sentences().get(1).startsWith("accuracy fell"));
    assertTrue(verdict.remedy().contains("--target latency=0.8"));
    assertTrue(verdict.remedy().contains("cut.round=8"));
    Recipe rounded = recipe("goal.target=macs", "goal.ratio=0.5", "cut.round=16");
    assertFalse(
        new Verdicts(rounded, ABOVE).of(reached(110, 0.8).build()).remedy().contains("cut.round"),
        "widths are multiples already");
    assertEquals(Grade.GREEN, of(reached(104, 0.88)).grade(), "within what timing can tell");
    assertEquals(
        Grade.GREEN,
        new Verdicts(recipe("goal.target=macs", "goal.ratio=0.5", "latency.batch=32"), ABOVE)
            .of(reached(110, 0.88).build())
            .grade(),
        "the user cares for another batch");
  }

  @Test
  void aRunForSpeedThatMadeNothingFasterHasNotReachedItsTarget() {
    Recipe timed = recipe("goal.target=latency", "goal.ratio=0.6");
    SizeFindings findings = new SizeFindings(timed);
    assertEquals(Status.UNREACHABLE, findings.status(reached(101, 0.9).build()));
    assertEquals(Status.DONE, findings.status(reached(60, 0.9).build()));
    assertEquals(Status.DONE, new SizeFindings(HALF).status(reached(101, 0.9).build()));
    RunRecordBuilder record =
        reached(101, 0.9).status(Status.UNREACHABLE, "the target was reached");
    assertTrue(new Verdicts(timed, ABOVE).of(record.build()).headline().startsWith("slower: "));
  }

  @Test
  void aLatencyIsTimedAgain() {
    Recipe timed = recipe("goal.target=latency", "goal.ratio=0.6");
    RunRecordBuilder record =
        reached(70, 0.9).targets(List.of(new TargetRecord("latency", 0.6, true, 0.61, true)));
    assertEquals(
        "reached, but timed again at the end the result takes 0.70 of the original's time, 0.60"
            + " was asked for",
        new Verdicts(timed, ABOVE).of(record.build()).headline());
  }

  /** Whatever was predicted of the cut: the file that was written has to hold it. */
  @Test
  void aFileThatHasMoreMacsThanWereAskedForIsNotDone() {
    RunRecord record =
        reached(60, 0.9).targets(List.of(new TargetRecord("macs", 0.5, true, 0.52, false))).build();
    SizeFindings findings = new SizeFindings(HALF);
    assertEquals(Status.UNREACHABLE, findings.status(record));
    assertEquals(
        "the file that was written has 0.520 of the original's macs, 0.500 was asked for",
        findings.message(record));
  }

  @Test
  void chanceIsRedUnlessTheOriginalWasThereToo() {
    Verdicts.Chances result = new Verdicts.Chances(false, true, "accuracy 0.1010, chance 0.1000");
    Verdict red = new Verdicts(HALF, result).of(reached(110, 0.1).build());
    assertEquals(Grade.RED, red.grade());
    assertTrue(red.headline().startsWith("not usable: the result is no better than chance: acc"));
    Verdicts.Chances both = new Verdicts.Chances(true, true, "accuracy 0.1010, chance 0.1000");
    Verdict amber = new Verdicts(HALF, both).of(reached(60, 0.9).build());
    assertEquals(Grade.AMBER, amber.grade());
    assertTrue(amber.headline().startsWith("reached, but the original itself is no better"));
  }

  /** Both lie at the edge of chance, and what was lost may be nothing. */
  @Test
  void chanceWithinLuckOfTheOriginalIsAmber() {
    Verdicts.Chances result = new Verdicts.Chances(false, true, "accuracy 0.62, chance 0.5");
    Drop little = new Drop("accuracy", 0.02, -0.06, 0.1, 0.95, null, 60, "paired");
    Verdict amber = new Verdicts(HALF, result).of(reached(60, 0.62).drop(little).build());
    assertEquals(Grade.AMBER, amber.grade());
    assertTrue(amber.headline().endsWith("; the original is little better"), amber.headline());
  }

  @Test
  void aTrainingIsJudgedByWhatWasLearntAndAdvisedToLearnLonger() {
    Verdict lost = new Verdicts(HALF, ABOVE, RunKind.TRAINING).of(reached(110, 0.8).build());
    assertTrue(lost.headline().startsWith("reached, but accuracy fell by 10.00 points"));
    assertTrue(lost.remedy().startsWith("try longer tuning"), lost.remedy());
    Verdicts.Chances both = new Verdicts.Chances(true, true, "accuracy 0.1010, chance 0.1000");
    Verdict red = new Verdicts(HALF, both, RunKind.TRAINING).of(reached(100, 0.1).build());
    assertEquals(Grade.RED, red.grade(), "it began at chance, and is there still");
  }

  @Test
  void whatOnlyRoundsIsNotAdvisedToTrain() {
    Recipe gated = recipe("goal.target=macs", "goal.ratio=0.5", "goal.maxDrop=0.01");
    RunRecordBuilder record = reached(60, 0.8).status(Status.UNREACHABLE, "nearest miss 0.02");
    assertEquals("", new Verdicts(gated, ABOVE, RunKind.SERVING).of(record.build()).remedy());
    Verdict fell = new Verdicts(HALF, ABOVE, RunKind.SERVING).of(reached(60, 0.8).build());
    assertFalse(fell.remedy().contains("tuning"), fell.remedy());
  }

  @Test
  void unreachableComesWithWhatWouldHelp() {
    Recipe gated = recipe("goal.target=macs", "goal.ratio=0.5", "goal.maxDrop=0.01");
    RunRecordBuilder record = reached(60, 0.8).status(Status.UNREACHABLE, "nearest miss 0.02");
    Verdict verdict = new Verdicts(gated, ABOVE).of(record.build());
    assertEquals(Grade.AMBER, verdict.grade());
    assertEquals("unreachable: nearest miss 0.02", verdict.headline());
    assertTrue(verdict.remedy().startsWith("try a larger loss (--max-drop 0.02), or longer"));
  }

  @Test
  void withoutDataNobodyKnowsTheLoss() {
    RunRecord record =
        RunRecord.builder()
            .status(Status.DONE, "the target was reached")
            .original(figures(1000, 100, Map.of()))
            .result(figures(500, 60, Map.of()))
            .build();
    Verdict verdict = new Verdicts(HALF, null).of(record);
    assertEquals(Grade.AMBER, verdict.grade());
    assertTrue(verdict.headline().startsWith("reached, but what was lost is unknown"));
    assertFalse(verdict.remedy().isEmpty());
  }

  @Test
  void aBrokenCertificateIsRed() {
    Verdict verdict = of(reached(60, 0.9).status(Status.FAILED, "the cut is not exact"));
    assertEquals(Grade.RED, verdict.grade());
    assertEquals("failed: the cut is not exact", verdict.headline());
  }

  /** The gate's examples let it pass, the final ones do not: the whole interval lies above. */
  @Test
  void aLossThatIsSurelyAboveTheAllowedOneIsNotDone() {
    Recipe strict = recipe("goal.maxDrop=0.01");
    RunRecord lost = new Verdicts(strict, ABOVE).judged(reached(60, 0.8).drop(drop(0.1, 0.01)));
    assertEquals(Status.UNREACHABLE, lost.status());
    assertTrue(
        lost.message()
            .startsWith(
                "accuracy lost 10.00 points on the final examples (95 % interval 8.00 to 12.00), 1.00 were allowed. the target was reached"),
        lost.message());
    assertEquals(Grade.AMBER, lost.verdict().grade());
    RunRecord within = new Verdicts(strict, ABOVE).judged(reached(60, 0.88).drop(drop(0.02, 0.01)));
    assertEquals(Status.DONE, within.status());
    RunRecord soft =
        new Verdicts(
                recipe("goal.maxDrop=0.01", "goal.target=macs", "goal.ratio=0.5", "goal.loss=soft"),
                ABOVE)
            .judged(reached(60, 0.8).drop(drop(0.1, 0.01)));
    assertEquals(Status.DONE, soft.status());
  }

  /**
   * A run for size that made a larger file says so before all else, and did not reach its target.
   */
  @Test
  void aLargerFileIsSaidFirstAndIsNoSize() {
    Recipe bytes = recipe("goal.target=bytes", "goal.ratio=0.9");
    Figures small = figures(500, 130, Map.of("accuracy", 0.9));
    RunRecordBuilder record = reached(130, 0.9).result(small.withBytes(1200));
    assertTrue(of(record).headline().startsWith("larger: the result has 1,200 bytes"));
    assertEquals(Status.DONE, new Verdicts(HALF, ABOVE).judged(record).status());
    assertEquals(
        Status.UNREACHABLE,
        new Verdicts(bytes, ABOVE)
            .judged(reached(130, 0.9).result(small.withBytes(1200)))
            .status());
  }
}
