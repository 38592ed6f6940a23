package dev.espalier.torch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.espalier.data.Batch;
import dev.espalier.data.Dataset;
import dev.espalier.data.Folds;
import dev.espalier.model.ConvSpec;
import dev.espalier.model.GraphBuilder;
import dev.espalier.model.Model;
import dev.espalier.model.Tensor;
import dev.espalier.progress.Progress;
import dev.espalier.recipe.Recipe;
import dev.espalier.recipe.RecipeCodec;
import dev.espalier.recipe.TuneSettings;
import dev.espalier.tune.Tuner;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.function.IntFunction;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Trainings that are cut off, and go on. */
class CheckpointTest {
  private static final int EPOCHS = 5;
  private static final int STEPS = 2;

  @TempDir private Path folder;

  /** Stripes with noise that is drawn anew in each epoch. */
  private static final class Noisy implements Dataset {
    private final Dataset stripes = new TorchTunerTest.Stripes(256);

    @Override
    public int size() {
      return stripes.size();
    }

    @Override
    public Batch batch(int[] rows) {
      return stripes.batch(rows);
    }

    @Override
    public Batch augmented(int[] rows, IntFunction<RandomGenerator> random) {
      Batch plain = stripes.batch(rows);
      float[] pixels = plain.inputs().get("x").floats();
      for (int i = 0; i < pixels.length; i++) {
        pixels[i] += (float) random.apply(rows[i / 64]).nextDouble(-0.2, 0.2);
      }
      return new Batch(
          Map.of("x", Tensor.floats(pixels, rows.length, 1, 8, 8)), plain.labels(), rows.length);
    }
  }

  private static Model network() {
    GraphBuilder g = GraphBuilder.fresh("stripes", 1);
    String x = g.input("x", 1, 8, 8);
    String y = g.relu(g.batchNorm("bn1", g.conv("conv1", x, ConvSpec.of(8, 3))));
    String pooled = g.flatten(g.globalAveragePool(y));
    String dropped = g.node("Dropout", "dropout", Map.of(), pooled);
    return g.output(g.gemm("classifier", dropped, 3), "logits").build();
  }

  private static Tuner.Request request(String optimizer, Progress progress) {
    Recipe recipe = RecipeCodec.set(Recipe.defaults(), "tune.optimizer=" + optimizer);
    TuneSettings settings = RecipeCodec.set(recipe, "tune.threads=1").tune().withEpochs(EPOCHS);
    return new Tuner.Request(
            network(),
            TorchTunerTest.CLASSES,
            new Tuner.Material(new Noisy(), new TorchTunerTest.Stripes(200))
                .withFolds(new Folds(2, 1)),
            new Tuner.Regime(settings, 1))
        .withProgress(progress);
  }

  private Path file() {
    return folder.resolve("training.pt");
  }

  /** Trains until the step after {@code epochs}; what was kept may be older than that. */
  private void cutOff(String optimizer, int epochs) {
    Progress stopping =
        (stage, done, total) -> {
          if (done > (long) epochs * STEPS) {
            throw new CancellationException("killed");
          }
        };
    assertThrows(
        CancellationException.class,
        () -> new TorchTuner().tune(request(optimizer, stopping).withCheckpoint(file())));
  }

  @ParameterizedTest
  @ValueSource(strings = {"sgd", "adamw"})
  void whatWasCutOffEndsWithTheSameWeights(String optimizer) {
    Tuner.Result whole = new TorchTuner().tune(request(optimizer, Progress.NONE));
    cutOff(optimizer, 3);
    List<Long> steps = new ArrayList<>();
    Tuner.Result resumed =
        new TorchTuner()
            .tune(
                request(optimizer, (stage, done, total) -> steps.add(done)).withCheckpoint(file()));
    assertTrue(steps.get(0) >= STEPS, "went on at step " + steps.get(0));
    assertEquals(whole.model().graph().initializers(), resumed.model().graph().initializers());
    assertEquals(EPOCHS, resumed.epochs().size());
    for (int e = 0; e < EPOCHS; e++) {
      assertEquals(whole.epochs().get(e).trainLoss(), resumed.epochs().get(e).trainLoss(), 1e-12);
      assertEquals(
          whole.epochs().get(e).validationMetric(), resumed.epochs().get(e).validationMetric());
    }
    assertEquals(2, resumed.folds().size());
    for (int f = 0; f < 2; f++) {
      assertEquals(
          whole.folds().get(f).graph().initializers(),
          resumed.folds().get(f).graph().initializers());
    }
  }

  @Test
  void anotherTrainingBeginsAtItsStart() {
    cutOff("sgd", 2);
    List<Long> steps = new ArrayList<>();
    new TorchTuner()
        .tune(request("adamw", (stage, done, total) -> steps.add(done)).withCheckpoint(file()));
    assertEquals(0, steps.get(0));
  }

  @Test
  void aDamagedFileCountsAsNone() throws IOException {
    cutOff("sgd", 2);
    byte[] whole = Files.readAllBytes(file());
    Files.write(file(), java.util.Arrays.copyOf(whole, whole.length / 2));
    List<Long> steps = new ArrayList<>();
    new TorchTuner()
        .tune(request("sgd", (stage, done, total) -> steps.add(done)).withCheckpoint(file()));
    assertEquals(0, steps.get(0));
  }
}
