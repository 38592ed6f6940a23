package dev.espalier.adaptive;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.espalier.model.DType;
import dev.espalier.model.Model;
import dev.espalier.model.ModelFormatException;
import dev.espalier.model.Tensor;
import dev.espalier.model.ValueInfo;
import dev.espalier.model.ValueInfo.Dim;
import dev.espalier.ort.Session;
import dev.espalier.ort.SessionOptions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The nodes compute what the formulas say, here in doubles. */
class SignalsTest {
  private static final double T = 1.7;
  private static final float[][] NOW = {{2, -1, 0.5f}, {0, 0, 0}, {30, -30, 5}, {1, 1, -2}};
  private static final float[][] BEFORE = {{2, -1, 0.5f}, {1, -1, 3}, {-30, 30, 5}, {0, 2, 1}};

  static final List<String> NAMES = Signals.CATALOGUE.names();

  @ParameterizedTest
  @FieldSource("NAMES")
  void scoresOfLogits(String name) {
    check(name, RowAnswer.LOGITS, NOW, BEFORE, 13);
    check(name, RowAnswer.LOGITS, NOW, BEFORE, 18);
  }

  @ParameterizedTest
  @ValueSource(strings = {"probability", "margin", "entropy", "agreement"})
  void scoresOfProbabilities(String name) {
    check(name, RowAnswer.PROBABILITIES, probabilities(NOW), probabilities(BEFORE), 17);
  }

  @ParameterizedTest
  @ValueSource(strings = {"probability", "margin", "entropy", "energy", "agreement"})
  void oneColumnStandsForTwoClasses(String name) {
    float[][] two = {{0, 2.5f}, {0, -1}, {0, 0.1f}};
    float[][] other = {{0, 1}, {0, 1}, {0, -3}};
    assertArrayEquals(
        scores(name, RowAnswer.LOGITS, two, other, 17),
        scores(name, RowAnswer.LOGITS, column(two), column(other), 17),
        1e-5f);
  }

  @Test
  void aPredictorWeighsFeaturesAndTheAnsweredClass() {
    List<Double> weights = List.of(0.5, 2.0, -1.0, 10.0, 20.0, 30.0);
    float[] scores = scores("predictor", RowAnswer.LOGITS, NOW, BEFORE, 17, weights);
    for (int row = 0; row < NOW.length; row++) {
      int best = NOW[row][0] >= NOW[row][1] && NOW[row][0] >= NOW[row][2] ? 0 : 2;
      double wanted =
          0.5 * expected("predictor", RowAnswer.LOGITS, NOW[row], BEFORE[row])
              + 2 * expected("margin", RowAnswer.LOGITS, NOW[row], BEFORE[row])
              - expected("entropy", RowAnswer.LOGITS, NOW[row], BEFORE[row])
              + (best + 1) * 10;
      assertEquals(wanted, scores[row], 1e-4 * wanted);
    }
  }

  private static void check(
      String name, RowAnswer answer, float[][] now, float[][] before, long opset) {
    float[] scores = scores(name, answer, now, before, opset);
    for (int row = 0; row < now.length; row++) {
      double expected = expected(name, answer, now[row], before[row]);
      assertEquals(expected, scores[row], 1e-5 * (1 + Math.abs(expected)), name + " of row " + row);
    }
  }

  private static double expected(String name, RowAnswer answer, float[] now, float[] before) {
    double[] p = softmax(now, answer);
    double[] q = softmax(before, answer);
    double[] falling = Arrays.stream(p).map(v -> -v).sorted().map(v -> -v).toArray();
    return switch (name) {
      case "probability" -> falling[0];
      case "margin" -> falling[0] - falling[1];
      case "entropy" -> Arrays.stream(p).map(v -> v * Math.log(Math.max(v, 1e-38))).sum();
      case "energy" ->
          T * Math.log(IntStream.range(0, now.length).mapToDouble(c -> Math.exp(now[c] / T)).sum());
      case "predictor" -> Math.log(falling[0] / Math.max(1e-6, 1 - falling[0]));
      case "agreement" -> IntStream.range(0, p.length).mapToDouble(c -> Math.min(p[c], q[c])).sum();
      default ->
          -IntStream.range(0, p.length)
              .mapToDouble(c -> Math.abs(now[c] - before[c]))
              .average()
              .orElseThrow();
    };
  }

  private static double[] softmax(float[] row, RowAnswer answer) {
    double[] e = new double[row.length];
    for (int c = 0; c < e.length; c++) {
      double logit = answer == RowAnswer.LOGITS ? row[c] : Math.log(Math.max(row[c], 1.2e-38));
      e[c] = Math.exp(logit / T);
    }
    double sum = Arrays.stream(e).sum();
    return Arrays.stream(e).map(v -> v / sum).toArray();
  }

  private static float[][] probabilities(float[][] logits) {
    float[][] p = new float[logits.length][];
    for (int r = 0; r < p.length; r++) {
      double sum = 0;
      p[r] = new float[logits[r].length];
      for (float logit : logits[r]) {
        sum += Math.exp(logit);
      }
      for (int c = 0; c < p[r].length; c++) {
        p[r][c] = (float) (Math.exp(logits[r][c]) / sum);
      }
    }
    return p;
  }

  private static float[][] column(float[][] two) {
    return Arrays.stream(two).map(row -> new float[] {row[1]}).toArray(float[][]::new);
  }

  private static float[] scores(
      String name, RowAnswer answer, float[][] now, float[][] before, long opset) {
    return scores(name, answer, now, before, opset, List.of());
  }

  private static float[] scores(
      String name,
      RowAnswer answer,
      float[][] now,
      float[][] before,
      long opset,
      List<Double> weights) {
    Dim[] dims = {Dim.symbol("N"), Dim.of(now[0].length)};
    ValueInfo x = ValueInfo.of("x", DType.FLOAT, dims);
    Draft draft = Draft.of(opset, List.of("x", "before", "score"));
    Signal.Look look = new Signal.Look("x", "before", AnswerForm.of(answer, x), T, weights);
    draft.name(Signals.CATALOGUE.require(name).write(draft, look), "score");
    List<ValueInfo> inputs = new ArrayList<>(List.of(x, ValueInfo.of("before", DType.FLOAT, dims)));
    List<ValueInfo> outputs = List.of(ValueInfo.of("score", DType.FLOAT, Dim.symbol("N")));
    Model model =
        new Model(
            draft.graph("score", inputs, outputs), 8, Map.of("", opset), Map.of(), new byte[0]);
    try (Session session = Session.open(model, SessionOptions.threads(1))) {
      return session.run(Map.of("x", tensor(now), "before", tensor(before))).get("score").floats();
    }
  }

  private static Tensor tensor(float[][] rows) {
    float[] flat = new float[rows.length * rows[0].length];
    for (int i = 0; i < flat.length; i++) {
      flat[i] = rows[i / rows[0].length][i % rows[0].length];
    }
    return Tensor.floats(flat, rows.length, rows[0].length);
  }

  @Test
  void signalsSayWhyTheyDoNotApply() {
    assertRefused("looks at classes", Members.regressors(4, 8), "margin", RowAnswer.VALUES);
    assertRefused("needs logits", Members.classifiers(4, 8), "energy", RowAnswer.PROBABILITIES);
    assertTrue(
        Signals.noClasses(new AnswerForm(RowAnswer.LOGITS, 4, 3)).orElseThrow().contains("4 axes"));
    ModelFormatException e =
        assertThrows(
            ModelFormatException.class, () -> new Cascade(Members.classifiers(4, 8), List.of()));
    assertTrue(e.getMessage().contains("needs a signal"), e.getMessage());
    assertThrows(IllegalArgumentException.class, () -> new Scoring("margin", 0, RowAnswer.LOGITS));
  }

  private static void assertRefused(String reason, Chain chain, String signal, RowAnswer answer) {
    ModelFormatException e =
        assertThrows(
            ModelFormatException.class, () -> Members.scored(chain, signal, answer), reason);
    assertTrue(e.getMessage().contains(reason), e.getMessage());
  }
}
