package dev.espalier.op;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.espalier.coupling.Coupling;
import dev.espalier.coupling.CouplingText;
import dev.espalier.coupling.Group;
import dev.espalier.model.GraphText;
import dev.espalier.model.Model;
import dev.espalier.model.Tensor;
import dev.espalier.plan.Masking;
import dev.espalier.plan.PlanText;
import dev.espalier.plan.PrunePlan;
import dev.espalier.plan.Surgeon;
import dev.espalier.prepare.Certificate;
import dev.espalier.prepare.Prepared;
import dev.espalier.prepare.SampleInputs;
import dev.espalier.record.CertificateRecord;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;

/**
 * A small network round an operator under test: what couples in it, as text, and whether a cut of
 * it equals the network with the cut units at zero.
 */
record Coupled(Coupling coupling) {
  static Coupled of(Model model) {
    return of(model, "blocks");
  }

  /**
   * @param heads {@code blocks} or {@code positions}
   */
  static Coupled of(Model model, String heads) {
    return new Coupled(Prepared.of(model, heads).coupling());
  }

  /** The line of one group. */
  String group(String name) {
    return CouplingText.of(Objects.requireNonNull(coupling.group(name), () -> text()));
  }

  String text() {
    return CouplingText.of(coupling);
  }

  /** Holds that the group loses no units, and what a person reads about it. */
  Coupled barred(String name, String reason) {
    Group group = Objects.requireNonNull(coupling.group(name), () -> text());
    assertFalse(group.prunable(), () -> text());
    assertEquals(reason, group.reason());
    return this;
  }

  /**
   * Holds that these groups and no others may lose units, and that they can: once every third unit
   * of each, once all but the last.
   */
  Coupled cuts(String... names) {
    assertEquals(
        List.of(names), coupling.prunable().stream().map(Group::name).toList(), () -> text());
    if (names.length == 0) {
      return this;
    }
    PrunePlan some = plan((u, units) -> u % 3 != 1);
    assertChanges(some);
    assertCut(some);
    assertCut(plan((u, units) -> u == units - 1));
    return this;
  }

  /** The network without some units of one group. */
  Model without(String group, int... units) {
    int all = Objects.requireNonNull(coupling.group(group)).units();
    int[] kept =
        IntStream.range(0, all)
            .filter(u -> IntStream.of(units).noneMatch(gone -> gone == u))
            .toArray();
    PrunePlan plan = PrunePlan.keeping("blocks", coupling, Map.of(group, kept));
    return new Surgeon(OpRules.standard()).apply(coupling, plan);
  }

  private PrunePlan plan(Choice stays) {
    Map<String, int[]> kept = new LinkedHashMap<>();
    for (Group group : coupling.prunable()) {
      int units = group.units();
      kept.put(group.name(), IntStream.range(0, units).filter(u -> stays.of(u, units)).toArray());
    }
    return PrunePlan.keeping("blocks", coupling, kept);
  }

  /** Whether a unit of so many stays. */
  private interface Choice {
    boolean of(int unit, int units);
  }

  private void assertCut(PrunePlan plan) {
    Model cut = new Surgeon(OpRules.standard()).apply(coupling, plan);
    CertificateRecord certificate = Certificate.check(coupling, plan, cut, null);
    assertTrue(
        certificate.certified(),
        () -> certificate.message() + "\n" + PlanText.of(plan) + text() + GraphText.of(cut));
    assertTrue(cut.parameters() < coupling.model().parameters(), () -> PlanText.of(plan));
  }

  /** Units that nobody misses at zero would prove nothing. */
  private void assertChanges(PrunePlan plan) {
    Map<String, Tensor> inputs = SampleInputs.of(coupling.model(), coupling.shapes(), true, 1);
    Model masked = Masking.apply(coupling, plan);
    CertificateRecord same = Certificate.same(coupling.model(), masked, inputs, "", "");
    assertFalse(same.certified(), "the network says the same without the units");
  }
}
