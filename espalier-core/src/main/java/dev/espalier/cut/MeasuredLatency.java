package dev.espalier.cut;

import dev.espalier.coupling.Coupling;
import dev.espalier.files.Json;
import dev.espalier.latency.LatencyModel;
import dev.espalier.latency.LatencyTable;
import dev.espalier.latency.Measuring;
import dev.espalier.latency.Staircases;
import dev.espalier.measure.Latency;
import dev.espalier.measure.LatencyRequest;
import dev.espalier.model.Model;
import dev.espalier.plan.PrunePlan;
import dev.espalier.prepare.Prepared;
import dev.espalier.progress.Progress;
import dev.espalier.recipe.LatencySettings;
import dev.espalier.recipe.Recipe;
import dev.espalier.record.ModelProfile.WidthCost;
import dev.espalier.stage.Candidate;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What was measured for a latency target, kept in {@code latency.json}: the operators of the
 * original over widths, and ratios of cut models to it. What is there is not measured again, so
 * that a resumed or replayed run decides alike.
 */
public final class MeasuredLatency {
  private static final double TABLE_SECONDS = 60;
  private static final int MOST_STAIRCASES = 24;

  private final Model original;
  private final Coupling coupling;
  private final Recipe recipe;
  private final @Nullable Path file;
  private final Progress progress;
  private final Map<String, Double> ratios = new LinkedHashMap<>();
  private @Nullable LatencyTable table;
  private @Nullable LatencyModel model;
  private @Nullable Reach reach;

  /** What {@code latency.json} holds. */
  record Store(
      int batch,
      int threads,
      Map<String, Double> ratios,
      @Nullable LatencyTable table,
      @Nullable Reach reach) {}

  /**
   * @param prepared the original as it is cut
   * @param file where it is kept; null where nothing is written
   */
  public MeasuredLatency(Prepared prepared, Recipe recipe, @Nullable Path file, Progress progress) {
    this.original = prepared.original();
    this.coupling = prepared.coupling();
    this.recipe = recipe;
    this.file = file;
    this.progress = progress;
    if (file != null && Files.exists(file)) {
      Store store = Json.read(file, Store.class);
      ratios.putAll(store.ratios());
      table = store.table();
      reach = store.reach();
    }
  }

  /** Predicts plans of the original; measured on first use. */
  LatencyModel model() {
    LatencyModel known = model;
    if (known != null) {
      return known;
    }
    LatencyTable measured = table;
    if (measured == null) {
      progress.at("timing operators", 0, 1);
      measured = Measuring.table(coupling, request().withSeconds(TABLE_SECONDS));
      table = measured;
      write();
      progress.at("timing operators", 1, 1);
    }
    known = new LatencyModel(coupling, measured);
    model = known;
    return known;
  }

  /** Time over width of the groups that can save most; empty where nothing was measured. */
  public List<WidthCost> widthCosts() {
    return table == null ? List.of() : Staircases.predicted(coupling, model(), MOST_STAIRCASES);
  }

  /**
   * What the machine can give; measured on first use.
   *
   * @param smallest widths of the smallest sensible model; blocks that go at 0
   */
  Reach reach(Map<String, Integer> smallest) {
    Reach known = reach;
    if (known == null) {
      progress.at("timing the smallest sensible model", 0, 1);
      Model least = Measuring.cut(coupling, smallest);
      Latency latency = Latency.measure(List.of(least, original), request());
      known = new Reach(latency.quietMicros(0), latency.quietMicros(1));
      reach = known;
      write();
      progress.at("timing the smallest sensible model", 1, 1);
    }
    return known;
  }

  /** The candidate's time over the original's, side by side on a quiet machine. */
  public double ratio(Candidate candidate) {
    String key = widths(candidate.plan());
    Double known = ratios.get(key);
    if (known != null) {
      return known;
    }
    Latency latency = Latency.measure(List.of(candidate.model(), original), request());
    double ratio = latency.quietMicros(0) / latency.quietMicros(1);
    ratios.put(key, ratio);
    write();
    return ratio;
  }

  private LatencyRequest request() {
    LatencySettings settings = recipe.latency();
    return new LatencyRequest(settings.batch(), settings.threads(), settings.runs(), recipe.seed());
  }

  private void write() {
    LatencySettings settings = recipe.latency();
    if (file != null) {
      Json.write(new Store(settings.batch(), settings.threads(), ratios, table, reach), file);
    }
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
