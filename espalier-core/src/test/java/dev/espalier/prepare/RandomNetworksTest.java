package dev.espalier.prepare;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.espalier.MacCount;
import dev.espalier.RandomNetworks;
import dev.espalier.Typed;
import dev.espalier.coupling.Coupling;
import dev.espalier.model.DType;
import dev.espalier.model.Model;
import dev.espalier.model.ModelFormatException;
import dev.espalier.model.Node;
import dev.espalier.model.Reshared;
import dev.espalier.model.ValueInfo;
import dev.espalier.onnx.OnnxReader;
import dev.espalier.onnx.OnnxWriter;
import dev.espalier.op.OpRules;
import dev.espalier.ort.Probe;
import dev.espalier.plan.Cost;
import dev.espalier.plan.Folding;
import dev.espalier.plan.PrunePlan;
import dev.espalier.plan.Surgeon;
import dev.espalier.record.CertificateRecord;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Random networks, cut at random with constants folded: certified, counted right, and with no more
 * parameters in the file than before. {@code -Despalier.seeds=N -Despalier.seeds.first=N} tries
 * others.
 */
@Tag("slow")
class RandomNetworksTest {
  private static final long SEEDS = Long.getLong("espalier.seeds", 2000);

  /** With fewer, not every operator is drawn. */
  private static final long ENOUGH = 10_000;

  private static final long FIRST = Long.getLong("espalier.seeds.first", 0);

  /** What the networks are made of, so that nothing is left out unseen. */
  private final Set<String> met = ConcurrentHashMap.newKeySet();

  /**
   * Networks whose outputs do not depend on what goes in (too many steps, or they overflow), or
   * that the runtime itself does not run.
   */
  private final Set<Long> mute = ConcurrentHashMap.newKeySet();

  /**
   * Cuts that are refused for their rounding alone: in 16 bits or to steps, more than the original
   * rounds; in 32 bits within one operator, which the same cut in 64 bits shows.
   */
  private final Set<Long> coarse = ConcurrentHashMap.newKeySet();

  /** Operators with a rule that need other inputs or older files; the tests of their rules do. */
  private static final Set<String> ELSEWHERE =
      Set.of("BitShift", "GlobalLpPool", "Swish", "Upsample", "com.microsoft.GroupQueryAttention");

  /**
   * The runtime's own integer operators, which bar whatever they touch, as the standard ones do.
   */
  private static final Pattern INTEGERS =
      Pattern.compile(
          "com\\.microsoft\\.(Q(Linear|Gemm|Attention)|DynamicQuantize|MatMul(Integer|NBits)).*");

  @Test
  void cutsAreCertifiedAndCounted() {
    List<String> failures =
        LongStream.range(FIRST, FIRST + SEEDS)
            .parallel()
            .mapToObj(this::failure)
            .flatMap(Optional::stream)
            .toList();
    assertEquals("", String.join("\n", failures));
    assertTrue(mute.size() <= SEEDS / 100, mute::toString);
    assertTrue(coarse.size() <= SEEDS / 500, coarse::toString);
    if (SEEDS >= ENOUGH) {
      assertEquals(
          Set.of(),
          OpRules.standard().operators().stream()
              .filter(operator -> !met.contains(operator) && !ELSEWHERE.contains(operator))
              .filter(operator -> !INTEGERS.matcher(operator).matches())
              .filter(RandomNetworksTest::hasRule)
              .collect(Collectors.toSet()));
      assertTrue(met.containsAll(Set.of("FLOAT", "FLOAT16", "DOUBLE", "If")), met::toString);
    }
  }

  private static boolean hasRule(String qualified) {
    int dot = qualified.lastIndexOf('.');
    Node node =
        new Node(
            "",
            qualified.substring(0, Math.max(0, dot)),
            qualified.substring(dot + 1),
            List.of(),
            List.of(),
            Map.of(),
            new byte[0]);
    return OpRules.standard().of(node) != null;
  }

  /** A Split divides the channels of one unit unevenly: units of unequal cost are no group. */
  @Test
  void unitsThatASplitDividesAreCounted() {
    check(556);
  }

  private Optional<String> failure(long seed) {
    try {
      check(seed);
      return Optional.empty();
    } catch (RuntimeException | AssertionError e) {
      String place =
          Stream.of(e.getStackTrace())
              .filter(at -> at.getClassName().startsWith("dev.espalier"))
              .limit(3)
              .map(at -> at.getFileName() + ":" + at.getLineNumber())
              .collect(Collectors.joining(" "));
      return Optional.of("seed " + seed + ": " + e + " at " + place);
    }
  }

  private void check(long seed) {
    byte[] file = RandomNetworks.file(seed);
    Model model = OnnxReader.read(file, Path.of(""), "random.onnx");
    if (!RandomNetworks.computes(model)) {
      mute.add(seed);
      return;
    }
    model.graph().nodes().forEach(n -> met.add(n.qualified()));
    model.graph().initializers().values().forEach(t -> met.add(t.type().toString()));
    String heads = seed % 3 == 0 ? "positions" : "blocks";
    Prepared prepared = Prepared.of(model, heads);
    Coupling coupling = prepared.coupling();
    PrunePlan plan = RandomPlan.of(coupling, heads, seed);
    if (seed % 2 == 0) {
      plan = plan.withConstants(Map.of());
    }
    if (seed % 5 == 0) {
      plan = plan.without(RandomPlan.blocks(coupling, seed), coupling);
    }
    Coupling folded = Folding.apply(coupling, plan, prepared.coupler());
    Model cut = Reshared.of(new Surgeon(OpRules.standard()).apply(folded, plan));
    CertificateRecord certificate = Certificate.check(folded, plan, cut, null);
    if (certificate.message().startsWith("nothing can be proven")) {
      mute.add(seed);
      return;
    }
    if (!certificate.certified()
        && (onlyRounded(certificate) || exactInDoubles(model, plan, heads))) {
      coarse.add(seed);
      return;
    }
    assertTrue(certificate.certified(), certificate::toString);
    Model read = OnnxReader.read(OnnxWriter.bytes(cut), Path.of(""), "cut.onnx");
    assertEquals(signature(model), signature(read));
    if (!plan.isWhole()) {
      long biases = folded.model().parameters() - coupling.model().parameters();
      long before = Written.parameters(model) + biases;
      long after = Written.parameters(read);
      // a block whose parameters others share leaves them in the file
      long least = plan.groups().isEmpty() ? before + 1 : before;
      assertTrue(after < least, () -> before + " parameters became " + after);
    }
    if (model.graph().nodes().stream().noneMatch(n -> n.is("If"))) {
      assertEquals(MacCount.of(model, Probe.observe(model)), macs(prepared), "of the original");
      long after = macs(Prepared.of(read, heads));
      assertEquals(after, macs(Prepared.of(read, heads).asLongAs(coupling, plan)), "as long");
      assertEquals(MacCount.of(read, Probe.observe(read)), after, "of the result");
      assertEquals(after, predicted(coupling, plan), "as predicted");
    }
  }

  private static boolean onlyRounded(CertificateRecord certificate) {
    return certificate.message().startsWith("the cut model equals the original")
        && certificate.message().contains(" rounds its answers by ");
  }

  /**
   * The same cut of the same network without the runtime's fused normalisations, whose variance is
   * a difference of squares: in 64 bits, or in 32 where it has no kernels of 64.
   */
  private static boolean exactInDoubles(Model model, PrunePlan plan, String heads) {
    return exact(Typed.plain(model, DType.DOUBLE), plan, heads, 1e-6)
        .or(() -> exact(Typed.plain(model, DType.FLOAT), plan, heads, Certificate.RTOL))
        .orElse(false);
  }

  /** Empty where the runtime has no kernels of the type: nothing is shown. */
  private static Optional<Boolean> exact(Model model, PrunePlan plan, String heads, double within) {
    try {
      Prepared prepared = Prepared.of(model, heads);
      Coupling folded = Folding.apply(prepared.coupling(), plan, prepared.coupler());
      Model cut = Reshared.of(new Surgeon(OpRules.standard()).apply(folded, plan));
      CertificateRecord certificate = Certificate.check(folded, plan, cut, null);
      return Optional.of(certificate.certified() && certificate.maxRelError() < within);
    } catch (ModelFormatException e) {
      return Optional.empty();
    }
  }

  /** Before anything is cut, by how many units stay. */
  private static long predicted(Coupling coupling, PrunePlan plan) {
    return new Cost(coupling, OpRules.standard()).macs(plan.counts());
  }

  private static long macs(Prepared prepared) {
    Cost cost = new Cost(prepared.coupling(), OpRules.standard());
    assertEquals(List.of(), cost.uncounted());
    return cost.macs();
  }

  private static String signature(Model model) {
    return Stream.concat(model.graph().dataInputs().stream(), model.graph().outputs().stream())
        .map((ValueInfo v) -> v.name() + v.type() + v.dims())
        .collect(Collectors.joining(", "));
  }
}
