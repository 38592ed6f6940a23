package dev.espalier.dynamic;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.espalier.model.Tensor;
import dev.espalier.task.LabelForm;
import dev.espalier.task.Pairing;
import dev.espalier.task.Predictions;
import dev.espalier.task.Task;
import dev.espalier.task.TaskKind;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A kind of task whose metrics nobody here knows: signs, right or wrong, or by distance. */
class RowLossesTest {
  private static final Predictions SAID =
      new Predictions(new float[] {1, -2, 3, 4}, 1, Tensor.floats(new float[] {1, 2, 3, 2}, 4, 1));

  private record Signs() implements TaskKind {
    @Override
    public String name() {
      return "signs";
    }

    @Override
    public String summary() {
      return "the sign of a number";
    }

    @Override
    public String source() {
      return "this test";
    }

    @Override
    public List<String> metrics(int classes) {
      return List.of("same-sign", "distance-mae", "correlation");
    }

    @Override
    public LabelForm labels() {
      return LabelForm.NUMBERS;
    }

    @Override
    public Map<String, Double> figures(Task task, Predictions predictions) {
      double share = Arrays.stream(perRecord(task, predictions)).average().orElse(Double.NaN);
      return Map.of("same-sign", share);
    }

    @Override
    public double[] perRecord(Task task, Predictions predictions) {
      double[] labels = predictions.targets();
      Arrays.setAll(labels, i -> labels[i] * predictions.at(i, 0) > 0 ? 1 : 0);
      return labels;
    }

    @Override
    public Pairing pairing(String metric) {
      return switch (metric) {
        case "same-sign" -> Pairing.BY_RECORD;
        case "correlation" -> Pairing.NONE;
        default -> Pairing.BY_RESAMPLING;
      };
    }

    @Override
    public double[] losses(Task task, Predictions predictions, Predictions whole) {
      double[] labels = predictions.targets();
      Arrays.setAll(labels, i -> Math.abs(labels[i] - predictions.at(i, 0)));
      return labels;
    }

    @Override
    public String words(Task task, Predictions predictions) {
      return "signs";
    }

    @Override
    public String loss() {
      return "mse";
    }
  }

  private static RowLosses by(String metric) {
    return new RowLosses(new Task(new Signs(), metric, 0, 1), SAID);
  }

  @Test
  void recordsThatAreRightOrWrongAreCounted() {
    assertArrayEquals(new double[] {0, 1, 0, 0}, by("same-sign").of(SAID, SAID));
    assertEquals(1, by("same-sign").judged().range());
    assertEquals("", by("same-sign").judged().note());
  }

  /** The mean loss is (0 + 4 + 0 + 2) / 4. */
  @Test
  void elsewhereTheLossThatIsTrainedStandsIn() {
    RowLosses losses = by("distance-mae");
    assertArrayEquals(new double[] {0, 4 / 1.5, 0, 2 / 1.5}, losses.of(SAID, SAID), 1e-9);
    assertTrue(losses.judged().note().contains("distance-mae is no mean over records"));
  }

  @Test
  void aMetricInWhichNoDropIsMeasuredProvesNothing() {
    assertThrows(IllegalArgumentException.class, () -> by("correlation"));
  }
}
