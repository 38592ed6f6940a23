package dev.espalier.torch;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.espalier.data.Batch;
import dev.espalier.data.Dataset;
import dev.espalier.model.ConvSpec;
import dev.espalier.model.GraphBuilder;
import dev.espalier.model.Model;
import dev.espalier.model.Tensor;
import dev.espalier.ort.Session;
import dev.espalier.ort.SessionOptions;
import dev.espalier.recipe.LossKind;
import dev.espalier.recipe.OptimizerKind;
import dev.espalier.recipe.PenaltyKind;
import dev.espalier.recipe.TuneSettings;
import dev.espalier.recipe.TuneSettings.Penalty;
import dev.espalier.task.Task;
import dev.espalier.task.TaskKinds;
import dev.espalier.tune.Tuner;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The form that trains well computes what the file's form does, before a training and after it. */
@Tag("slow")
class TemporaryNormsTest {
  private static final double CLOSE = 1e-4;

  /** Stripes without any normalisation: plain, grouped, residual, dense, dead channels. */
  static Model plain() {
    GraphBuilder g = GraphBuilder.fresh("plain", 3);
    String x = g.input("x", 1, 8, 8);
    String y = g.relu(g.conv("conv1", x, ConvSpec.of(8, 3)));
    String z = g.relu(g.add(y, g.conv("conv2", y, ConvSpec.of(8, 3).groups(2))));
    String hidden = g.relu(g.gemm("hidden", g.flatten(g.globalAveragePool(z)), 12));
    return g.output(g.gemm("classifier", hidden, 3), "logits").build();
  }

  static Tuner.Request request(Model model, Dataset data, Task task) {
    TuneSettings settings = TuneSettings.defaults();
    return new Tuner.Request(
        model, task, new Tuner.Material(data), new Tuner.Regime(settings, 1, false, 1));
  }

  @Test
  void nothingChangesInEitherDirection() {
    Model model = plain();
    Dataset data = new TorchTunerTest.Stripes(256);
    Tuner.Request request = request(model, data, TorchTunerTest.CLASSES);
    TemporaryNorms norms = TemporaryNorms.of(request, model, Tuner.Focus.WHOLE, true);
    assertEquals(3, norms.layers(), "both convolutions and the hidden layer, not the last");
    Batch batch = data.batch(IntStream.range(0, 50).toArray());
    assertSame(answers(model, batch), answers(norms.model(), batch));
    Model back = Learner.with(model, norms.fold(norms.model().graph().initializers()));
    assertEquals(model.graph().nodes(), back.graph().nodes());
    assertSame(answers(model, batch), answers(back, batch));
  }

  @Test
  void eachChannelHasWeightsOfOneLength() {
    Model model = plain();
    Tuner.Request request = request(model, new TorchTunerTest.Stripes(256), TorchTunerTest.CLASSES);
    Model form = TemporaryNorms.of(request, model, Tuner.Focus.WHOLE, true).model();
    float[] weights = form.graph().initializers().get("conv1.weight").floats();
    for (int c = 0; c < 8; c++) {
      double squares = 0;
      for (int i = 0; i < 9; i++) {
        squares += weights[c * 9 + i] * weights[c * 9 + i];
      }
      assertEquals(1.0 / 3, squares, 1e-5);
    }
  }

  @Test
  void whatWasTrainedIsFoldedExactly() {
    Model model = plain();
    Dataset data = new TorchTunerTest.Stripes(512);
    Tuner.Request request = request(model, data, TorchTunerTest.CLASSES);
    TuneSettings.Steps steps = new TuneSettings.Steps(OptimizerKind.SGD, 0.05, true, 0.1, 0, 0);
    Tuner.Request settled = request.withSettings(request.regime().settings().paced(steps));
    TemporaryNorms norms = TemporaryNorms.of(settled, model, Tuner.Focus.WHOLE, true);
    Libtorch.start(1, 1);
    try (Learner learner = new Learner(norms.model(), TorchTunerTest.CLASSES)) {
      Map<String, Tensor> trained = new Course(settled, steps, learner, null).run(null);
      Batch batch = data.batch(IntStream.range(0, 50).toArray());
      float[] form = answers(Learner.with(norms.model(), trained), batch);
      assertSame(form, answers(Learner.with(model, norms.fold(trained)), batch));
      assertTrue(!Arrays.equals(form, answers(model, batch)), "something was learnt");
    }
  }

  @Test
  void frozenAndNormalisedLayersAreLeftAlone() {
    Tuner.Focus focus = new Tuner.Focus(java.util.Set.of("conv1.weight"), "");
    List<String> values =
        NormSites.between(plain(), focus.frozen()).stream().map(NormSites.Site::weight).toList();
    assertEquals(List.of("conv2.weight", "hidden.weight"), values);
    assertEquals(List.of(), NormSites.between(TorchTunerTest.network(1), java.util.Set.of()));
  }

  /** A target of a far mean and a wide spread. */
  record Prices(int size) implements Dataset {
    @Override
    public Batch batch(int[] rows) {
      float[] inputs = new float[rows.length * 4];
      float[] targets = new float[rows.length];
      for (int i = 0; i < rows.length; i++) {
        java.util.SplittableRandom random = new java.util.SplittableRandom(rows[i]);
        for (int c = 0; c < 4; c++) {
          inputs[i * 4 + c] = (float) random.nextGaussian();
        }
        targets[i] = (float) (338_000 + 100_000 * Math.tanh(inputs[i * 4] - inputs[i * 4 + 1]));
      }
      return new Batch(
          Map.of("x", Tensor.floats(inputs, rows.length, 4)),
          Tensor.floats(targets, rows.length, 1),
          rows.length);
    }
  }

  static final Task PRICES = new Task(TaskKinds.REGRESSION, "relative-mse", 0, 1);

  static Model prices() {
    GraphBuilder g = GraphBuilder.fresh("prices", 5);
    String hidden = g.relu(g.gemm("hidden", g.input("x", 4), 32));
    return g.output(g.gemm("price", hidden, 1), "y").build();
  }

  @Test
  void aRegressionLearnsInUnitsOfItsTargetsWhateverTheyAre() {
    TuneSettings settings = settings();
    Tuner.Request request =
        new Tuner.Request(
            Initialisation.fresh(prices(), 2),
            PRICES,
            new Tuner.Material(new Prices(2000), new Prices(300)),
            new Tuner.Regime(settings, 30, false, 1));
    Tuner.Result result = new TorchTuner().tune(request);
    double last = result.epochs().get(result.epochs().size() - 1).validationMetric();
    assertTrue(last < 0.2, "share of the variance left: " + last + " " + result.notes());
  }

  private static TuneSettings settings() {
    TuneSettings d = TuneSettings.defaults();
    return new TuneSettings(
        new TuneSettings.Amount(d.amount().epochs(), 1, d.amount().minUpdates(), 64, 0),
        d.start(),
        d.movement(),
        d.rates(),
        new TuneSettings.Lesson(0.0, 4, LossKind.AUTO),
        d.guards(),
        1,
        new Penalty(PenaltyKind.NONE, 0));
  }

  private static float[] answers(Model model, Batch batch) {
    try (Session session = Session.open(model, SessionOptions.threads(1))) {
      return session.run(batch.inputs()).get("logits").floats();
    }
  }

  private static void assertSame(float[] wanted, float[] given) {
    float largest = 0;
    for (float v : wanted) {
      largest = Math.max(largest, Math.abs(v));
    }
    assertArrayEquals(wanted, given, (float) (CLOSE * Math.max(1, largest)));
  }
}
