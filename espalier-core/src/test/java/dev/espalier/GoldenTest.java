package dev.espalier;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import dev.espalier.coupling.Coupling;
import dev.espalier.coupling.CouplingText;
import dev.espalier.coupling.Group;
import dev.espalier.model.GraphText;
import dev.espalier.model.Model;
import dev.espalier.op.OpRules;
import dev.espalier.plan.PlanText;
import dev.espalier.plan.PrunePlan;
import dev.espalier.plan.Surgeon;
import dev.espalier.prepare.Certificate;
import dev.espalier.prepare.Prepared;
import dev.espalier.record.CertificateRecord;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Graph, coupling, plan and cut of each kind of network, as text in a file. */
class GoldenTest {
  static Stream<Named<Model>> models() {
    return GoldenGraphs.all().stream().map(m -> Named.of(m.graph().name(), m));
  }

  @ParameterizedTest
  @MethodSource("models")
  void isWhatTheFileSays(Model model) throws IOException {
    Coupling coupling = Prepared.of(model, "blocks").coupling();
    PrunePlan plan = plan(coupling);
    Model cut = new Surgeon(OpRules.standard()).apply(coupling, plan);
    CertificateRecord certificate = Certificate.check(coupling, plan, cut, null);
    assertTrue(certificate.certified(), certificate.toString());
    Golden.check(
        model.graph().name(),
        "== graph\n%s\n== coupling\n%s\n== plan\n%s\n== cut\n%s"
            .formatted(
                GraphText.of(coupling.model()),
                CouplingText.of(coupling),
                PlanText.of(plan),
                GraphText.of(cut)));
  }

  @Test
  void everyFileHasItsModel() throws IOException {
    assumeFalse(Golden.writing(), "files are being written");
    assertEquals(models().map(Named::getName).sorted().toList(), Golden.names());
  }

  /** Every third unit goes, the second first. */
  private static PrunePlan plan(Coupling coupling) {
    Map<String, int[]> kept = new LinkedHashMap<>();
    for (Group group : coupling.prunable()) {
      kept.put(group.name(), IntStream.range(0, group.units()).filter(u -> u % 3 != 1).toArray());
    }
    return PrunePlan.keeping("blocks", coupling, kept);
  }
}
