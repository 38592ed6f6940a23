package dev.espalier.criterion;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.espalier.Graphs;
import dev.espalier.TransformerGraph;
import dev.espalier.coupling.ResidualBlock;
import dev.espalier.model.Model;
import dev.espalier.model.Tensor;
import dev.espalier.op.OpRules;
import dev.espalier.plan.PrunePlan;
import dev.espalier.plan.Surgeon;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What is said of a block is what its removal does. */
class BlockScoresTest {
  static Stream<Model> models() {
    return Stream.of(Graphs.resnet(1), Graphs.mobilenet(2), TransformerGraph.fixed(3));
  }

  @ParameterizedTest
  @MethodSource("models")
  void theRiseIsThatOfTheCutModel(Model model) {
    Setting setting = Setting.of(model, 12, 3);
    EvidenceGatherer gatherer = new EvidenceGatherer(null, 1);
    EvidenceRequest request = setting.request(5);
    BlockScores scores = gatherer.blocks(request);
    double whole = gatherer.loss(request, setting.coupling().model());
    List<ResidualBlock> blocks = setting.coupling().removable();
    assertEquals(blocks.size(), scores.rises().size());
    for (ResidualBlock block : blocks) {
      PrunePlan plan = PrunePlan.whole("blocks").without(List.of(block.name()), setting.coupling());
      Model cut = new Surgeon(OpRules.standard()).apply(setting.coupling(), plan);
      double rise = gatherer.loss(request, cut) - whole;
      assertEquals(rise, scores.rises().get(block.name()), 1e-5);
      assertTrue(scores.shares().get(block.name()) > 0);
    }
  }

  /** A branch whose last layer gives a constant has no variance. */
  @Test
  void aConstantBranchHasNoShare() {
    Setting setting = Setting.of(Graphs.mobilenet(2), 12, 3);
    Setting silent = setting.with("inverted1.project.bn.weight", w -> new float[w.length]);
    List<ResidualBlock> blocks = setting.coupling().removable();
    BlockScores scores = new EvidenceGatherer(null, 1).blocks(silent.request(4));
    assertEquals(0, scores.shares().get(blocks.get(0).name()), 1e-6);
    assertTrue(scores.shares().get(blocks.get(1).name()) > 1e-3);
  }

  /** With a skip of zero the sum is the branch. */
  @Test
  void aBranchAloneHasAllOfIt() {
    Setting setting = Setting.of(Graphs.resnet(1), 12, 3);
    Tensor bias = setting.coupling().model().graph().initializers().get("stem.bn.bias");
    Setting mute =
        setting
            .with("stem.bn.weight", w -> new float[w.length])
            .with("stem.bn.bias", w -> new float[bias.size()]);
    String first = setting.coupling().removable().get(0).name();
    double share = new EvidenceGatherer(null, 1).blocks(mute.request(4)).shares().get(first);
    assertEquals(1, share, 1e-4);
  }
}
