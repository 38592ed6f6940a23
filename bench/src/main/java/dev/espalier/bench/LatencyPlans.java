package dev.espalier.bench;

import dev.espalier.coupling.Coupling;
import dev.espalier.coupling.Group;
import dev.espalier.latency.LatencyModel;
import dev.espalier.latency.LatencyTable;
import dev.espalier.latency.Measuring;
import dev.espalier.measure.Latency;
import dev.espalier.measure.LatencyRequest;
import dev.espalier.model.Model;
import dev.espalier.onnx.OnnxReader;
import dev.espalier.prepare.Prepared;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import org.hipparchus.stat.correlation.SpearmansCorrelation;
import org.hipparchus.stat.descriptive.rank.Median;

/**
 * How well the latency model predicts: a table row of 50 random plans, predicted and then cut and
 * measured, both as ratios to the whole model: {@code LatencyPlans MODEL BATCH THREADS}. A plan
 * draws a level, and each group a share of its units between half that level and the level; widths
 * are multiples of 4.
 */
public final class LatencyPlans {
  private static final int PLANS = 50;
  private static final int TOGETHER = 10;
  private static final int CALLS = 100;
  private static final double TABLE_SECONDS = 60;
  private static final double SECONDS = 10;
  private static final int STEP = 4;
  private static final double LEAST = 0.2;
  private static final long SEED = 2024;
  private static final String HEAD =
      """
      | model | batch | threads | operators measured | cut models | seconds | rank correlation | median error | largest error |
      |---|---|---|---|---|---|---|---|---|
      """;

  private LatencyPlans() {}

  public static void main(String[] args) {
    if (args.length == 0) {
      System.out.print(HEAD);
      return;
    }
    Coupling coupling = Prepared.of(OnnxReader.read(Path.of(args[0])), "blocks").coupling();
    int batch = Integer.parseInt(args[1]);
    int threads = Integer.parseInt(args[2]);
    LatencyTable table = Measuring.table(coupling, request(batch, threads, TABLE_SECONDS));
    LatencyModel model = new LatencyModel(coupling, table);
    List<Map<String, Integer>> plans = plans(coupling);
    double whole = model.micros(Map.of());
    double[] predicted = plans.stream().mapToDouble(p -> model.micros(p) / whole).toArray();
    double[] measured = measured(coupling, plans, request(batch, threads, SECONDS));
    double[] errors = new double[PLANS];
    Arrays.setAll(errors, i -> Math.abs(predicted[i] / measured[i] - 1));
    for (int i = 0; i < PLANS; i++) {
      System.err.printf(Locale.ROOT, "%.3f %.3f%n", predicted[i], measured[i]);
    }
    System.out.printf(
        Locale.ROOT,
        "| %s | %d | %d | %d | %d | %.0f | %.3f | %.1f %% | %.1f %% |%n",
        coupling.model().graph().name(),
        batch,
        threads,
        table.micros().size(),
        table.plans(),
        table.seconds(),
        new SpearmansCorrelation().correlation(predicted, measured),
        100 * new Median().evaluate(errors),
        100 * Arrays.stream(errors).max().orElse(0));
  }

  private static LatencyRequest request(int batch, int threads, double seconds) {
    return new LatencyRequest(batch, threads, CALLS, seconds, 1, Map.of());
  }

  static List<Map<String, Integer>> plans(Coupling coupling) {
    SplittableRandom random = new SplittableRandom(SEED);
    List<Map<String, Integer>> plans = new ArrayList<>();
    for (int i = 0; i < PLANS; i++) {
      double level = LEAST + (1 - LEAST) * random.nextDouble();
      Map<String, Integer> kept = new LinkedHashMap<>();
      for (Group group : coupling.prunable()) {
        double share = level * (1 + random.nextDouble()) / 2;
        int width = STEP * (int) Math.ceil(share * group.units() / STEP);
        kept.put(group.name(), Math.min(group.units(), width));
      }
      plans.add(kept);
    }
    return plans;
  }

  /** Each plan's time over that of the whole model, timed side by side. */
  private static double[] measured(
      Coupling coupling, List<Map<String, Integer>> plans, LatencyRequest request) {
    double[] ratios = new double[plans.size()];
    for (int from = 0; from < plans.size(); from += TOGETHER) {
      List<Model> models = new ArrayList<>();
      plans
          .subList(from, Math.min(plans.size(), from + TOGETHER))
          .forEach(p -> models.add(Measuring.cut(coupling, p)));
      models.add(Measuring.cut(coupling, Map.of()));
      Latency latency = Latency.measure(models, request);
      for (int i = 0; i < models.size() - 1; i++) {
        ratios[from + i] = latency.quietMicros(i) / latency.quietMicros(models.size() - 1);
      }
    }
    return ratios;
  }
}
