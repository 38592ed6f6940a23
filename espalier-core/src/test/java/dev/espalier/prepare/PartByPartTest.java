package dev.espalier.prepare;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.espalier.RandomNetworks;
import dev.espalier.coupling.Coupling;
import dev.espalier.model.Attributes;
import dev.espalier.model.Float32Twin;
import dev.espalier.model.GraphBuilder;
import dev.espalier.model.Model;
import dev.espalier.model.ModelFormatException;
import dev.espalier.model.Tensor;
import dev.espalier.onnx.OnnxReader;
import dev.espalier.op.OpRules;
import dev.espalier.ort.Closeness;
import dev.espalier.ort.Session;
import dev.espalier.ort.SessionOptions;
import dev.espalier.plan.Folding;
import dev.espalier.plan.Masking;
import dev.espalier.plan.PrunePlan;
import dev.espalier.plan.Surgeon;
import dev.espalier.record.CertificateRecord;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Part by part a right cut is equal, and a wrong one is not, however rounding grows. */
class PartByPartTest {
  private static final long SEEDS = Long.getLong("espalier.seeds", 200);

  /** Networks of which nothing can be compared: they overflow, or do not run. */
  private static final double MUTE = 0.05;

  /** A cut of a network with all that its comparison needs. */
  private record Made(Coupling twin, PrunePlan plan, Coupling folded, Model cut) {
    static Made of(Model model, long seed) {
      Prepared prepared = Prepared.of(model, "blocks");
      PrunePlan plan = RandomPlan.of(prepared.coupling(), "blocks", seed);
      Coupling folded = Folding.apply(prepared.coupling(), plan, prepared.coupler());
      Coupling twin = folded.of(Float32Twin.of(folded.model()), Float32Twin.of(folded.shapes()));
      Model cut = new Surgeon(OpRules.standard()).apply(folded, plan);
      return new Made(twin, plan, folded, cut);
    }

    Model reference() {
      return Masking.apply(twin, plan);
    }

    List<Map<String, Tensor>> feeds() {
      return List.of(SampleInputs.of(folded.model(), folded.shapes(), false, 2));
    }

    Closeness parts(Model smaller) {
      return new PartByPart(reference(), Float32Twin.of(smaller), twin, plan).over(feeds());
    }

    Closeness whole(Model smaller) {
      try (Session a = Session.open(reference(), SessionOptions.literal(1));
          Session b = Session.open(Float32Twin.of(smaller), SessionOptions.literal(1))) {
        return Closeness.of(
            a.run(feeds().get(0)), b.run(feeds().get(0)), Certificate.RTOL, Certificate.ATOL);
      }
    }

    /** Not where it does not run, since a number that is a scale of pixels was changed. */
    boolean differs(Model smaller) {
      try {
        return !whole(smaller).within();
      } catch (ModelFormatException e) {
        return false;
      }
    }

    CertificateRecord certificate(Model smaller) {
      return Certificate.check(folded, plan, smaller, null);
    }
  }

  @Test
  @Tag("slow")
  void wrongCutsOfRandomNetworksAreFound() {
    long[] counts = new long[3];
    List<String> wrong = new ArrayList<>();
    LongStream.range(0, SEEDS)
        .forEach(
            seed -> {
              Model model = OnnxReader.read(RandomNetworks.file(seed), Path.of(""), "random.onnx");
              if (!RandomNetworks.computes(model)) {
                counts[0]++;
                return;
              }
              Made made = Made.of(model, seed);
              Closeness right = made.parts(made.cut());
              if (!right.within()) {
                wrong.add("seed " + seed + ", right: " + right);
              }
              Model spoilt = spoilt(made.cut(), seed);
              counts[1]++;
              if (made.differs(spoilt)) {
                counts[2]++;
                if (made.parts(spoilt).within()) {
                  wrong.add("seed " + seed + ": a wrong cut counts as equal");
                }
              }
            });
    assertEquals("", String.join("\n", wrong));
    assertTrue(counts[0] <= MUTE * SEEDS, () -> counts[0] + " networks do not run");
    assertTrue(counts[2] > counts[1] / 2, () -> counts[2] + " of " + counts[1] + " differ");
  }

  /** One weight of the cut model is a tenth larger, or two of its units are exchanged. */
  private static Model spoilt(Model cut, long seed) {
    return spoilt(cut, seed, "");
  }

  private static Model spoilt(Model cut, long seed, String like) {
    Random random = new Random(seed);
    Map<String, Tensor> weights = new LinkedHashMap<>(cut.graph().initializers());
    List<String> names =
        weights.entrySet().stream()
            .filter(e -> e.getKey().contains(like))
            .filter(e -> e.getValue().type().floating() && e.getValue().size() > 1)
            .map(Map.Entry::getKey)
            .toList();
    String name = names.get(random.nextInt(names.size()));
    Tensor tensor = weights.get(name);
    double[] values = tensor.doubles();
    int at = random.nextInt(values.length);
    if (random.nextBoolean()) {
      values[at] = values[at] * 1.1 + 0.01;
    } else {
      int other = random.nextInt(values.length);
      double kept = values[at];
      values[at] = values[other];
      values[other] = kept + 0.01;
    }
    weights.put(name, tensor.with(values));
    return cut.withGraph(cut.graph().withInitializers(weights));
  }

  /** Each layer multiplies what rounding did to the last by a hundred or so. */
  @Test
  void whatRoundingMakesOfManyLayersIsNoFault() {
    GraphBuilder g = GraphBuilder.settled("chaos", 1);
    String x = g.input("x", 6);
    for (int layer = 0; layer < 12; layer++) {
      String steep =
          g.mul(
              g.matMul(x, g.weight("w" + layer, 8, g.channels(x), 12)),
              g.constant("s" + layer, Tensor.floats(new float[] {60}, 1)));
      x = g.node("Sin", "sin" + layer, Map.of(), steep);
    }
    Made made = Made.of(g.output(g.matMul(x, g.weight("head", 8, 12, 3)), "y").build(), 1);
    assertFalse(made.whole(made.cut()).within(), "no rounding grows");
    CertificateRecord certificate = made.certificate(made.cut());
    assertTrue(certificate.certified(), certificate::message);
    assertTrue(certificate.apart(), certificate::message);
    for (long seed = 0; seed < 20; seed++) {
      CertificateRecord spoilt = made.certificate(spoilt(made.cut(), seed));
      assertFalse(spoilt.certified(), spoilt::message);
    }
  }

  /**
   * With noise for a picture no score is high enough; what the layers say is compared all the same.
   */
  @Test
  void aDetectorThatFindsNothingIsCompared() {
    GraphBuilder g = GraphBuilder.settled("detector", 1);
    String hidden = g.relu(g.gemm("hidden", g.input("x", 6), 8));
    String boxes = g.gemm("boxes", hidden, 4);
    String scores = g.gemm("scores", hidden, 1);
    String most = g.constant("most", Tensor.longs(new long[] {10}, 1));
    String overlap = g.constant("overlap", Tensor.floats(new float[] {0.5f}, 1));
    String least = g.constant("least", Tensor.floats(new float[] {1e9f}, 1));
    String kept =
        g.node(
            "NonMaxSuppression",
            Map.of(),
            g.reshape(boxes, 1, -1, 4),
            g.reshape(scores, 1, 1, -1),
            most,
            overlap,
            least);
    String row =
        g.node("Gather", Attributes.of("axis", 1), kept, g.constant("row", Tensor.vector(2)));
    String found = g.node("GatherND", Map.of(), boxes, row);
    Made made = Made.of(g.output(g.shaped(found, -1, 4), "y").build(), 1);
    CertificateRecord certificate = made.certificate(made.cut());
    assertTrue(certificate.certified(), certificate::message);
    assertTrue(
        certificate.message().endsWith("parts; the outputs are empty"), certificate::message);
    for (long seed = 0; seed < 10; seed++) {
      CertificateRecord spoilt = made.certificate(spoilt(made.cut(), seed, "hidden"));
      assertFalse(spoilt.certified(), spoilt::message);
    }
  }
}
