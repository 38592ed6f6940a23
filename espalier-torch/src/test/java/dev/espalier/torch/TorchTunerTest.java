package dev.espalier.torch;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.espalier.data.Batch;
import dev.espalier.data.Dataset;
import dev.espalier.data.Folds;
import dev.espalier.measure.Evaluator;
import dev.espalier.model.ConvSpec;
import dev.espalier.model.GraphBuilder;
import dev.espalier.model.Model;
import dev.espalier.model.ModelFormatException;
import dev.espalier.model.Tensor;
import dev.espalier.ort.Session;
import dev.espalier.ort.SessionOptions;
import dev.espalier.progress.Progress;
import dev.espalier.recipe.LossKind;
import dev.espalier.recipe.NormaliseLayers;
import dev.espalier.recipe.OptimizerKind;
import dev.espalier.recipe.PenaltyKind;
import dev.espalier.recipe.TuneSettings;
import dev.espalier.recipe.TuneSettings.Penalty;
import dev.espalier.task.Task;
import dev.espalier.task.TaskKinds;
import dev.espalier.tune.Tuner;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Tag("slow")
class TorchTunerTest {
  static final Task CLASSES = new Task(TaskKinds.CLASSIFICATION, "accuracy", 3, 1);

  /** Three classes of 8x8 images: a bright row, column or diagonal in noise. */
  record Stripes(int size) implements Dataset {
    @Override
    public Batch batch(int[] rows) {
      float[] pixels = new float[rows.length * 64];
      long[] labels = new long[rows.length];
      for (int i = 0; i < rows.length; i++) {
        SplittableRandom random = new SplittableRandom(rows[i]);
        labels[i] = random.nextInt(3);
        int at = random.nextInt(8);
        for (int p = 0; p < 64; p++) {
          boolean on = labels[i] == 0 ? p / 8 == at : labels[i] == 1 ? p % 8 == at : p / 8 == p % 8;
          pixels[i * 64 + p] = (on ? 1 : 0) + (float) random.nextDouble(-0.3, 0.3);
        }
      }
      Tensor images = Tensor.floats(pixels, rows.length, 1, 8, 8);
      return new Batch(Map.of("x", images), Tensor.longs(labels, rows.length), rows.length);
    }
  }

  static Model network(long seed) {
    GraphBuilder g = GraphBuilder.fresh("stripes", seed);
    String x = g.input("x", 1, 8, 8);
    String y = g.relu(g.batchNorm("bn1", g.conv("conv1", x, ConvSpec.of(8, 3))));
    String z = g.relu(g.batchNorm("bn2", g.conv("conv2", y, ConvSpec.of(8, 3))));
    String pooled = g.flatten(g.globalAveragePool(g.add(y, z)));
    return g.output(g.gemm("classifier", pooled, 3), "logits").build();
  }

  static Tuner.Request request(Model model, int epochs) {
    TuneSettings settings = settings(OptimizerKind.SGD, epochs, new Penalty(PenaltyKind.NONE, 0));
    return new Tuner.Request(
        model,
        CLASSES,
        new Tuner.Material(new Stripes(2048), new Stripes(200)),
        new Tuner.Regime(settings, 1));
  }

  @Test
  void learnsToTellStripesApart() {
    Tuner.Result result = new TorchTuner().tune(request(network(1), 8));
    assertEquals(8, result.epochs().size());
    double first = result.epochs().get(0).trainLoss();
    double last = result.epochs().get(7).trainLoss();
    assertTrue(last < 0.2 && last < first / 3, first + " to " + last);
    assertTrue(result.epochs().get(7).validationMetric() > 0.95);
  }

  /**
   * Half of validation has wrong labels: without it later epochs are better, with it alone worse.
   */
  @Test
  void foldsKeepWhatTheOthersChoose() {
    Tuner.Request request = request(network(1), 20);
    Tuner.Request folded =
        new Tuner.Request(
            request.model(),
            CLASSES,
            new Tuner.Material(new Stripes(256), new HalfWrong()).withFolds(new Folds(2, 1)),
            request.regime());
    Tuner.Result result = new TorchTuner().tune(folded);
    assertEquals(2, result.folds().size());
    double withoutWrong = accuracy(result.folds().get(1));
    double withoutRight = accuracy(result.folds().get(0));
    assertTrue(withoutWrong > 0.9, "right labels chose " + withoutWrong);
    assertTrue(withoutRight < withoutWrong, "wrong ones chose " + withoutRight);
    assertEquals(
        List.of(), new TorchTuner().tune(request(network(1), 1)).folds(), "nothing to divide");
  }

  /** Odd records have another label. */
  private static final class HalfWrong implements Dataset {
    private final Dataset stripes = new Stripes(200);

    @Override
    public int size() {
      return stripes.size();
    }

    @Override
    public Batch batch(int[] rows) {
      Batch right = stripes.batch(rows);
      long[] labels = right.labels().longs();
      for (int i = 0; i < rows.length; i++) {
        labels[i] = rows[i] % 2 == 1 ? (labels[i] + 1) % 3 : labels[i];
      }
      return new Batch(right.inputs(), Tensor.longs(labels, labels.length), rows.length);
    }
  }

  private static double accuracy(Model model) {
    Evaluator.Run run = new Evaluator.Run(100, 1, Progress.NONE);
    return CLASSES.value(Evaluator.predict(model, CLASSES, new Stripes(300), run));
  }

  @Test
  void equalRequestsGiveEqualWeights() {
    Model first = new TorchTuner().tune(request(network(1), 1)).model();
    Model second = new TorchTuner().tune(request(network(1), 1)).model();
    assertEquals(first.graph().initializers(), second.graph().initializers());
    assertNotEquals(first.graph().initializers(), network(1).graph().initializers());
  }

  @Test
  void structureAndNamesStay() {
    Model model = network(1);
    Model tuned = new TorchTuner().tune(request(model, 1)).model();
    assertEquals(model.graph().nodes(), tuned.graph().nodes());
    assertEquals(model.graph().initializers().keySet(), tuned.graph().initializers().keySet());
  }

  @Test
  void runningStatisticsFollowTheData() {
    Model model = network(1);
    Model tuned = new TorchTuner().tune(request(model, 1)).model();
    for (String name :
        model.graph().nodes().stream()
            .filter(n -> n.is("BatchNormalization"))
            .map(n -> n.input(4))
            .toList()) {
      assertNotEquals(
          model.graph().initializers().get(name), tuned.graph().initializers().get(name), name);
    }
  }

  @Test
  void masksHold() {
    Model model = network(1);
    Tensor weight = model.graph().initializers().get("conv2.weight");
    float[] mask = new float[weight.size()];
    for (int i = 0; i < mask.length; i++) {
      mask[i] = i % 3 == 0 ? 0 : 1;
    }
    Tuner.Request plain = request(model, 1);
    for (OptimizerKind optimizer : List.of(OptimizerKind.SGD, OptimizerKind.ADAMW)) {
      Map<String, Tensor> masks = Map.of("conv2.weight", Tensor.floats(mask, weight.dims()));
      float[] after =
          new TorchTuner()
              .tune(with(plain, masks, settings(optimizer, 1, new Penalty(PenaltyKind.L1, 1e-3))))
              .model()
              .graph()
              .initializers()
              .get("conv2.weight")
              .floats();
      for (int i = 0; i < mask.length; i++) {
        assertEquals(mask[i] == 0, after[i] == 0, optimizer + " at " + i);
      }
    }
  }

  @ParameterizedTest
  @EnumSource(value = PenaltyKind.class, mode = EnumSource.Mode.EXCLUDE, names = "NONE")
  void penaltiesShrinkWhatTheyPress(PenaltyKind kind) {
    Tuner.Request plain = request(network(1), 1);
    Model free = new TorchTuner().tune(plain).model();
    Model pressed =
        new TorchTuner()
            .tune(with(plain, Map.of(), settings(OptimizerKind.SGD, 1, new Penalty(kind, 0.05))))
            .model();
    String name = kind == PenaltyKind.BN_SCALE ? "bn2.weight" : "conv2.weight";
    double before = norm(free.graph().initializers().get(name));
    double after = norm(pressed.graph().initializers().get(name));
    assertTrue(after < 0.95 * before, kind + ": " + before + " to " + after);
  }

  @Test
  void fractionsOfAnEpochAreSteps() {
    Tuner.Request plain = request(network(1), 1);
    List<Long> steps = new ArrayList<>();
    Tuner.Request quarter =
        new Tuner.Request(
                plain.model(),
                CLASSES,
                new Tuner.Material(plain.material().train()),
                plain.regime().withEpochs(0.25))
            .withProgress((stage, done, total) -> steps.add(total));
    assertEquals(1, new TorchTuner().tune(quarter).epochs().size());
    assertEquals(List.of(4L, 4L, 4L, 4L, 4L), steps);
  }

  @Test
  void aTeacherAloneIsEnough() {
    Model teacher = new TorchTuner().tune(request(network(1), 6)).model();
    Dataset unlabelled = new Unlabelled(new Stripes(2048));
    Tuner.Request plain = request(network(2), 6);
    try (Session session = Session.open(teacher, SessionOptions.threads(1))) {
      Tuner.Request taught =
          plain
              .withTrain(unlabelled)
              .withTeacher(b -> List.of(session.run(b.inputs()).get("logits")));
      Tuner.Result result = new TorchTuner().tune(taught);
      assertTrue(result.epochs().get(5).validationMetric() > 0.9, result.epochs().toString());
    }
  }

  @Test
  void drawsNewWeightsWhenAsked() {
    Model trained = new TorchTuner().tune(request(network(1), 2)).model();
    Tuner.Request plain = request(trained, 0);
    Model fresh =
        new TorchTuner()
            .tune(
                new Tuner.Request(
                    trained,
                    CLASSES,
                    new Tuner.Material(plain.material().train()),
                    new Tuner.Regime(plain.regime().settings(), 0, true, 7)))
            .model();
    float[] scales = fresh.graph().initializers().get("bn1.weight").floats();
    assertArrayEquals(new float[] {1, 1, 1, 1, 1, 1, 1, 1}, scales);
    double norm = norm(fresh.graph().initializers().get("conv2.weight"));
    assertEquals(Math.sqrt(8 * 8 * 9 * 2.0 / (8 * 9)), norm, 0.6);
  }

  @Test
  void statisticsAreThoseOfTheData() {
    Model model = TorchStatistics.reestimate(network(1), new Stripes(256), 256, 3);
    Model again = TorchStatistics.reestimate(model, new Stripes(256), 256, 4);
    String mean =
        model.graph().nodes().stream()
            .filter(n -> n.is("BatchNormalization"))
            .findFirst()
            .orElseThrow()
            .input(3);
    float[] first = model.graph().initializers().get(mean).floats();
    float[] second = again.graph().initializers().get(mean).floats();
    for (int i = 0; i < first.length; i++) {
      assertEquals(first[i], second[i], 1e-5);
      assertTrue(first[i] != 0);
    }
    assertEquals(
        network(1).graph().initializers().get("conv1.weight"),
        model.graph().initializers().get("conv1.weight"));
  }

  @Test
  void namesTheOperatorThatCannotBeTrained() {
    GraphBuilder g = GraphBuilder.fresh("odd", 1);
    String x =
        g.node("Det", "odd", Map.of(), g.conv("conv", g.input("x", 1, 8, 8), ConvSpec.of(3, 3)));
    Model model = g.output(g.shaped(x, -1, 3), "y").build();
    ModelFormatException e =
        assertThrows(ModelFormatException.class, () -> new TorchTuner().tune(request(model, 1)));
    assertTrue(e.getMessage().contains("Det") && e.getMessage().contains("odd"), e.getMessage());
    assertTrue(e.getMessage().contains("tune.epochs=0"), e.getMessage());
  }

  private record Unlabelled(Dataset labelled) implements Dataset {
    @Override
    public int size() {
      return labelled.size();
    }

    @Override
    public Batch batch(int[] rows) {
      return new Batch(labelled.batch(rows).inputs(), null, rows.length);
    }
  }

  private static double norm(Tensor tensor) {
    double sum = 0;
    for (float v : tensor.floats()) {
      sum += v * v;
    }
    return Math.sqrt(sum);
  }

  /** One thread: such small steps gain nothing from more, and lose much beside other work. */
  private static TuneSettings settings(OptimizerKind optimizer, int epochs, Penalty penalty) {
    TuneSettings d = TuneSettings.defaults();
    return new TuneSettings(
        new TuneSettings.Amount(epochs, 1, d.amount().minUpdates(), 128, d.amount().views()),
        d.start(),
        new TuneSettings.Movement(
            optimizer,
            optimizer == OptimizerKind.ADAMW ? 0.001 : 0.05,
            NormaliseLayers.NEVER,
            0.9,
            5e-4),
        d.rates(),
        new TuneSettings.Lesson(0.5, 4, LossKind.AUTO),
        new TuneSettings.Guards(0, 0.0),
        1,
        penalty);
  }

  static Tuner.Request with(Tuner.Request r, Map<String, Tensor> masks, TuneSettings settings) {
    return new Tuner.Request(
            r.model(),
            r.task(),
            new Tuner.Material(r.material().train()),
            new Tuner.Regime(settings, r.regime().seed()))
        .withMasks(masks);
  }
}
