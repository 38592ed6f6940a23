package dev.espalier.prepare;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.espalier.Graphs;
import dev.espalier.coupling.Coupling;
import dev.espalier.coupling.ResidualBlock;
import dev.espalier.model.Model;
import dev.espalier.op.OpRules;
import dev.espalier.plan.PrunePlan;
import dev.espalier.plan.Surgeon;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The certificate catches removals of blocks that are wrong on purpose. */
class WrongRemovalTest {
  private final Coupling right = Prepared.of(Graphs.mobilenet(3), "blocks").coupling();
  private final List<ResidualBlock> blocks = right.removable();

  private static boolean certified(Coupling coupling, PrunePlan plan, Model cut) {
    return Certificate.check(coupling, plan, cut, null).certified();
  }

  private static Model cut(Coupling coupling, PrunePlan plan) {
    return new Surgeon(OpRules.standard()).apply(coupling, plan);
  }

  private PrunePlan without(ResidualBlock block) {
    return PrunePlan.whole("blocks").without(List.of(block.name()), right);
  }

  @Test
  void theRightRemovalPasses() {
    PrunePlan plan = without(blocks.get(0));
    assertTrue(certified(right, plan, cut(right, plan)));
  }

  @Test
  void aBlockThatTheSurgeonForgets() {
    PrunePlan nothing = PrunePlan.whole("blocks");
    assertFalse(certified(right, without(blocks.get(0)), cut(right, nothing)));
  }

  @Test
  void aBlockThatWasNotPlanned() {
    assertFalse(certified(right, without(blocks.get(0)), cut(right, without(blocks.get(1)))));
  }

  /** Readers get the branch, and the skip goes. */
  @Test
  void branchTakenForSkip() {
    ResidualBlock b = blocks.get(0);
    ResidualBlock turned =
        new ResidualBlock(b.name(), b.label(), 1 - b.skip(), b.axis(), b.nodes(), true, "");
    Coupling wrong =
        new Coupling(
            right.model(),
            right.shapes(),
            right.groups(),
            right.barriers(),
            right.consumptions(),
            List.of(turned));
    PrunePlan plan = PrunePlan.whole("blocks").without(List.of(b.name()), wrong);
    assertFalse(certified(wrong, plan, cut(wrong, plan)));
  }
}
