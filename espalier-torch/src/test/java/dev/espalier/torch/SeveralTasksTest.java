package dev.espalier.torch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.espalier.data.Batch;
import dev.espalier.data.Dataset;
import dev.espalier.measure.Evaluator;
import dev.espalier.model.GraphBuilder;
import dev.espalier.model.Model;
import dev.espalier.model.Tensor;
import dev.espalier.progress.Progress;
import dev.espalier.recipe.TuneSettings;
import dev.espalier.task.Answer;
import dev.espalier.task.Predictions;
import dev.espalier.task.Task;
import dev.espalier.task.TaskKinds;
import dev.espalier.tune.Tuner;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Points of a plane to the side of a line that they lie on, and to their sum: two heads. */
class SeveralTasksTest {
  private static final Task SIDE = new Task(TaskKinds.CLASSIFICATION, "accuracy", 2, 1).of("side");
  private static final Task SUM = new Task(TaskKinds.REGRESSION, "relative-mse", 0, 1).of("sum");

  private record Points(int size) implements Dataset {
    @Override
    public Batch batch(int[] rows) {
      float[] x = new float[rows.length * 2];
      float[] labels = new float[rows.length * 2];
      for (int i = 0; i < rows.length; i++) {
        SplittableRandom random = new SplittableRandom(rows[i]);
        x[2 * i] = (float) random.nextDouble(-1, 1);
        x[2 * i + 1] = (float) random.nextDouble(-1, 1);
        labels[2 * i] = x[2 * i] > x[2 * i + 1] ? 1 : 0;
        labels[2 * i + 1] = x[2 * i] + x[2 * i + 1];
      }
      return new Batch(
          Map.of("x", Tensor.floats(x, rows.length, 2)),
          Tensor.floats(labels, rows.length, 2),
          rows.length);
    }
  }

  private static Task both(double side) {
    return Task.several(
        List.of(
            new Answer(SIDE, side, 0, 1, List.of()), new Answer(SUM, 1 - side, 1, 1, List.of())));
  }

  private static Model heads() {
    GraphBuilder g = GraphBuilder.fresh("heads", 1);
    String x = g.relu(g.gemm("trunk", g.input("x", 2), 16));
    g.output(g.softmax(g.gemm("side.fc", x, 2), 1), "side");
    return g.output(g.gemm("sum.fc", x, 1), "sum").build();
  }

  private static Predictions tuned(Task task) {
    TuneSettings settings = TuneSettings.defaults().withEpochs(6);
    Tuner.Request request =
        new Tuner.Request(
            heads(),
            task,
            new Tuner.Material(new Points(4096), new Points(200)),
            new Tuner.Regime(settings, 1));
    Model model = new TorchTuner().tune(request).model();
    return Evaluator.predict(
        model, both(0.5), new Points(300), new Evaluator.Run(100, 1, Progress.NONE));
  }

  @Test
  void bothAreLearntTogether() {
    Predictions p = tuned(both(0.5));
    assertTrue(SIDE.value(p.part(both(0.5), 0)) > 0.9, both(0.5).figures(p).toString());
    assertTrue(SUM.value(p.part(both(0.5), 1)) < 0.1, both(0.5).figures(p).toString());
  }

  @Test
  void oneAloneLeavesTheOtherUnlearnt() {
    Predictions p = tuned(Task.several(List.of(new Answer(SIDE, 1, 0, 1, List.of()))));
    assertTrue(SIDE.value(p.part(both(0.5), 0)) > 0.9);
    assertTrue(SUM.value(p.part(both(0.5), 1)) > 0.3, both(0.5).figures(p).toString());
  }

  /** The gradient is linear in the losses. */
  @Test
  void gradientsAddUpByWeight() {
    float[] side = gradient(both(1 - 1e-9), "trunk.weight");
    float[] sum = gradient(both(1e-9), "trunk.weight");
    float[] mixed = gradient(both(0.25), "trunk.weight");
    for (int i = 0; i < mixed.length; i++) {
      assertEquals(0.25 * side[i] + 0.75 * sum[i], mixed[i], 1e-5);
    }
    float[] head = gradient(both(1 - 1e-9), "sum.fc.weight");
    for (float g : head) {
      assertEquals(0, g, 1e-6);
    }
  }

  private static float[] gradient(Task task, String weight) {
    Map<String, Tensor> gradients = new LinkedHashMap<>();
    new TorchGradients().each(heads(), new Points(64), task, null, 64, gradients::putAll);
    assertTrue(gradients.containsKey(weight), gradients.keySet().toString());
    return gradients.get(weight).floats();
  }
}
