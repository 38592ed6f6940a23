package dev.espalier.torch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import dev.espalier.data.Batch;
import dev.espalier.data.Dataset;
import dev.espalier.model.Tensor;
import dev.espalier.recipe.Recipe;
import dev.espalier.recipe.RecipeCodec;
import dev.espalier.recipe.TuneSettings;
import dev.espalier.tune.Teacher;
import dev.espalier.tune.Tuner;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What is shown in which epoch. */
class TrainingBatchesTest {
  private static final int RECORDS = 10;

  /** Records whose augmentation is a number drawn for them. */
  private static final class Drawn implements Dataset {
    @Override
    public int size() {
      return RECORDS;
    }

    @Override
    public Batch batch(int[] rows) {
      throw new IllegalStateException("only augmented records are trained on");
    }

    @Override
    public Batch augmented(int[] rows, IntFunction<RandomGenerator> random) {
      float[] values = new float[2 * rows.length];
      for (int i = 0; i < rows.length; i++) {
        values[2 * i] = rows[i];
        values[2 * i + 1] = random.apply(rows[i]).nextInt(1 << 20);
      }
      Tensor x = Tensor.floats(values, rows.length, 2);
      return new Batch(
          Map.of("x", x), Tensor.longs(new long[rows.length], rows.length), rows.length);
    }
  }

  @Test
  void viewsComeInTurnsWhateverTheOrderOfRecords() {
    List<Map<Float, Float>> epochs = shown(2, 4);
    assertEquals(epochs.get(0), epochs.get(2));
    assertEquals(epochs.get(1), epochs.get(3));
    assertNotEquals(epochs.get(0), epochs.get(1));
    assertEquals(RECORDS, epochs.get(0).values().stream().distinct().count());
  }

  @Test
  void withoutViewsEachEpochDrawsAnew() {
    List<Map<Float, Float>> epochs = shown(0, 3);
    assertEquals(3, epochs.stream().distinct().count());
  }

  /** The caller closes the teacher next, and with it the memory that it computes in. */
  @Test
  void closingWaitsForTheTeacher() throws InterruptedException {
    AtomicInteger begun = new AtomicInteger();
    AtomicInteger ended = new AtomicInteger();
    Teacher slow =
        batch -> {
          begun.incrementAndGet();
          for (long until = System.nanoTime() + 200_000_000L; System.nanoTime() < until; ) {
            Thread.onSpinWait(); // like native code, it does not hear of interruptions
          }
          ended.incrementAndGet();
          return List.of();
        };
    try (TrainingBatches batches = new TrainingBatches(request(0, 3, slow))) {
      batches.next();
      while (begun.get() < 2) {
        Thread.sleep(1);
      }
    }
    assertEquals(2, begun.get());
    assertEquals(2, ended.get(), "the second batch was being prepared");
  }

  /** What each record was shown as, by epoch. */
  private static List<Map<Float, Float>> shown(int views, int epochs) {
    Tuner.Request request = request(views, epochs, null);
    List<Map<Float, Float>> shown = new ArrayList<>();
    try (TrainingBatches batches = new TrainingBatches(request)) {
      for (int epoch = 0; epoch < epochs; epoch++) {
        Map<Float, Float> records = new TreeMap<>();
        for (int b = 0; b < batches.perEpoch(); b++) {
          float[] x = batches.next().batch().inputs().get("x").floats();
          for (int i = 0; i < x.length; i += 2) {
            records.put(x[i], x[i + 1]);
          }
        }
        shown.add(records);
      }
    }
    return shown;
  }

  private static Tuner.Request request(int views, int epochs, @Nullable Teacher teacher) {
    Recipe recipe = RecipeCodec.set(Recipe.defaults(), "tune.views=" + views);
    TuneSettings settings = RecipeCodec.set(recipe, "tune.batch=4").tune();
    return new Tuner.Request(
            TorchTunerTest.network(1),
            TorchTunerTest.CLASSES,
            new Tuner.Material(new Drawn()),
            new Tuner.Regime(settings.withEpochs(epochs), 1))
        .withTeacher(teacher);
  }
}
