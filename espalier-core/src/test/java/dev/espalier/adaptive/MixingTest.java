package dev.espalier.adaptive;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.espalier.model.Model;
import dev.espalier.model.Tensor;
import dev.espalier.ort.Session;
import dev.espalier.ort.SessionOptions;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class MixingTest {
  private static final List<Double> WEIGHTS = List.of(0.3, 0.6);

  /** By arithmetic on what the plain stages say: 0.4 of the third, 0.6 of (0.7 and 0.3). */
  @Test
  void eachAnswerTakesInTheOneBefore() {
    Map<String, Tensor> inputs = Members.images(9);
    for (Chain plain : List.of(Members.classifiers(4, 8, 16), Members.exits())) {
      Chain mixed = Mixing.of(plain, WEIGHTS);
      float[] a = logits(Prefix.of(plain, 0), inputs);
      float[] b = logits(Prefix.of(plain, 1), inputs);
      float[] c = logits(Prefix.of(plain, 2), inputs);
      float[] second = new float[a.length];
      float[] third = new float[a.length];
      for (int i = 0; i < a.length; i++) {
        second[i] = 0.7f * b[i] + 0.3f * a[i];
        third[i] = 0.4f * c[i] + 0.6f * second[i];
      }
      assertArrayEquals(a, logits(Prefix.of(mixed, 0), inputs), 1e-6f);
      assertArrayEquals(second, logits(Prefix.of(mixed, 1), inputs), 1e-5f);
      assertArrayEquals(third, logits(Prefix.of(mixed, 2), inputs), 1e-5f);
    }
  }

  @Test
  void namesOfInputsAndAnswersStay() {
    Chain plain = Members.exits();
    Chain mixed = Mixing.of(plain, WEIGHTS);
    assertEquals(plain.inputs(), mixed.inputs());
    assertEquals(plain.answers(), mixed.answers());
  }

  @Test
  void everyStageButTheFirstNeedsAWeight() {
    Chain plain = Members.classifiers(4, 8, 16);
    assertThrows(IllegalArgumentException.class, () -> Mixing.of(plain, List.of(0.5)));
  }

  private static float[] logits(Model model, Map<String, Tensor> inputs) {
    try (Session session = Session.open(model, SessionOptions.threads(1))) {
      return Objects.requireNonNull(session.run(inputs).get("logits")).floats();
    }
  }
}
