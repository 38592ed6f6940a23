package dev.espalier.training;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.espalier.data.Batch;
import dev.espalier.data.Dataset;
import dev.espalier.data.Folds;
import dev.espalier.model.GraphBuilder;
import dev.espalier.model.Model;
import dev.espalier.recipe.OptimizerKind;
import dev.espalier.recipe.TuneSettings;
import dev.espalier.task.Task;
import dev.espalier.task.TaskKinds;
import dev.espalier.tune.Pace;
import dev.espalier.tune.Tuner;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What the first trial comes to at falling rates decides for all. */
class FallingRatesTest {
  private static final Task CLASSES = new Task(TaskKinds.CLASSIFICATION, "accuracy", 2, 1);
  private static final Task VALUES = new Task(TaskKinds.REGRESSION, "rmse", 1, 1);
  private static final TuneSettings.Steps STEPS =
      new TuneSettings.Steps(OptimizerKind.ADAMW, 0.02, true, 0.05, 0.5, 1);
  private static final Pace OPEN = new Pace(STEPS, 0.002, false, List.of("rate 0.02"), 1);
  private static final Model MODEL = model();

  private static Model model() {
    GraphBuilder g = GraphBuilder.fresh("net", 1);
    return g.output(g.gemm("out", g.input("x", 1), 2), "y").build();
  }

  private static final Dataset NOTHING =
      new Dataset() {
        @Override
        public int size() {
          return 1;
        }

        @Override
        public Batch batch(int[] rows) {
          throw new AssertionError("the tuner of this test reads no examples");
        }
      };

  private final List<Double> rates = new ArrayList<>();

  /** The metrics of each epoch at rates below those of the pace. */
  private double[] smaller = metrics();

  /** The metrics of each epoch at the large rate and at the small one. */
  private FallingRates.Best better(Task task, double[] large, double[] small) {
    return better(task, new Tuner.Material(NOTHING, NOTHING), large, small);
  }

  private FallingRates.Best better(
      Task task, Tuner.Material material, double[] large, double[] small) {
    Tuner tuner =
        request -> {
          double rate = request.regime().settings().movement().learningRate();
          rates.add(rate);
          List<Tuner.Epoch> epochs = new ArrayList<>();
          for (double metric : rate > 0.01 ? large : rate > 0.001 ? small : smaller) {
            epochs.add(new Tuner.Epoch(epochs.size() + 1, 1, metric, rate, 1, 1));
          }
          return new Tuner.Result(request.model(), epochs);
        };
    Tuner.Request request =
        new Tuner.Request(
            MODEL,
            task,
            material,
            new Tuner.Regime(TuneSettings.defaults().paced(OPEN.steps()), 1));
    return new FallingRates(tuner, task).of(request, n -> null, OPEN);
  }

  private static double[] metrics(double... each) {
    return each;
  }

  @Test
  void theRateThatDoesBetterIsKept() {
    smaller = metrics(0.87);
    FallingRates.Best better = better(CLASSES, metrics(0.5, 0.84), metrics(0.8, 0.89));
    assertEquals(List.of(0.02, 0.002, 0.0005), rates);
    assertEquals(0.002, better.pace().steps().learningRate());
    assertEquals(0.89, better.result().epochs().get(1).validationMetric());
    assertTrue(better.pace().settled());
    assertEquals(4, better.pace().seconds(), "its own and the three epochs that were lost");
    assertEquals(
        List.of(
            "rate 0.02; the first trial was trained at falling rates: accuracy 0.8400 at 0.020,"
                + " 0.8900 at 0.0020, 0.8700 at 0.00050; 0.0020 was kept"),
        better.pace().why());
  }

  @Test
  void theLargerOneStaysWhereBothDoAsWell() {
    FallingRates.Best better = better(CLASSES, metrics(0.89, 0.7), metrics(0.89));
    assertEquals(0.02, better.pace().steps().learningRate());
    assertEquals(2, better.result().epochs().size());
    assertEquals(0.002, better.pace().briefly().learningRate());
  }

  @Test
  void ratesFallAsLongAsThatHelps() {
    smaller = metrics(0.91);
    FallingRates.Best better = better(CLASSES, metrics(0.84), metrics(0.89));
    assertEquals(List.of(0.02, 0.002, 0.0005, 0.000125), rates);
    assertEquals(0.0005, better.pace().steps().learningRate(), "the first of two that are alike");
    rates.clear();
    better(CLASSES, metrics(0.9), metrics(0.89));
    assertEquals(List.of(0.02, 0.002), rates);
  }

  @Test
  void theLastEpochCountsWhereExamplesOnlyWatch() {
    Tuner.Material watched = new Tuner.Material(NOTHING, null, Folds.NONE, NOTHING);
    FallingRates.Best better = better(CLASSES, watched, metrics(0.9, 0.86), metrics(0.88, 0.88));
    assertEquals(0.002, better.pace().steps().learningRate());
  }

  @Test
  void whatAnEarlierVersionLeftIsSettled() {
    Pace pace = new Pace(STEPS, Double.NaN, false, List.of(), 0);
    assertTrue(pace.settled());
    assertEquals(0.02, pace.briefly().learningRate());
    assertEquals(List.of("because"), pace.settled(0.01, "because", 0).why());
  }

  @Test
  void anErrorIsBetterWhereItIsLower() {
    assertEquals(0.02, better(VALUES, metrics(1.5), metrics(2)).pace().steps().learningRate());
    assertEquals(0.002, better(VALUES, metrics(2.5), metrics(2)).pace().steps().learningRate());
  }

  @Test
  void aTrainingThatCameToNothingLoses() {
    assertEquals(0.002, better(CLASSES, metrics(), metrics(0.1)).pace().steps().learningRate());
    assertEquals(
        0.02, better(CLASSES, metrics(Double.NaN, 0.1), metrics()).pace().steps().learningRate());
  }

  @Test
  void whereOneRateServesAllNothingIsOpen() {
    Pace pace = new Pace(STEPS, List.of(), 0);
    assertTrue(pace.settled());
    assertEquals(0.02, pace.briefly().learningRate());
    assertFalse(OPEN.settled());
  }
}
