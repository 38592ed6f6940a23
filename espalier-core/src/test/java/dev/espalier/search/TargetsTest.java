package dev.espalier.search;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Comparing outcomes, fronts and their area. */
class TargetsTest {
  private static Outcome outcome(double loss, double macs, double latency) {
    return Outcome.of(loss, 0, Map.of(Objective.MACS, macs, Objective.LATENCY, latency));
  }

  @Test
  void feasibleFirstThenLessViolationThenTheObjective() {
    Targets targets =
        new Targets(
            List.of(
                ObjectiveLimit.hard(Objective.MACS, 0.5), ObjectiveLimit.hard(Objective.LOSS, 2)),
            List.of(Objective.LOSS));
    Outcome best = outcome(0.5, 0.5, 1);
    Outcome worse = outcome(1.5, 0.2, 1);
    Outcome little = outcome(0.1, 0.6, 1);
    Outcome much = outcome(0.1, 0.9, 1);
    Outcome both = outcome(3, 0.9, 1);
    Outcome refused = Outcome.refused("no");
    assertEquals(
        List.of(best, worse, little, much, both, refused),
        Stream.of(refused, both, much, little, worse, best).sorted(targets.order()).toList());
    assertTrue(targets.met(worse));
    assertFalse(targets.met(little));
    assertEquals(0.8 + 0.5, targets.violation(both), 1e-12);
  }

  @Test
  void aSoftLimitCountsAgainstThePoint() {
    Targets targets =
        new Targets(List.of(ObjectiveLimit.soft(Objective.LATENCY, 0.5)), List.of(Objective.LOSS));
    assertTrue(targets.met(outcome(1, 1, 0.75)));
    assertEquals(1.5, targets.score(outcome(1, 1, 0.75)), 1e-12);
    assertEquals(1, targets.score(outcome(1, 1, 0.4)), 1e-12);
  }

  @Test
  void aLossThatIsNoNumberIsARefusal() {
    assertFalse(outcome(Double.NaN, 0.5, 1).feasible());
    assertFalse(outcome(Double.POSITIVE_INFINITY, 0.5, 1).feasible());
  }

  @Test
  void theFrontAndItsAreaByHand() {
    List<SearchTrial> trials =
        Stream.of(
                outcome(4, 0.2, 1),
                outcome(2, 0.4, 1),
                outcome(3, 0.5, 1),
                outcome(1, 0.8, 1),
                outcome(2, 0.4, 1),
                Outcome.refused("no"))
            .map(o -> new SearchTrial(1, "p", new Point(List.of()), o, false))
            .toList();
    Front front = Front.of(trials, Objective.MACS);
    assertEquals(
        List.of(0.2, 0.4, 0.8),
        front.trials().stream().map(t -> t.outcome().of(Objective.MACS)).toList());
    // strips of height 5-4, 4-2 and 2-1, each from its cost to 1
    assertEquals(0.8 * 1 + 0.6 * 2 + 0.2 * 1, front.hypervolume(1, 5), 1e-12);
    assertEquals(0.3 * 1.5, front.hypervolume(0.7, 3.5), 1e-12);
  }
}
