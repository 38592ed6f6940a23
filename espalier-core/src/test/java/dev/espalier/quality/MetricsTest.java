package dev.espalier.quality;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.espalier.files.DataException;
import dev.espalier.model.Tensor;
import dev.espalier.task.Averages;
import dev.espalier.task.Predictions;
import dev.espalier.task.Task;
import dev.espalier.task.TaskKinds;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Against figures that scikit-learn 1.7 gave for the same numbers. */
class MetricsTest {
  private static final double EXACT = 1e-9;

  @Test
  void classificationAgreesWithScikitLearn() throws IOException {
    Map<String, Double> m = classes("accuracy", 7).figures(fixture(false));
    assertEquals(0.45, m.get("accuracy"), EXACT);
    assertEquals(0.95, m.get("top5"), EXACT);
    assertEquals(0.5125850340136054, m.get("macro-precision"), EXACT);
    assertEquals(0.3986394557823129, m.get("macro-recall"), EXACT);
    assertEquals(0.41257631257631255, m.get("macro-f1"), EXACT);
    assertEquals(1.4790802001953125, m.get("loss"), 1e-6);
    double[] recalls = {1 / 3.0, 4 / 7.0, 1 / 3.0, 2 / 7.0, 2 / 3.0, 0.6, Double.NaN};
    assertArrayEquals(recalls, classes("accuracy", 7).recalls(fixture(false)), EXACT);
  }

  @Test
  void probabilitiesGiveTheSameFiguresAsLogits() throws IOException {
    Map<String, Double> logits = classes("accuracy", 7).figures(fixture(false));
    Map<String, Double> probabilities = classes("accuracy", 7).figures(fixture(true));
    logits.forEach((name, value) -> assertEquals(value, probabilities.get(name), 1e-5, name));
  }

  @Test
  void oneColumnIsAProbabilityOrALogitOfClassOne() {
    Tensor labels = Tensor.vector(1, 0, 1, 0);
    Map<String, Double> logit =
        classes("accuracy", 2).figures(new Predictions(new float[] {2, -1, -0.5f, 3}, 1, labels));
    assertEquals(0.5, logit.get("accuracy"), EXACT);
    float[] sigmoids = {sigmoid(2), sigmoid(-1), sigmoid(-0.5), sigmoid(3)};
    Map<String, Double> probability =
        classes("accuracy", 2).figures(new Predictions(sigmoids, 1, labels));
    logit.forEach((name, value) -> assertEquals(value, probability.get(name), 1e-6, name));
    double loss =
        (Math.log1p(Math.exp(-2))
                + Math.log1p(Math.exp(-1))
                + Math.log1p(Math.exp(0.5))
                + Math.log1p(Math.exp(3)))
            / 4;
    assertEquals(loss, logit.get("loss"), 1e-6);
  }

  @Test
  void multiLabelAgreesWithScikitLearn() {
    float[] y = {1, 0, 0, 1, 1, 0, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 0, 1, 1, 0, 1, 0, 0};
    float[] s = {
      0.83f, 1.86f, 0.04f, 2.2f, 2.14f, 1.32f, 0.74f, -1.38f, -0.27f, 0.62f, -1.55f, -0.46f,
      -1.25f, -0.67f, 0.21f, -0.04f, -0.69f, -0.95f, 0.46f, 0.61f, -0.41f, 0.95f, -0.44f, 0.39f
    };
    Task task = new Task(TaskKinds.MULTI_LABEL, "accuracy", 3, 1);
    Map<String, Double> m = task.figures(new Predictions(s, 3, Tensor.floats(y, 8, 3)));
    assertEquals(0.7083333333333333, m.get("accuracy"), EXACT);
    assertEquals(0.375, m.get("exact-match"), EXACT);
    assertEquals(0.5, m.get("macro-precision"), EXACT);
    assertEquals(0.5555555555555555, m.get("macro-recall"), EXACT);
    assertEquals(0.5252525252525252, m.get("macro-f1"), EXACT);
  }

  @Test
  void regressionAgreesWithScikitLearn() {
    float[] t = {
      -1.07f, 1.19f, -0.05f, -0.7f, -0.64f, 0.46f, 0.89f, -0.2f, 0.95f, 2.09f, -0.21f, -1.15f
    };
    float[] q = {
      -1.6f, 0.49f, -0.37f, -1.06f, -1.3f, 0.73f, -0.42f, -0.86f, 1.96f, 2.61f, 0.05f, -0.92f
    };
    Map<String, Double> m =
        regression("mse").figures(new Predictions(q, 2, Tensor.floats(t, 6, 2)));
    assertEquals(0.4228416666666667, m.get("mse"), 1e-6);
    assertEquals(0.5691666666666666, m.get("mae"), 1e-6);
    assertEquals(0.5362391693781303, m.get("r2"), 1e-6);
    assertEquals(1 - 0.5362391693781303, m.get("relative-mse"), 1e-6);
  }

  @Test
  void rankingCountsTiesAgainstTheModel() {
    // groups of 12: the positive wins; ties with two (rank 3); comes last (rank 12); is not a
    // number (rank 12)
    float[] scores = new float[48];
    long[] labels = new long[48];
    for (int g = 0; g < 4; g++) {
      labels[g * 12 + 4] = 1;
      for (int i = 0; i < 12; i++) {
        scores[g * 12 + i] = i;
      }
    }
    scores[4] = 20;
    scores[12 + 4] = 11;
    scores[12 + 10] = 11;
    scores[24 + 4] = -1;
    scores[36 + 4] = Float.NaN;
    Task task = new Task(TaskKinds.RANKING, "hr@10", 0, 12);
    Predictions predictions = new Predictions(scores, 1, Tensor.vector(labels));
    Map<String, Double> m = task.figures(predictions);
    assertEquals(0.5, m.get("hr@10"), EXACT);
    assertEquals((1 + 0.5) / 4, m.get("ndcg@10"), EXACT);
    assertArrayEquals(new double[] {1, 1, 0, 0}, task.perRecord(predictions));
    assertEquals(10 / 12.0, task.chance(predictions), EXACT);
    assertThrows(
        DataException.class,
        () -> new Task(TaskKinds.RANKING, "hr@10", 0, 13).figures(predictions));
  }

  @Test
  void perRecordFiguresAverageToTheMetric() throws IOException {
    for (String metric : new String[] {"accuracy", "top5"}) {
      double[] each = classes(metric, 7).perRecord(fixture(false));
      assertEquals(
          classes(metric, 7).value(fixture(false)),
          Averages.mean(each.length, i -> each[i]),
          EXACT);
    }
  }

  @Test
  void outputsThatAreNoNumbersAreWrong() {
    Predictions p =
        new Predictions(new float[] {Float.NaN, Float.NaN, 1, 0}, 2, Tensor.vector(0, 0));
    assertEquals(0.5, classes("accuracy", 2).figures(p).get("accuracy"), EXACT);
  }

  @Test
  void wrongLabelsAndMetricsAreNamed() {
    Predictions p = new Predictions(new float[] {1, 0, 1, 0}, 2, Tensor.vector(0, 2));
    String message =
        assertThrows(DataException.class, () -> classes("accuracy", 2).figures(p)).getMessage();
    assertTrue(message.contains("record 1 has label 2"), message);
    Predictions good = new Predictions(new float[] {1, 0, 1, 0}, 2, Tensor.vector(0, 1));
    message =
        assertThrows(DataException.class, () -> classes("accurracy", 2).value(good)).getMessage();
    assertTrue(message.contains("macro-f1"), message);
    Predictions bare = new Predictions(new float[] {1, 0}, 2, null);
    assertThrows(DataException.class, () -> classes("accuracy", 2).figures(bare));
    assertThrows(DataException.class, () -> regression("mse").figures(good));
  }

  @Test
  void chanceIsTheMajority() throws IOException {
    assertEquals(9 / 40.0, classes("accuracy", 7).chance(fixture(false)), EXACT);
    assertFalse(Chance.near(classes("accuracy", 7), fixture(false)));
    Predictions constant =
        new Predictions(new float[] {1, 0, 1, 0, 1, 0, 1, 0}, 2, Tensor.vector(0, 0, 0, 1));
    assertTrue(Chance.near(classes("accuracy", 2), constant));
    assertEquals(
        classes("macro-f1", 2).value(constant), classes("macro-f1", 2).chance(constant), EXACT);
    Predictions flat =
        new Predictions(new float[] {2, 2, 2}, 1, Tensor.floats(new float[] {1, 2, 3}, 3));
    assertTrue(Chance.near(regression("relative-mse"), flat));
  }

  @Test
  void agreementIsThatOfAnswersAndOutputs() {
    Predictions a = new Predictions(new float[] {1, 0, 0, 4}, 2, null);
    Predictions b = new Predictions(new float[] {1.5f, 0, 3, 2}, 2, null);
    assertEquals(new Agreement(0.5, 3, 0.75), Agreement.of(Task.UNLABELLED, a, b));
    assertEquals(new Agreement(1, 0, 0), Agreement.of(Task.UNLABELLED, a, a));
    assertThrows(
        DataException.class,
        () -> Agreement.of(Task.UNLABELLED, a, new Predictions(new float[] {1, 0}, 2, null)));
  }

  static Task classes(String metric, int classes) {
    return new Task(TaskKinds.CLASSIFICATION, metric, classes, 1);
  }

  static Task regression(String metric) {
    return new Task(TaskKinds.REGRESSION, metric, 0, 1);
  }

  private static float sigmoid(double x) {
    return (float) (1 / (1 + Math.exp(-x)));
  }

  /** Label, then seven logits a line; on request as softmax probabilities. */
  private static Predictions fixture(boolean probabilities) throws IOException {
    float[] outputs = new float[280];
    long[] labels = new long[40];
    try (InputStream in = MetricsTest.class.getResourceAsStream("classification.csv")) {
      String[] lines = new String(in.readAllBytes(), StandardCharsets.UTF_8).split("\n");
      for (int i = 0; i < 40; i++) {
        String[] cells = lines[i].split(",");
        labels[i] = Long.parseLong(cells[0]);
        double sum = 0;
        for (int c = 0; c < 7; c++) {
          sum += Math.exp(Float.parseFloat(cells[c + 1]));
        }
        for (int c = 0; c < 7; c++) {
          float logit = Float.parseFloat(cells[c + 1]);
          outputs[i * 7 + c] = probabilities ? (float) (Math.exp(logit) / sum) : logit;
        }
      }
    }
    return new Predictions(outputs, 7, Tensor.vector(labels));
  }
}
