package dev.espalier.family;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.espalier.Graphs;
import dev.espalier.SharedData;
import dev.espalier.TransformerGraph;
import dev.espalier.coupling.Coupling;
import dev.espalier.model.DType;
import dev.espalier.model.Model;
import dev.espalier.model.Tensor;
import dev.espalier.model.ValueInfo;
import dev.espalier.onnx.OnnxReader;
import dev.espalier.ort.Closeness;
import dev.espalier.ort.Session;
import dev.espalier.ort.SessionOptions;
import dev.espalier.prepare.Prepared;
import dev.espalier.prepare.SampleInputs;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Transformers that go on with the tokens that received most attention. */
class TokenDropTest {
  private static Coupling prepared(Model model) {
    return Prepared.of(model, "blocks").coupling();
  }

  @Test
  void withAllTokensItIsTheOriginal() {
    for (Model model : List.of(TransformerGraph.fixed(4), TransformerGraph.dynamic(5))) {
      Coupling coupling = prepared(model);
      TokenDrop drop = new TokenDrop(model, coupling);
      assertEquals("", drop.reason(), model.graph().name());
      Map<String, Tensor> inputs = SampleInputs.of(coupling.model(), coupling.shapes(), true, 1);
      assertClose(run(model, inputs), run(drop.keeping(1), inputs));
    }
  }

  /** The kept tokens, computed here from the attention, against those that the graph picks. */
  @Test
  void thoseThatReceiveMostAttentionStay() {
    Model model = OnnxReader.read(SharedData.require("models/text/transformer2_agnews7600.onnx"));
    TokenDrop drop = new TokenDrop(model, prepared(model));
    assertEquals("", drop.reason());
    Model half = drop.keeping(0.5);
    String ids = kept(half);
    Map<String, Tensor> inputs = Map.of("input_ids", texts(5));
    Model asked =
        half.withGraph(
            half.graph()
                .withOutputs(
                    List.of(
                        ValueInfo.of(
                            "/b.0/Softmax_output_0", DType.FLOAT, ValueInfo.Dim.symbol("N")),
                        ValueInfo.of(ids, DType.INT64, ValueInfo.Dim.symbol("N"))))
                .pruned());
    Map<String, Tensor> seen = run(unshaped(asked), inputs);
    float[] attention = seen.get("/b.0/Softmax_output_0").floats();
    long[] picked = seen.get(ids).longs();
    int heads = attention.length / 5 / 64 / 64;
    for (int n = 0; n < 5; n++) {
      double[] received = new double[64];
      for (int i = 0; i < heads * 64; i++) {
        for (int t = 0; t < 64; t++) {
          received[t] += attention[(n * heads * 64 + i) * 64 + t];
        }
      }
      double[] sorted = received.clone();
      java.util.Arrays.sort(sorted);
      double between = (sorted[31] + sorted[32]) / 2;
      int at = 0;
      for (int t = 0; t < 64; t++) {
        if (received[t] > between) {
          long own = inputs.get("input_ids").longs()[n * 64 + t];
          assertEquals(own, picked[n * 32 + at++], "token " + t + " of text " + n);
        }
      }
      assertEquals(32, at);
    }
  }

  @Test
  void aRealTransformerStaysWhatItWas() {
    Model model = OnnxReader.read(SharedData.require("models/text/transformer2_agnews7600.onnx"));
    TokenDrop drop = new TokenDrop(model, prepared(model));
    for (int rows : new int[] {0, 1, 7}) {
      Map<String, Tensor> inputs = Map.of("input_ids", texts(rows));
      assertClose(run(model, inputs), run(drop.keeping(1), inputs));
      assertEquals(rows, run(drop.keeping(0.25), inputs).get("logits").dims()[0]);
    }
  }

  @Test
  void whatHasNoTokensSaysSo() {
    TokenDrop drop = new TokenDrop(Graphs.resnet(1), prepared(Graphs.resnet(1)));
    assertTrue(drop.reason().contains("no attention"), drop.reason());
    assertThrows(IllegalStateException.class, () -> drop.keeping(0.5));
  }

  /** The value with the kept entries of the ids: the Cast to int64. */
  private static String kept(Model model) {
    return model.graph().nodes().stream()
        .filter(n -> n.is("Cast") && n.key().startsWith("espalier_tokens/"))
        .filter(n -> n.intAttr("to", 0) == DType.INT64.onnx())
        .findFirst()
        .orElseThrow()
        .output(0);
  }

  /** Outputs without stated axes. */
  private static Model unshaped(Model model) {
    return model.withGraph(
        model
            .graph()
            .withOutputs(
                model.graph().outputs().stream()
                    .map(o -> new ValueInfo(o.name(), o.type(), List.of(), false, new byte[0]))
                    .toList()));
  }

  private static Tensor texts(int rows) {
    SplittableRandom random = new SplittableRandom(9);
    long[] ids = new long[rows * 64];
    for (int i = 0; i < ids.length; i++) {
      ids[i] = i % 64 > 40 ? 0 : random.nextInt(1, 7000);
    }
    return Tensor.longs(ids, rows, 64);
  }

  private static Map<String, Tensor> run(Model model, Map<String, Tensor> inputs) {
    try (Session session = Session.open(model, SessionOptions.threads(1))) {
      return new LinkedHashMap<>(session.run(inputs));
    }
  }

  private static void assertClose(Map<String, Tensor> wanted, Map<String, Tensor> given) {
    Closeness closeness = Closeness.of(wanted, given, 1e-4, 1e-5);
    assertTrue(closeness.within(), closeness::worst);
    assertTrue(wanted.keySet().stream().allMatch(k -> Objects.nonNull(given.get(k))));
  }
}
