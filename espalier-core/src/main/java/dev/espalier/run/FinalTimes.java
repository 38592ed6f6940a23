package dev.espalier.run;

import dev.espalier.data.Rows;
import dev.espalier.job.Examples;
import dev.espalier.measure.Latency;
import dev.espalier.measure.LatencyRequest;
import dev.espalier.model.FreeBatch;
import dev.espalier.model.Model;
import dev.espalier.model.Tensor;
import dev.espalier.recipe.LatencySettings;
import dev.espalier.recipe.Recipe;
import dev.espalier.record.Figures;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** How long original and result take, as a run's record has it. */
final class FinalTimes {
  private FinalTimes() {}

  /** The result's time against the original's, at the batch that the recipe looks at. */
  static double share(Recipe recipe, Figures original, Figures result) {
    return micros(recipe, result) / micros(recipe, original);
  }

  private static double micros(Recipe recipe, Figures figures) {
    List<Figures.LatencyFigure> rows = figures.latency();
    return rows.stream()
        .filter(row -> row.batch() == recipe.latency().batch())
        .findFirst()
        .orElse(rows.get(0))
        .medianMicros();
  }

  /** Batch 1 and a larger batch, with the recipe's threads, original and result in one run. */
  static List<Latency> of(
      Recipe recipe, Model original, Model result, @Nullable Examples examples) {
    LatencySettings settings = recipe.latency();
    int fixed = FreeBatch.fixedBatch(original);
    Set<Integer> batches =
        new LinkedHashSet<>(
            fixed > 0 ? List.of(fixed) : List.of(1, settings.batch(), settings.largeBatch()));
    List<Latency> rows = new ArrayList<>();
    for (int batch : batches) {
      LatencyRequest request =
          new LatencyRequest(batch, settings.threads(), settings.runs(), recipe.seed());
      Map<String, Tensor> real =
          examples == null
              ? null
              : examples
                  .test()
                  .batch(Rows.all(Math.min(batch, examples.test().size())).numbers())
                  .inputs();
      rows.add(
          Latency.measure(
              List.of(original, result), real == null ? request : request.withInputs(real)));
    }
    return rows;
  }
}
