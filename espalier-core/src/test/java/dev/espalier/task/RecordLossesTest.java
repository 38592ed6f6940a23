package dev.espalier.task;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import dev.espalier.model.Tensor;
import org.junit.jupiter.api.Test;

/** Losses of single records, by hand. */
class RecordLossesTest {
  private static Predictions predictions(int columns, float[] outputs, Tensor labels) {
    return new Predictions(outputs, columns, labels);
  }

  @Test
  void classesByCrossEntropy() {
    Task task = new Task(TaskKinds.CLASSIFICATION, "accuracy", 2, 1);
    Predictions p = predictions(2, new float[] {3, 0, 0, 0}, Tensor.longs(new long[] {0, 1}, 2));
    assertArrayEquals(
        new double[] {Math.log1p(Math.exp(-3)), Math.log(2)}, task.losses(p, p), 1e-9);
  }

  @Test
  void labelsByBinaryCrossEntropyAndTargetsBySquares() {
    Task labels = new Task(TaskKinds.MULTI_LABEL, "accuracy", 2, 1);
    Predictions p =
        predictions(
            2, new float[] {0.5f, 0.25f, 1, 0.5f}, Tensor.floats(new float[] {1, 0, 1, 1}, 2, 2));
    assertArrayEquals(
        new double[] {-(Math.log(0.5) + Math.log(0.75)) / 2, -Math.log(0.5) / 2},
        labels.losses(p, p),
        1e-6);
    Task numbers = new Task(TaskKinds.REGRESSION, "mse", 0, 1);
    assertArrayEquals(new double[] {(0.25 + 0.0625) / 2, 0.125}, numbers.losses(p, p), 1e-9);
  }

  @Test
  void withoutLabelsTheWholeModelIsTheMeasure() {
    Task none = new Task(TaskKinds.UNLABELLED, "agreement", 0, 1);
    Predictions whole = new Predictions(new float[] {1, 2, 3, 4}, 2, null);
    Predictions cut = new Predictions(new float[] {1, 0, 3, 5}, 2, null);
    assertArrayEquals(new double[] {2, 0.5}, none.losses(cut, whole), 1e-9);
  }
}
