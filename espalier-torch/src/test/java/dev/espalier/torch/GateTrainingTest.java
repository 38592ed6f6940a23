package dev.espalier.torch;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.espalier.data.Dataset;
import dev.espalier.data.Rows;
import dev.espalier.family.Gates;
import dev.espalier.model.Model;
import dev.espalier.model.Tensor;
import dev.espalier.ort.Session;
import dev.espalier.ort.SessionOptions;
import dev.espalier.prepare.Prepared;
import dev.espalier.tune.Tuner;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A gate before a residual block learns whom to let pass, under a budget. */
@Tag("slow")
class GateTrainingTest {
  private static final Dataset UNSEEN = new TorchTunerTest.Stripes(3000);

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void costsComeToTheBudgetAndSkippingIsWhatWasTrained(long seed) {
    Gates gates = new Gates(Prepared.of(TorchTunerTest.network(1), "blocks").coupling(), 1);
    double budget = (1 + gates.fixedShare()) / 2;
    assertEquals(1, cost(gates.training(1)), 1e-5);
    Tuner.CostPenalty penalty = new Tuner.CostPenalty(Gates.COST, budget, 5);
    Tuner.Request plain = TorchTunerTest.request(gates.training(1), 12);
    Tuner.Request request =
        new Tuner.Request(
            plain.model(),
            plain.task(),
            new Tuner.Material(plain.material().train()),
            new Tuner.Regime(plain.regime().settings(), seed));
    Model free =
        new TorchTuner()
            .tune(request.withFocus(new Tuner.Focus(gates.constants(), "", penalty)))
            .model();
    Model trained = gates.within(free, budget, GateTrainingTest::cost);
    assertEquals(budget, cost(trained), 0.1 * (1 - gates.fixedShare()));
    assertTrue(cost(trained) <= budget, "cost " + cost(trained));
    Map<String, Tensor> inputs = UNSEEN.batch(Rows.all(64).numbers()).inputs();
    float[] multiplied = Objects.requireNonNull(run(trained, inputs).get("logits")).floats();
    float[] skipped =
        Objects.requireNonNull(run(gates.running(trained), inputs).get("logits")).floats();
    assertArrayEquals(multiplied, skipped, 1e-4f);
    assertTrue(accuracy(trained) > 0.85, "accuracy is " + accuracy(trained));
  }

  private static double cost(Model model) {
    Map<String, Tensor> inputs = UNSEEN.batch(Rows.all(500).slice(0, 500).numbers()).inputs();
    double sum = 0;
    for (float c : Objects.requireNonNull(run(model, inputs).get(Gates.COST)).floats()) {
      sum += c;
    }
    return sum / 500;
  }

  private static double accuracy(Model model) {
    int[] rows = Rows.all(3000).slice(2500, 3000).numbers();
    float[] logits =
        Objects.requireNonNull(run(model, UNSEEN.batch(rows).inputs()).get("logits")).floats();
    long[] labels = Objects.requireNonNull(UNSEEN.batch(rows).labels()).longs();
    int right = 0;
    for (int i = 0; i < labels.length; i++) {
      int best = 0;
      for (int c = 1; c < 3; c++) {
        best = logits[3 * i + c] > logits[3 * i + best] ? c : best;
      }
      right += best == labels[i] ? 1 : 0;
    }
    return right / (double) labels.length;
  }

  private static Map<String, Tensor> run(Model model, Map<String, Tensor> inputs) {
    try (Session session = Session.open(model, SessionOptions.threads(1))) {
      return session.run(inputs);
    }
  }
}
