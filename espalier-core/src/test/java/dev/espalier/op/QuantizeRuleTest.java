package dev.espalier.op;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.espalier.SharedData;
import dev.espalier.coupling.Group;
import dev.espalier.model.Attributes;
import dev.espalier.model.DType;
import dev.espalier.model.GraphBuilder;
import dev.espalier.model.Model;
import dev.espalier.model.Tensor;
import dev.espalier.onnx.OnnxReader;
import dev.espalier.plan.PrunePlan;
import dev.espalier.plan.Surgeon;
import dev.espalier.prepare.Certificate;
import dev.espalier.prepare.Prepared;
import dev.espalier.record.CertificateRecord;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** QuantizeLinear and DequantizeLinear pass units; scales and zero points go with them. */
class QuantizeRuleTest {
  @Test
  void scalesOfAnAxisGoWithItsUnits() {
    Prepared prepared = Prepared.of(quantised(), "blocks");
    Model cut = cut(prepared);
    Map<String, Tensor> weights = cut.graph().initializers();
    assertEquals("INT8[6, 8]", weights.get("q").toString());
    assertEquals("FLOAT[8]", weights.get("q.scale").toString());
    assertEquals("INT8[8]", weights.get("q.zero").toString());
    CertificateRecord certificate =
        Certificate.check(prepared.coupling(), plan(prepared), cut, null);
    assertTrue(certificate.certified(), certificate.message());
    assertTrue(certificate.message().contains("INT8 rounds"), certificate.message());
  }

  /** A weight that is off by one step changes less than the steps of the activations hide. */
  @Test
  void whatHidesInStepsIsSeen() {
    Prepared prepared = Prepared.of(quantised(), "blocks");
    Model cut = cut(prepared);
    Map<String, Tensor> weights = new LinkedHashMap<>(cut.graph().initializers());
    weights.computeIfPresent(
        "q",
        (name, q) -> {
          ByteBuffer bytes = Tensor.allocate(q.size()).put(q.data()).flip();
          return new Tensor(q.type(), q.dims(), bytes.put(0, (byte) (bytes.get(0) + 1)));
        });
    Model wrong = cut.withGraph(cut.graph().withInitializers(weights));
    assertFalse(Certificate.check(prepared.coupling(), plan(prepared), wrong, null).certified());
  }

  @ParameterizedTest
  @ValueSource(strings = {"qdq_conv", "dequantized_weights"})
  @Tag("slow")
  void theCasesOfOthers(String name) {
    Prepared prepared =
        Prepared.of(OnnxReader.read(SharedData.require("cases/" + name + ".onnx")), "blocks");
    Model cut = cut(prepared);
    CertificateRecord certificate =
        Certificate.check(prepared.coupling(), plan(prepared), cut, null);
    assertTrue(certificate.certified(), certificate.message());
    assertFalse(plan(prepared).isWhole());
  }

  private static Model cut(Prepared prepared) {
    return new Surgeon(OpRules.standard()).apply(prepared.coupling(), plan(prepared));
  }

  private static PrunePlan plan(Prepared prepared) {
    Map<String, int[]> kept = new LinkedHashMap<>();
    for (Group group : prepared.coupling().prunable()) {
      kept.put(group.name(), IntStream.range(0, group.units()).filter(u -> u % 3 != 1).toArray());
    }
    return PrunePlan.keeping("blocks", prepared.coupling(), kept);
  }

  /** Two layers; the weights of the first have a scale for each unit, what it makes has one. */
  private static Model quantised() {
    SplittableRandom random = new SplittableRandom(1);
    GraphBuilder g = GraphBuilder.settled("quantised", 1);
    ByteBuffer bytes = Tensor.allocate(6 * 12);
    for (int i = 0; i < 72; i++) {
      bytes.put(i, (byte) random.nextInt(-100, 100));
    }
    String q = g.constant("q", new Tensor(DType.INT8, new int[] {6, 12}, bytes));
    String scale =
        g.constant("q.scale", Tensor.of(DType.FLOAT, new int[] {12}, i -> 0.01 + 0.001 * i));
    String zero = g.constant("q.zero", new Tensor(DType.INT8, new int[] {12}, Tensor.allocate(12)));
    String w = g.node("DequantizeLinear", Attributes.of("axis", 1), q, scale, zero);
    String x = g.matMul(g.input("x", 6), g.shaped(w, 6, 12));
    String step = g.scalar("step", 0.05f);
    String middle = g.constant("middle", new Tensor(DType.UINT8, new int[0], Tensor.allocate(1)));
    String rounded = g.node("QuantizeLinear", Map.of(), x, step, middle);
    String back = g.node("DequantizeLinear", Map.of(), rounded, step, middle);
    return g.output(g.gemm("head", g.shaped(back, -1, 12), 4), "y").build();
  }
}
