package dev.espalier.prepare;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.espalier.Graphs;
import dev.espalier.SharedData;
import dev.espalier.Typed;
import dev.espalier.coupling.Coupling;
import dev.espalier.coupling.Group;
import dev.espalier.model.Attributes;
import dev.espalier.model.ConvSpec;
import dev.espalier.model.DType;
import dev.espalier.model.GraphBuilder;
import dev.espalier.model.Model;
import dev.espalier.model.ModelFormatException;
import dev.espalier.model.Tensor;
import dev.espalier.onnx.OnnxReader;
import dev.espalier.op.Consumption;
import dev.espalier.op.OpRules;
import dev.espalier.ort.Probe;
import dev.espalier.plan.Folding;
import dev.espalier.plan.PrunePlan;
import dev.espalier.plan.Surgeon;
import dev.espalier.record.CertificateRecord;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Models whose weights are not float32 are cut in their own types, and the cut is proven. */
class FloatTypesTest {
  @ParameterizedTest
  @EnumSource(
      value = DType.class,
      names = {"FLOAT16", "DOUBLE"})
  void everythingInOneType(DType type) {
    Cut cut = Cut.of(Typed.of(dense(), type));
    assertTrue(cut.certificate().certified(), cut.certificate().message());
    assertTrue(cut.model().parameters() < cut.folded().model().parameters());
    cut.model()
        .graph()
        .initializers()
        .forEach((name, t) -> assertEquals(type, t.type().floating() ? t.type() : type, name));
    assertEquals(type, cut.model().graph().outputs().get(0).type());
  }

  @Test
  void twoTypesInOneModel() {
    Cut cut = Cut.of(mixed());
    assertTrue(cut.certificate().certified(), cut.certificate().message());
    Map<String, Tensor> weights = cut.model().graph().initializers();
    assertEquals("FLOAT16[5, 3, 3, 3]", weights.get("first.weight").toString());
    assertEquals("FLOAT[4, 5, 3, 3]", weights.get("second.weight").toString());
    assertTrue(cut.certificate().message().contains("FLOAT16 rounds"));
  }

  /** What a wrong weight changes is less than half precision rounds, and is seen all the same. */
  @Test
  void whatHidesInRoundingIsSeen() {
    Cut cut = Cut.of(Typed.of(Graphs.resnet(1), DType.FLOAT16));
    Map<String, Tensor> weights = new LinkedHashMap<>(cut.model().graph().initializers());
    weights.computeIfPresent(
        "stem.weight",
        (name, w) -> {
          float[] values = w.floats();
          values[0] *= 1.01f;
          return w.with(values);
        });
    Model wrong = cut.model().withGraph(cut.model().graph().withInitializers(weights));
    CertificateRecord certificate = Certificate.check(cut.folded(), cut.plan(), wrong, null);
    assertFalse(certificate.certified());
    assertTrue(certificate.maxAbsError() < 0.01, certificate.toString());
  }

  /** The twins agree, but what is written overflows. */
  @Test
  void whatHalfPrecisionCannotHoldIsSeen() {
    Cut cut = Cut.of(overflowing(1));
    assertTrue(cut.certificate().certified(), cut.certificate().message());
    Cut wrong = Cut.of(overflowing(1));
    Model scaled = scaled(wrong.model(), "up", 1e5f, "down", 1e-5f);
    CertificateRecord certificate = Certificate.check(wrong.folded(), wrong.plan(), scaled, null);
    assertFalse(certificate.certified(), certificate.message());
  }

  /** What is not touched keeps all its bits, and what is compared is not rounded to float32. */
  @Test
  void doublesStayAsExactAsTheyAre() {
    Cut cut = Cut.of(Typed.of(dense(), DType.DOUBLE));
    assertTrue(cut.certificate().maxRelError() < 1e-12, cut.certificate().toString());
    Tensor third = Tensor.of(DType.DOUBLE, new int[] {2}, i -> 1 / 3.0);
    assertEquals(third, third.with(third.doubles()));
  }

  @Test
  @Tag("slow")
  void architecturesInHalfPrecision() {
    List<String> run = new ArrayList<>();
    for (Model plain : Graphs.all(1)) {
      String name = plain.graph().name();
      Model model = Typed.of(plain, DType.FLOAT16);
      if (runs(model)) {
        Cut cut = Cut.of(model);
        assertTrue(cut.certificate().certified(), name + " " + cut.certificate().message());
        run.add(name);
      }
    }
    assertTrue(run.size() >= 20, run.toString());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "mixed_precision",
        "fp16_convolutions",
        "conv_fp16",
        "conv_float64",
        "fp16_hifigan"
      })
  @Tag("slow")
  void theCasesOfOthers(String name) {
    Cut cut = Cut.of(OnnxReader.read(SharedData.require("cases/" + name + ".onnx")));
    assertTrue(cut.certificate().certified(), cut.certificate().message());
    assertTrue(cut.model().parameters() < 0.8 * cut.folded().model().parameters());
  }

  /** ONNX Runtime has no kernels for some operators and types. */
  private static boolean runs(Model model) {
    try {
      return !Probe.observe(model).names().isEmpty();
    } catch (ModelFormatException e) {
      assertTrue(e.getMessage().contains("ONNX Runtime"), e.getMessage());
      return false;
    }
  }

  private static Model dense() {
    GraphBuilder g = GraphBuilder.settled("dense", 1);
    String x = g.relu(g.gemm("first", g.input("x", 6), 12));
    String y = g.node("Tanh", Map.of(), g.linear("second", x, 9));
    String scale = g.scale("norm.scale", 9);
    y = g.node("LayerNormalization", Attributes.of("axis", -1), y, scale, g.bias("norm.bias", 9));
    return g.output(g.gemm("third", y, 4), "y").build();
  }

  private static Model mixed() {
    GraphBuilder g = GraphBuilder.settled("mixed", 1);
    String x = g.input("x", 3, 8, 8);
    String half = g.node("Cast", Attributes.of("to", DType.FLOAT16.onnx()), x);
    String y = g.relu(g.conv("first", half, ConvSpec.of(8, 3)));
    String wide = g.node("Cast", Attributes.of("to", DType.FLOAT.onnx()), y);
    String z = g.relu(g.conv("second", wide, ConvSpec.of(6, 3)));
    Model model = g.output(g.gemm("head", g.flatten(g.globalAveragePool(z)), 4), "y").build();
    Map<String, Tensor> weights = new LinkedHashMap<>(model.graph().initializers());
    weights.replaceAll((name, t) -> name.startsWith("first.") ? t.as(DType.FLOAT16) : t);
    return model.withGraph(model.graph().withInitializers(weights));
  }

  private static Model overflowing(long seed) {
    GraphBuilder g = GraphBuilder.settled("overflow", seed);
    String x = g.relu(g.gemm("hidden", g.input("x", 6), 12));
    String up = g.mul(x, g.scalar("up", 1));
    String y = g.gemm("out", g.mul(up, g.scalar("down", 1)), 4);
    return Typed.of(g.output(y, "y").build(), DType.FLOAT16);
  }

  private static Model scaled(Model model, String one, float by, String other, float back) {
    Map<String, Tensor> weights = new LinkedHashMap<>(model.graph().initializers());
    weights.computeIfPresent(one, (n, t) -> t.with(new float[] {by}));
    weights.computeIfPresent(other, (n, t) -> t.with(new float[] {back}));
    return model.withGraph(model.graph().withInitializers(weights));
  }

  /** A model with every third unit cut and a constant left behind by each. */
  private record Cut(Coupling folded, PrunePlan plan, Model model, CertificateRecord certificate) {
    static Cut of(Model original) {
      Prepared prepared = Prepared.of(original, "blocks");
      Coupling coupling = prepared.coupling();
      Map<String, int[]> kept = new LinkedHashMap<>();
      for (Group group : coupling.prunable()) {
        kept.put(group.name(), IntStream.range(0, group.units()).filter(u -> u % 3 != 1).toArray());
      }
      PrunePlan plan = PrunePlan.keeping("blocks", coupling, kept);
      plan = plan.withConstants(constants(coupling, plan));
      Coupling folded = Folding.apply(coupling, plan, prepared.coupler());
      Model cut = new Surgeon(OpRules.standard()).apply(folded, plan);
      return new Cut(folded, plan, cut, Certificate.check(folded, plan, cut, null));
    }

    private static Map<String, float[]> constants(Coupling coupling, PrunePlan plan) {
      var axes = new dev.espalier.plan.KeptAxes(coupling, plan);
      Map<String, dev.espalier.model.Node> nodes = new LinkedHashMap<>();
      coupling.model().graph().nodes().forEach(n -> nodes.put(n.key(), n));
      Map<String, float[]> constants = new LinkedHashMap<>();
      for (Consumption c : coupling.consumptions()) {
        String value = nodes.get(c.node()).input(c.input());
        boolean[] gone = axes.gone(new dev.espalier.op.Axis(value, c.axis()));
        if (gone != null && c.kind() == Consumption.Kind.SUM) {
          float[] values = new float[gone.length];
          IntStream.range(0, gone.length).forEach(i -> values[i] = gone[i] ? 0.1f : 0);
          constants.put(Folding.key(c), values);
        }
      }
      assertFalse(constants.isEmpty(), Arrays.toString(constants.keySet().toArray()));
      return constants;
    }
  }
}
