package dev.espalier.pipeline;

import dev.espalier.model.Model;
import dev.espalier.ort.Latency;
import dev.espalier.ort.LatencyRequest;
import dev.espalier.plan.PrunePlan;
import dev.espalier.recipe.Recipe;
import dev.espalier.record.Json;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Latency ratios of plans, measured against the original in one run and kept in {@code
 * latency.json}: a plan that was measured once is not measured again, so that a resumed or replayed
 * run decides alike.
 */
final class MeasuredLatency {
  private final Model original;
  private final Recipe.Latency settings;
  private final long seed;
  private final Path file;
  private final Map<String, Double> ratios = new LinkedHashMap<>();

  /** What {@code latency.json} holds. */
  record Store(int batch, int threads, Map<String, Double> ratios) {}

  MeasuredLatency(Model original, Recipe recipe, RunFolder folder) {
    this.original = original;
    this.settings = recipe.latency();
    this.seed = recipe.seed();
    this.file = folder.file(RunFolder.LATENCY);
    if (Files.exists(file)) {
      ratios.putAll(Json.read(file, Store.class).ratios());
    }
  }

  /** Median of the rounds' ratios of the candidate's time over the original's. */
  double ratio(Candidate candidate) {
    String key = widths(candidate.plan());
    Double known = ratios.get(key);
    if (known != null) {
      return known;
    }
    LatencyRequest request =
        new LatencyRequest(settings.batch(), settings.threads(), settings.runs(), seed);
    double ratio =
        Latency.measure(java.util.List.of(candidate.model(), original), request)
            .ratio(0, 1)
            .median();
    ratios.put(key, ratio);
    Json.write(new Store(settings.batch(), settings.threads(), ratios), file);
    return ratio;
  }

  /** Only widths and blocks matter for time, not which units they are. */
  private static String widths(PrunePlan plan) {
    StringBuilder key = new StringBuilder();
    plan.groups()
        .forEach(
            (name, keep) -> key.append(name).append('=').append(keep.kept().length).append(' '));
    plan.removed().forEach(block -> key.append('-').append(block).append(' '));
    return key.toString().trim();
  }
}
