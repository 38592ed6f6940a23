package dev.espalier.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.espalier.model.Tensor;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PlanTextTest {
  @Test
  void keptUnitsConstantsMasksAndBlocks() {
    int[] kept = {0, 1, 2, 3, 7, 9, 10, 11, 12, 13, 14, 15};
    PrunePlan plan =
        new PrunePlan(
            "positions",
            Map.of("conv1", new PrunePlan.Keep(16, kept)),
            Map.of("fc:0:1", new float[] {0, 0.5f, -1}),
            Map.of("w", Mask.of(Tensor.floats(new float[] {1, 0, 1, 0, 0, 1}, 2, 3))),
            List.of("add_5"));
    assertEquals(
        """
        heads as positions
        conv1 keeps 0-3 7 9-15 of 16
        fc:0:1 takes constants of 2
        w holds 3 of 6 at zero
        without block add_5
        """,
        PlanText.of(plan));
  }

  @Test
  void aPlanThatCutsNothingSaysSo() {
    assertEquals("heads as blocks\nkeeps everything\n", PlanText.of(PrunePlan.whole("blocks")));
  }
}
