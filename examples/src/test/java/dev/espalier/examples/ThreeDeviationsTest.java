package dev.espalier.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.espalier.job.PruneRequest;
import dev.espalier.progress.Progress;
import dev.espalier.record.RunRecord;
import dev.espalier.record.Status;
import dev.espalier.run.FittedNetwork;
import dev.espalier.run.QuantiseRun;
import org.junit.jupiter.api.Test;

/** Ranges are those of a calibration that another jar brings. */
class ThreeDeviationsTest extends FittedNetwork {
  @Test
  void rangesAreFoundByIt() {
    RunRecord record =
        new QuantiseRun(Progress.NONE)
            .quantise(
                new PruneRequest(
                    model,
                    data,
                    recipe(
                        "goal.maxDrop=0.5",
                        "goal.target=bytes",
                        "goal.ratio=1",
                        "quant.kind=static",
                        "quant.calibration=three-deviations"),
                    folder.resolve("run")))
            .record();
    assertTrue(
        record.course().steps().get(0).reasons().get(0).startsWith("static, three-deviations"));
    assertEquals(1, record.course().steps().size());
    assertTrue(record.outcome().certificate().certified());
    assertEquals(Status.DONE, record.status(), record.message());
  }
}
