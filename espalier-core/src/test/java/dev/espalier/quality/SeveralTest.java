package dev.espalier.quality;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.espalier.data.Answer;
import dev.espalier.data.Task;
import dev.espalier.model.Tensor;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Two classes with weight 3 and a number with weight 1, on four records. */
class SeveralTest {
  private static final Task KIND = new Task(Task.Kind.CLASSIFICATION, "accuracy", 2, 1).of("kind");
  private static final Task AGE = new Task(Task.Kind.REGRESSION, "relative-mse", 0, 1).of("age");
  private static final Task BOTH =
      Task.several(
          List.of(new Answer(KIND, 0.75, 0, 1, List.of()), new Answer(AGE, 0.25, 1, 1, List.of())));
  private static final Tensor LABELS = Tensor.floats(new float[] {0, 1, 1, 2, 0, 3, 1, 4}, 4, 2);
  private static final Tensor RIGHT = Tensor.floats(new float[] {1, 0, 0, 1, 1, 0, 0, 1}, 4, 2);
  private static final Tensor ONE_WRONG = Tensor.floats(new float[] {0, 1, 0, 1, 1, 0, 0, 1}, 4, 2);

  private static Predictions said(Tensor kind, float... ages) {
    return Predictions.of(BOTH, List.of(kind, Tensor.floats(ages, 4, 1)), LABELS);
  }

  @Test
  void eachIsMeasuredAndAllAreWeighed() {
    Map<String, Double> m = Metrics.of(BOTH, said(ONE_WRONG, 1, 2, 3, 5));
    assertEquals(0.75, m.get("kind accuracy"));
    assertEquals(0.2, m.get("age relative-mse"), 1e-9); // 1/4 over a variance of 5/4
    assertEquals(0.75 * 0.75 + 0.25 * 0.8, m.get("weighted-mean"), 1e-9);
    assertEquals(m.get("weighted-mean"), Metrics.value(BOTH, said(ONE_WRONG, 1, 2, 3, 5)));
  }

  @Test
  void theCommonDropIsThatOfTheWeightedMean() {
    Predictions before = said(RIGHT, 1, 2, 3, 4);
    PairedDrop drop = PairedDrop.of(BOTH, before, said(ONE_WRONG, 1, 2, 3, 5), 0.95);
    assertEquals(0.75 * 0.25 + 0.25 * 0.2, drop.drop(), 1e-9);
    assertEquals(0, PairedDrop.of(BOTH, before, before, 0.95).drop());
  }

  @Test
  void lossesAddUpByWeight() {
    Predictions p = said(ONE_WRONG, 1, 2, 3, 5);
    double[] kind = RecordLosses.of(KIND, p.part(0), p.part(0));
    double[] age = RecordLosses.of(AGE, p.part(1), p.part(1));
    double[] both = RecordLosses.of(BOTH, p, p);
    for (int i = 0; i < 4; i++) {
      assertEquals(0.75 * kind[i] + 0.25 * age[i], both[i], 1e-9);
    }
  }

  @Test
  void someRecordsKeepTheirParts() {
    Predictions some = said(ONE_WRONG, 1, 2, 3, 5).rows(new int[] {3, 0});
    assertArrayEquals(new float[] {5, 1}, some.part(1).outputs());
    assertArrayEquals(new int[] {1, 0}, some.part(0).classes());
    assertEquals(0.5, Metrics.value(KIND, some.part(0)));
  }

  @Test
  void answersAgreeWhereAllOutputsDo() {
    Task bare =
        Task.several(
            List.of(
                Answer.alone(new Task(Task.Kind.UNLABELLED, "agreement", 0, 1).of("kind")),
                Answer.alone(new Task(Task.Kind.UNLABELLED, "agreement", 0, 1).of("age"))));
    Predictions a = unlabelled(bare, RIGHT, 1, -2, 3, 4);
    Predictions b = unlabelled(bare, ONE_WRONG, 1, 2, 3, 5);
    assertEquals(0.5, Agreement.of(a, b).sameAnswer()); // one other kind, one other sign
    assertEquals(0.5, PairedDrop.of(bare, a, b, 0.95).drop());
  }

  private static Predictions unlabelled(Task task, Tensor kind, float... ages) {
    return Predictions.of(task, List.of(kind, Tensor.floats(ages, 4, 1)), null);
  }
}
