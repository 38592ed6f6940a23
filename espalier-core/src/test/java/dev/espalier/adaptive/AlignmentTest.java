package dev.espalier.adaptive;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.espalier.SharedData;
import dev.espalier.feed.Preprocess;
import dev.espalier.model.GraphBuilder;
import dev.espalier.model.Model;
import dev.espalier.model.ModelFormatException;
import dev.espalier.model.Tensor;
import dev.espalier.onnx.OnnxReader;
import dev.espalier.ort.Closeness;
import dev.espalier.ort.Session;
import dev.espalier.ort.SessionOptions;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AlignmentTest {
  private static final Affine BYTES =
      new Affine(new float[] {58.4f, 57.1f, 57.4f}, new float[] {123.7f, 116.3f, 103.5f});

  @Test
  void namesLayoutPreprocessingAndAnswersAreBridged() {
    Model original = Members.classifier(8);
    Chain chain =
        Alignment.of(
            List.of(
                new Member("small", channelsLast(), BYTES, RowAnswer.PROBABILITIES),
                new Member("large", original, Affine.NONE, RowAnswer.LOGITS)));
    Tensor x = Members.normal(3, 5, 3, 8, 8);
    Tensor expected = run(channelsLast(), Map.of("pixels", bytesLast(x))).get("p");
    float[] logits = expected.floats();
    for (int i = 0; i < logits.length; i++) {
      logits[i] = (float) Math.log(logits[i]);
    }
    Tensor given = run(chain.stage(0).model(), Map.of("x", x)).get("logits");
    Closeness closeness =
        Closeness.of(
            Map.of("y", Tensor.floats(logits, expected.dims())), Map.of("y", given), 1e-4, 1e-4);
    assertTrue(closeness.within(), closeness::worst);
    assertEquals(17, chain.stage(0).model().opset());
  }

  @Test
  void logitsBecomeProbabilitiesWhereTheOriginalGivesThese() {
    GraphBuilder g = GraphBuilder.settled("p", 9);
    String y = g.gemm("fc", g.flatten(g.input("x", 3, 8, 8)), Members.CLASSES);
    Model original = g.output(g.softmax(y, 1), "p").build();
    assertEquals(RowAnswer.PROBABILITIES, RowAnswer.of(original, true));
    assertEquals(RowAnswer.LOGITS, RowAnswer.of(Members.classifier(4), true));
    assertEquals(RowAnswer.VALUES, RowAnswer.of(original, false));
    Chain chain =
        Alignment.of(
            List.of(
                new Member("small", Members.classifier(4), Affine.NONE, RowAnswer.LOGITS),
                new Member("large", original, Affine.NONE, RowAnswer.PROBABILITIES)));
    float[] p = run(chain.stage(0).model(), Members.images(1)).get("p").floats();
    double sum = 0;
    for (float v : p) {
      sum += v;
      assertTrue(v > 0, Arrays.toString(p));
    }
    assertEquals(1, sum, 1e-5);
  }

  @Test
  void preprocessingOfOneDataSpecBecomesThatOfAnother() {
    Preprocess from = preprocess(1 / 255.0, List.of(0.5, 0.4), List.of(0.2, 0.25));
    Preprocess to = preprocess(2.0, List.of(1.0), List.of());
    Affine affine = Affine.between(from, to);
    for (int c = 0; c < 2; c++) {
      double stored = 77;
      double x = (stored / 255 - from.mean().get(c)) / from.std().get(c);
      assertEquals(stored * 2 - 1, affine.scale()[c] * x + affine.shift()[c], 1e-3);
    }
    assertArrayEquals(new float[] {1, 1}, Affine.between(from, from).scale(), 1e-6f);
  }

  private static Preprocess preprocess(double scale, List<Double> mean, List<Double> std) {
    return new Preprocess(scale, mean, std, false, "", "", List.of(), 0);
  }

  @Test
  void whatCannotBeBridgedIsRefusedWithReasons() {
    Member original = new Member("b", Members.classifier(8), Affine.NONE, RowAnswer.LOGITS);
    Model regressor = Members.regressors(4, 8).stage(0).model();
    refused("two models", original);
    refused("only logits and", new Member("a", regressor, Affine.NONE, RowAnswer.VALUES), original);
    GraphBuilder g = GraphBuilder.settled("other", 1);
    Model wide =
        g.output(g.gemm("fc", g.flatten(g.input("x", 3, 9, 9)), Members.CLASSES), "logits").build();
    refused("an input [", new Member("a", wide, Affine.NONE, RowAnswer.LOGITS), original);
    Affine seven = new Affine(new float[7], new float[7]);
    refused(
        "7 channels", new Member("a", Members.classifier(4), seven, RowAnswer.LOGITS), original);
    Member moved = new Member("b", Members.classifier(8), BYTES, RowAnswer.LOGITS);
    refused(
        "leave it", new Member("a", Members.classifier(4), Affine.NONE, RowAnswer.LOGITS), moved);
  }

  private static void refused(String reason, Member... members) {
    ModelFormatException e =
        assertThrows(ModelFormatException.class, () -> Alignment.of(List.of(members)), reason);
    assertTrue(e.getMessage().contains(reason), e.getMessage());
  }

  /** The chain of three that one would build by hand, from files that were made apart. */
  @Test
  void threeRealModels() {
    Member small = member("resnet8", "mlperf-tiny/resnet8_cifar10", toBytes());
    Member medium = member("resnet20", "resnet-cifar10/resnet20_cifar10", Affine.NONE);
    Member large = member("resnet56", "resnet-cifar10/resnet56_cifar10", Affine.NONE);
    assertEquals(RowAnswer.PROBABILITIES, small.answer());
    Chain chain = Alignment.of(List.of(small, medium, large));
    Cascade cascade = Members.scored(chain, "margin", RowAnswer.LOGITS);
    Map<String, Tensor> inputs = Map.of("input", Members.normal(5, 16, 3, 32, 32));
    float[] middle = Members.middle(cascade, inputs);
    Model joined = Join.fixed(cascade, middle);
    Equality equality = Equality.of(new Equality.Choice(cascade, middle), inputs, joined);
    assertTrue(equality.holds(), equality::worst);
    assertTrue(equality.rows() >= 15, equality::toString);
    long[] routes = run(joined, inputs).get(Join.ROUTE).longs();
    assertEquals(3, Arrays.stream(routes).distinct().count(), Arrays.toString(routes));
    assertEquals(
        0, run(joined, Map.of("input", Members.normal(5, 0, 3, 32, 32))).get("logits").size());
  }

  private static Affine toBytes() {
    return Affine.between(
        preprocess(1 / 255.0, List.of(0.485, 0.456, 0.406), List.of(0.229, 0.224, 0.225)),
        preprocess(1, List.of(), List.of()));
  }

  private static Member member(String name, String file, Affine affine) {
    Model model = OnnxReader.read(SharedData.require("models/" + file + ".onnx"));
    return new Member(name, model, affine, RowAnswer.of(model, true));
  }

  private static Map<String, Tensor> run(Model model, Map<String, Tensor> inputs) {
    try (Session session = Session.open(model, SessionOptions.threads(1))) {
      return session.run(inputs);
    }
  }

  /** A classifier of images whose channels come last, in bytes, that gives probabilities. */
  private static Model channelsLast() {
    GraphBuilder g = GraphBuilder.settled("last", 2);
    String scale = g.scalar("scale", 1 / 255f);
    String x = g.flatten(g.mul(g.input("pixels", 8, 8, 3), scale));
    return g.output(g.softmax(g.gemm("fc", x, Members.CLASSES), 1), "p").build();
  }

  private static Tensor bytesLast(Tensor x) {
    float[] from = x.floats();
    float[] to = new float[from.length];
    int pixels = 64;
    for (int i = 0; i < from.length; i++) {
      int image = i / (3 * pixels);
      int channel = i / pixels % 3;
      float value = BYTES.scale()[channel] * from[i] + BYTES.shift()[channel];
      to[(image * pixels + i % pixels) * 3 + channel] = value;
    }
    return Tensor.floats(to, x.dims()[0], 8, 8, 3);
  }
}
