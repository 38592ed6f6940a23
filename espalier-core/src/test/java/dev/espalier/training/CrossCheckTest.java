package dev.espalier.training;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.espalier.data.Batch;
import dev.espalier.data.Dataset;
import dev.espalier.model.GraphBuilder;
import dev.espalier.model.Model;
import dev.espalier.model.Tensor;
import dev.espalier.recipe.OptimizerKind;
import dev.espalier.recipe.TuneSettings;
import dev.espalier.task.Task;
import dev.espalier.task.TaskKinds;
import dev.espalier.tune.Tuner;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A tuner that spoils the weights above some rate is asked for less, or not at all. */
class CrossCheckTest {
  private static final Task CLASSES = new Task(TaskKinds.CLASSIFICATION, "accuracy", 2, 1);

  private static Model sign(float slope) {
    GraphBuilder g = GraphBuilder.fresh("sign", 1);
    Model model = g.output(g.gemm("out", g.input("x", 1), 2), "y").build();
    Map<String, Tensor> weights = new LinkedHashMap<>(model.graph().initializers());
    weights.replaceAll(
        (name, t) ->
            t.rank() == 2
                ? Tensor.floats(new float[] {-slope, slope}, t.dims())
                : Tensor.floats(new float[] {0, 0}, t.dims()));
    return model.withGraph(model.graph().withInitializers(weights));
  }

  /** The class is the sign. */
  private record Signs(int size) implements Dataset {
    @Override
    public Batch batch(int[] rows) {
      float[] x = new float[rows.length];
      long[] y = new long[rows.length];
      for (int i = 0; i < rows.length; i++) {
        x[i] = rows[i] % 2 == 0 ? 1 : -1;
        y[i] = rows[i] % 2 == 0 ? 1 : 0;
      }
      return new Batch(
          Map.of("x", Tensor.floats(x, rows.length, 1)), Tensor.longs(y, rows.length), rows.length);
    }
  }

  private final List<Integer> sizes = new ArrayList<>();

  private CrossCheck.Checked checked(double spoilsAbove) {
    Tuner tuner =
        request -> {
          sizes.add(request.material().train().size());
          boolean spoilt = request.regime().settings().movement().learningRate() > spoilsAbove;
          return new Tuner.Result(sign(spoilt ? -1 : 1), List.of());
        };
    TuneSettings settings =
        TuneSettings.defaults()
            .paced(new TuneSettings.Steps(OptimizerKind.SGD, 0.16, false, 0, 0.5, 1));
    Tuner.Request request =
        new Tuner.Request(
            sign(1), CLASSES, new Tuner.Material(new Signs(90)), new Tuner.Regime(settings, 1));
    return new CrossCheck(tuner, CLASSES).of(request);
  }

  @Test
  void whatDoesNoHarmIsTakenAsItIs() {
    CrossCheck.Checked checked = checked(1);
    assertTrue(checked.helps());
    assertEquals(0.16, checked.request().regime().settings().movement().learningRate());
    assertEquals(List.of(), checked.notes());
    assertEquals(List.of(60, 60, 60), sizes, "two thirds each");
  }

  @Test
  void aSmallerRateIsTakenWhereALargerOneSpoils() {
    CrossCheck.Checked checked = checked(0.1);
    assertTrue(checked.helps());
    assertEquals(0.04, checked.request().regime().settings().movement().learningRate(), 1e-12);
    assertEquals(1, checked.notes().size(), checked.notes().toString());
    assertEquals(90, checked.request().material().train().size());
  }

  @Test
  void whereAllSpoilNothingIsTuned() {
    CrossCheck.Checked checked = checked(0);
    assertFalse(checked.helps());
    assertTrue(checked.notes().get(3).contains("untuned"), checked.notes().toString());
  }
}
