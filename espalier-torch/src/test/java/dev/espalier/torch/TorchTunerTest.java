package dev.espalier.torch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.espalier.data.Batch;
import dev.espalier.data.Dataset;
import dev.espalier.data.Task;
import dev.espalier.model.ConvSpec;
import dev.espalier.model.GraphBuilder;
import dev.espalier.model.Model;
import dev.espalier.model.Tensor;
import dev.espalier.recipe.TuneSettings;
import dev.espalier.tune.Progress;
import dev.espalier.tune.Tuner;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class TorchTunerTest {
  static final Task CLASSES = new Task(Task.Kind.CLASSIFICATION, "accuracy", 3, 1);

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
    TuneSettings settings = TuneSettings.defaults().withEpochs(epochs);
    return new Tuner.Request(
        model, new Stripes(2048), new Stripes(200), CLASSES, null, Map.of(), settings, false, 1, Progress.NONE);
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
}
