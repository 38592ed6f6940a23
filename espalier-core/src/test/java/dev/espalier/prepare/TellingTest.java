package dev.espalier.prepare;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.espalier.coupling.Coupling;
import dev.espalier.model.GraphBuilder;
import dev.espalier.model.Model;
import dev.espalier.model.Tensor;
import dev.espalier.op.OpRules;
import dev.espalier.plan.PrunePlan;
import dev.espalier.plan.Surgeon;
import dev.espalier.record.CertificateRecord;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A comparison proves nothing where the outputs are the same whatever goes in. */
class TellingTest {
  /** Two layers, to whose answer a constant is added. */
  private static CertificateRecord certificate(float added) {
    GraphBuilder g = GraphBuilder.fresh("mlp", 3);
    String hidden = g.relu(g.gemm("first", g.input("x", 6), 8));
    String scores = g.gemm("out", hidden, 3);
    String constant = g.constant("added", Tensor.floats(new float[] {added, added, added}, 3));
    Model model = g.output(g.shaped(g.node("Add", Map.of(), scores, constant), -1, 3), "y").build();
    Prepared prepared = Prepared.of(model, "blocks");
    Coupling coupling = prepared.coupling();
    PrunePlan plan =
        PrunePlan.keeping(
            "blocks", coupling, Map.of(coupling.prunable().get(0).name(), new int[] {0, 2, 5}));
    Model cut = new Surgeon(OpRules.standard()).apply(coupling, plan);
    return Certificate.check(coupling, plan, cut, null);
  }

  @ParameterizedTest
  @ValueSource(floats = {1e30f, 3e38f, Float.POSITIVE_INFINITY})
  void aConstantThatHidesEverythingIsNoCertificate(float added) {
    CertificateRecord found = certificate(added);
    assertFalse(found.certified());
    assertEquals(Telling.CONSTANT, found.message());
  }

  @Test
  void ordinaryAnswersAreCertified() {
    CertificateRecord found = certificate(1);
    assertTrue(found.certified(), found.message());
  }
}
