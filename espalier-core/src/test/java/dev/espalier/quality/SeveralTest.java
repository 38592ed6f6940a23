package dev.espalier.quality;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.espalier.model.Tensor;
import dev.espalier.task.Answer;
import dev.espalier.task.Predictions;
import dev.espalier.task.Task;
import dev.espalier.task.TaskKinds;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Two classes with weight 3 and a number with weight 1, on four records. */
class SeveralTest {
  private static final Task KIND = new Task(TaskKinds.CLASSIFICATION, "accuracy", 2, 1).of("kind");
  private static final Task AGE = new Task(TaskKinds.REGRESSION, "relative-mse", 0, 1).of("age");
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
    Map<String, Double> m = BOTH.figures(said(ONE_WRONG, 1, 2, 3, 5));
    assertEquals(0.75, m.get("kind accuracy"));
    assertEquals(0.2, m.get("age relative-mse"), 1e-9); // 1/4 over a variance of 5/4
    assertEquals(0.75 * 0.75 + 0.25 * 0.8, m.get("weighted-mean"), 1e-9);
    assertEquals(m.get("weighted-mean"), BOTH.value(said(ONE_WRONG, 1, 2, 3, 5)));
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
    double[] kind = KIND.losses(p.part(BOTH, 0), p.part(BOTH, 0));
    double[] age = AGE.losses(p.part(BOTH, 1), p.part(BOTH, 1));
    double[] both = BOTH.losses(p, p);
    for (int i = 0; i < 4; i++) {
      assertEquals(0.75 * kind[i] + 0.25 * age[i], both[i], 1e-9);
    }
  }

  @Test
  void someRecordsKeepTheirParts() {
    Predictions some = said(ONE_WRONG, 1, 2, 3, 5).rows(new int[] {3, 0});
    assertArrayEquals(new float[] {5, 1}, some.part(BOTH, 1).outputs());
    assertArrayEquals(new int[] {1, 0}, some.part(BOTH, 0).classes());
    assertEquals(0.5, KIND.value(some.part(BOTH, 0)));
  }

  @Test
  void answersAgreeWhereAllOutputsDo() {
    Task bare =
        Task.several(
            List.of(
                Answer.alone(new Task(TaskKinds.UNLABELLED, "agreement", 0, 1).of("kind")),
                Answer.alone(new Task(TaskKinds.UNLABELLED, "agreement", 0, 1).of("age"))));
    Predictions a = unlabelled(bare, RIGHT, 1, -2, 3, 4);
    Predictions b = unlabelled(bare, ONE_WRONG, 1, 2, 3, 5);
    assertEquals(
        0.5, Agreement.of(Task.UNLABELLED, a, b).sameAnswer()); // one other kind, one other sign
    assertEquals(0.5, PairedDrop.of(bare, a, b, 0.95).drop());
  }

  private static Predictions unlabelled(Task task, Tensor kind, float... ages) {
    return Predictions.of(task, List.of(kind, Tensor.floats(ages, 4, 1)), null);
  }
}
