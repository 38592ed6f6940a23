package dev.espalier.cut;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.espalier.data.Batch;
import dev.espalier.data.Dataset;
import dev.espalier.files.DataException;
import dev.espalier.job.Examples;
import dev.espalier.model.GraphBuilder;
import dev.espalier.model.Model;
import dev.espalier.model.Tensor;
import dev.espalier.progress.Progress;
import dev.espalier.recipe.Recipe;
import dev.espalier.record.DataRoles;
import dev.espalier.task.Task;
import dev.espalier.task.TaskKinds;
import dev.espalier.tune.Tools;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** What a model's score depends on, and what not. */
class ProxyScoreTest {
  private static final int CLASSES = 3;

  /**
   * Points of three classes, each lifted along its own axis.
   *
   * @param label of the first record; -1 for its own
   */
  private record Points(int size, int label) implements Dataset {
    @Override
    public Batch batch(int[] rows) {
      float[] values = new float[rows.length * CLASSES];
      long[] labels = new long[rows.length];
      for (int i = 0; i < rows.length; i++) {
        SplittableRandom random = new SplittableRandom(rows[i]);
        int own = random.nextInt(CLASSES);
        labels[i] = rows[i] == 0 && label >= 0 ? label : own;
        for (int c = 0; c < CLASSES; c++) {
          values[CLASSES * i + c] = (float) random.nextGaussian() + (c == own ? 2 : 0);
        }
      }
      return new Batch(
          Map.of("x", Tensor.floats(values, rows.length, CLASSES)),
          Tensor.longs(labels, rows.length),
          rows.length);
    }
  }

  /** Answers with its input, times {@code scale}. */
  private static Model scaled(float scale, boolean probabilities) {
    GraphBuilder g = GraphBuilder.fresh("scaled", 1);
    String logits = g.gemm("classifier", g.input("x", CLASSES), CLASSES);
    String answer = probabilities ? g.node("Softmax", "softmax", Map.of(), logits) : logits;
    Model model = g.output(answer, "answer").build();
    Map<String, Tensor> weights = new LinkedHashMap<>(model.graph().initializers());
    weights.replaceAll(
        (name, t) -> {
          float[] values = new float[t.size()];
          for (int c = 0; c < CLASSES && t.rank() == 2; c++) {
            values[(CLASSES + 1) * c] = scale;
          }
          return Tensor.floats(values, t.dims());
        });
    return model.withGraph(model.graph().withInitializers(weights));
  }

  private static double loss(Model model, int label) {
    Dataset points = new Points(400, label);
    Examples examples =
        new Examples(
            new Task(TaskKinds.CLASSIFICATION, "accuracy", CLASSES, 1),
            points,
            points,
            points,
            new DataRoles("points", "", "", List.of(), List.of()));
    Tools tools = new Tools(null, null, null, Progress.NONE);
    return new ProxyScore(tools, Recipe.defaults(), examples, model).loss(model);
  }

  @Test
  void theScaleOfAClassifiersAnswersDoesNotCount() {
    double plain = loss(scaled(1, false), -1);
    assertTrue(plain < 0.6, "loss " + plain);
    for (float scale : new float[] {0.2f, 3, 10}) {
      assertEquals(plain, loss(scaled(scale, false), -1), 1e-4, "logits times " + scale);
    }
    for (float scale : new float[] {0.2f, 1, 3}) {
      assertEquals(plain, loss(scaled(scale, true), -1), 1e-4, "probabilities, times " + scale);
    }
  }

  @Test
  void aLabelWithoutAClassIsNamed() {
    DataException e = assertThrows(DataException.class, () -> loss(scaled(1, false), 7));
    assertTrue(e.getMessage().contains("label 7"), e.getMessage());
  }
}
