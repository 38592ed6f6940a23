package dev.espalier.task;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.espalier.model.Tensor;
import dev.espalier.quality.PairedDrop;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class AucTest {
  private static double byPairs(int[] labels, double[] scores, int[] rows) {
    double sum = 0;
    long pairs = 0;
    for (int a : rows) {
      for (int b : rows) {
        if (labels[a] == 1 && labels[b] == 0) {
          sum += scores[a] > scores[b] ? 1 : scores[a] == scores[b] ? 0.5 : 0;
          pairs++;
        }
      }
    }
    return sum / pairs;
  }

  @Test
  void agreesWithCountedPairsWithTiesAndRepetitions() {
    SplittableRandom random = new SplittableRandom(5);
    int[] labels = IntStream.range(0, 60).map(i -> random.nextInt(2)).toArray();
    double[] scores = IntStream.range(0, 60).mapToDouble(i -> random.nextInt(12)).toArray();
    int[] rows = IntStream.range(0, 90).map(i -> random.nextInt(60)).toArray();
    assertEquals(byPairs(labels, scores, rows), new Auc(labels, scores).over(rows), 1e-12);
  }

  @Test
  void oneLogitOneProbabilityAndTwoColumnsAreOneClassifier() {
    float[] logits = {-2, -1, 0.5f, 1, -0.5f, 3};
    float[] p = new float[6];
    float[] both = new float[12];
    for (int i = 0; i < 6; i++) {
      p[i] = (float) (1 / (1 + Math.exp(-logits[i])));
      both[2 * i] = 1 - p[i];
      both[2 * i + 1] = p[i];
    }
    Tensor labels = Tensor.vector(0, 0, 1, 0, 1, 1);
    Task task = new Task(TaskKinds.CLASSIFICATION, "auc", 2, 1);
    Map<String, Double> one = task.figures(new Predictions(logits, 1, labels));
    assertEquals(7.0 / 9, one.get("auc"), 1e-12);
    assertEquals(2 / 3.0, one.get("f1"), 1e-12);
    for (Predictions other :
        new Predictions[] {new Predictions(p, 1, labels), new Predictions(both, 2, labels)}) {
      Map<String, Double> figures = task.figures(other);
      figures.forEach((name, value) -> assertEquals(one.get(name), value, 1e-6, name));
    }
  }

  @Test
  void aDropInItHasAnInterval() {
    SplittableRandom random = new SplittableRandom(2);
    float[] before = new float[200];
    float[] after = new float[200];
    long[] labels = new long[200];
    for (int i = 0; i < 200; i++) {
      labels[i] = i % 2;
      before[i] = (float) (labels[i] + random.nextGaussian() * 0.5);
      after[i] = (float) (labels[i] + random.nextGaussian() * 2);
    }
    PairedDrop drop =
        PairedDrop.of(
            new Task(TaskKinds.CLASSIFICATION, "auc", 2, 1),
            new Predictions(before, 1, Tensor.vector(labels)),
            new Predictions(after, 1, Tensor.vector(labels)),
            0.95);
    assertTrue(
        drop.low() > 0.1 && drop.drop() > drop.low() && drop.high() > drop.drop(), "" + drop);
  }
}
