package dev.espalier.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.espalier.check.Verification;
import dev.espalier.progress.Progress;
import dev.espalier.record.RunRecord;
import dev.espalier.record.Status;
import dev.espalier.run.FittedNetwork;
import dev.espalier.tune.Tools;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** Layers of 32 and 24 units end equally wide, where other allocations keep their proportion. */
class WidestFirstTest extends FittedNetwork {
  private int difference(String allocation) {
    Path out = folder.resolve(allocation);
    RunRecord record =
        prune(
                Tools.weightsOnly(Progress.NONE),
                recipe("goal.target=macs", "goal.ratio=0.5", "cut.allocation=" + allocation),
                allocation,
                false)
            .record();
    assertEquals(Status.DONE, record.status(), record.message());
    assertTrue(Verification.of(model, out).certified());
    return Kept.of("first", model, out).size() - Kept.of("second", model, out).size();
  }

  @Test
  void layersBecomeEquallyWide() {
    assertTrue(Math.abs(difference("widest-first")) <= 1);
    assertTrue(difference("uniform") > 3);
  }
}
