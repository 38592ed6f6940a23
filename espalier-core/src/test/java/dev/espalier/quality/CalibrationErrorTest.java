package dev.espalier.quality;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.espalier.model.Tensor;
import dev.espalier.quality.ChangedAnswers.Changed;
import dev.espalier.record.Confidence;
import dev.espalier.task.Predictions;
import dev.espalier.task.Task;
import dev.espalier.task.TaskKinds;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Calibration and changed answers of classifiers whose answers are made up. */
class CalibrationErrorTest {
  private static final Task TASK = new Task(TaskKinds.CLASSIFICATION, "accuracy", 2, 1);

  /** Always answers class 0 with this probability; every {@code each}th record is of class 1. */
  private static Predictions sure(double probability, int each) {
    int n = 600;
    float[] outputs = new float[2 * n];
    long[] labels = new long[n];
    for (int i = 0; i < n; i++) {
      outputs[2 * i] = (float) probability;
      outputs[2 * i + 1] = (float) (1 - probability);
      labels[i] = i % each == 0 ? 1 : 0;
    }
    return new Predictions(outputs, 2, Tensor.vector(labels));
  }

  @Test
  void isTheDistanceOfConfidenceFromAccuracy() {
    Confidence right = CalibrationError.of(TASK, sure(0.75, 4)).orElseThrow();
    assertEquals(0, right.calibrationError(), 1e-9);
    Confidence boastful = CalibrationError.of(TASK, sure(0.95, 4)).orElseThrow();
    assertEquals(0.2, boastful.calibrationError(), 1e-6);
    double likelihood = -0.75 * Math.log(0.95) - 0.25 * Math.log(0.05);
    assertEquals(likelihood, boastful.negativeLogLikelihood(), 1e-6);
  }

  @Test
  void binsHoldEquallyMany() {
    Confidence confidence = CalibrationError.of(TASK, sure(0.75, 4)).orElseThrow();
    assertEquals(15, confidence.bins().size());
    assertTrue(confidence.bins().stream().allMatch(bin -> bin.records() == 40));
  }

  @Test
  void onlyClassifiersHaveOne() {
    Task regression = new Task(TaskKinds.REGRESSION, "mse", 0, 1);
    assertTrue(CalibrationError.of(regression, sure(0.75, 4)).isEmpty());
  }

  @Test
  void changedAnswersAreThoseWhereJustOneIsRight() {
    Tensor labels = Tensor.vector(0, 0, 1, 1);
    Predictions first =
        new Predictions(new float[] {.9f, .1f, .9f, .1f, .8f, .2f, 0, 1}, 2, labels);
    Predictions second =
        new Predictions(new float[] {.3f, .7f, .6f, .4f, .2f, .8f, 0, 1}, 2, labels);
    ChangedAnswers changed = ChangedAnswers.of(first, second);
    assertEquals(List.of(0), changed.broken().stream().map(Changed::record).toList());
    assertEquals(List.of(2), changed.mended().stream().map(Changed::record).toList());
    Changed broken = changed.broken().get(0);
    assertEquals(List.of(0, 1), List.of(broken.before(), broken.after()));
    assertEquals(0.6, broken.moved(), 1e-6);
  }
}
