package dev.espalier.examples;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.espalier.progress.Progress;
import dev.espalier.record.RunRecord;
import dev.espalier.record.Status;
import dev.espalier.record.StepRecord;
import dev.espalier.run.FittedNetwork;
import dev.espalier.tune.Tools;
import org.junit.jupiter.api.Test;

/** Half of what goes is gone after the first of four steps. */
class SquareRootTest extends FittedNetwork {
  @Test
  void stepsFollowTheRoot() {
    RunRecord record =
        prune(
                Tools.weightsOnly(Progress.NONE),
                recipe(
                    "goal.target=macs",
                    "goal.ratio=0.5",
                    "schedule.kind=square-root",
                    "schedule.steps=4"),
                "steps",
                false)
            .record();
    assertEquals(Status.DONE, record.status(), record.message());
    double[] aimed =
        record.course().steps().stream()
            .filter(s -> s.step() > 0)
            .mapToDouble(StepRecord::targetRatio)
            .toArray();
    assertArrayEquals(
        new double[] {0.75, 1 - 0.5 * Math.sqrt(0.5), 1 - 0.5 * Math.sqrt(0.75), 0.5}, aimed, 1e-9);
  }
}
