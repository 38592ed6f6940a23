package dev.espalier.latency;

import dev.espalier.coupling.Coupling;
import dev.espalier.coupling.Group;
import dev.espalier.coupling.ResidualBlock;
import dev.espalier.measure.Latency;
import dev.espalier.measure.LatencyRequest;
import dev.espalier.measure.OperatorProfile;
import dev.espalier.model.Model;
import dev.espalier.op.OpRules;
import dev.espalier.op.Sizes;
import dev.espalier.plan.Cost;
import dev.espalier.plan.PrunePlan;
import dev.espalier.plan.Surgeon;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.hipparchus.stat.descriptive.rank.Median;

/**
 * Measures a latency table: models cut by a covering design run in ONNX Runtime with its profile,
 * and each node's time goes to the cluster of operators and the sizes that it had. So operators are
 * timed where they stand, with their fusions, their layouts and their caches.
 *
 * <p>A time is the median over the cut models that showed it. A few of them and the whole model are
 * then timed without a profile, interleaved; these calibrate the sums, so that the whole model's
 * prediction is its measured time. Cost: a session and some twenty calls for each of at most
 * {@value #MOST_PLANS} plans.
 */
public final class Measuring {
  private static final int MOST_PLANS = 64;
  private static final int PROFILED_CALLS = 32;
  private static final int CALIBRATED = 8;
  private static final int TIMED_CALLS = 100;
  private static final double TIMED_SECONDS = 10;

  private final Coupling coupling;
  private final LatencyRequest request;
  private final List<Cluster> clusters;
  private final Attribution attribution;
  private final Cost cost;
  private final Map<String, List<Timing>> samples = new LinkedHashMap<>();
  private final List<Map<String, Integer>> plans = new ArrayList<>();
  private final List<Model> calibrating = new ArrayList<>();

  private Measuring(Coupling coupling, LatencyRequest request) {
    this.coupling = coupling;
    this.request = request;
    this.clusters = Clusters.of(coupling);
    this.attribution = new Attribution(clusters);
    this.cost = new Cost(coupling, OpRules.standard());
  }

  /**
   * The table of a coupled model.
   *
   * @param request batch and threads, seed of the design, and the seconds after which no further
   *     plan is begun
   */
  public static LatencyTable table(Coupling coupling, LatencyRequest request) {
    long begin = System.nanoTime();
    Measuring measuring = new Measuring(coupling, request);
    Design design = new Design(coupling, measuring.clusters, request.seed());
    measuring.plan(Map.of(), design);
    measuring.plan(design.narrowest(), design);
    while (measuring.plans.size() < MOST_PLANS
        && design.open() > 0
        && seconds(begin) < request.seconds()) {
      measuring.plan(design.next(), design);
    }
    return measuring.calibrated(begin);
  }

  private void plan(Map<String, Integer> kept, Design design) {
    Model cut = cut(coupling, kept);
    OperatorProfile profile =
        OperatorProfile.of(cut, request.batch(), request.threads(), PROFILED_CALLS);
    Sizes sizes = cost.sizes(kept);
    List<String> shown = new ArrayList<>();
    attribution
        .timings(profile)
        .forEach(
            (cluster, timing) -> {
              String key = clusters.get(cluster).key(sizes);
              samples.computeIfAbsent(key, k -> new ArrayList<>()).add(timing);
              shown.add(key);
            });
    design.seen(shown);
    plans.add(kept);
    if (calibrating.size() < CALIBRATED) {
      calibrating.add(cut);
    }
  }

  /**
   * The model with the first units of each group: which ones they are does not change times. A
   * residual block that keeps 0 under its name is gone.
   */
  public static Model cut(Coupling coupling, Map<String, Integer> kept) {
    Map<String, int[]> units = new LinkedHashMap<>();
    for (Group group : coupling.prunable()) {
      int width = kept.getOrDefault(group.name(), group.units());
      units.put(group.name(), IntStream.range(0, width).toArray());
    }
    List<String> gone =
        coupling.removable().stream()
            .map(ResidualBlock::name)
            .filter(block -> kept.getOrDefault(block, 1) == 0)
            .toList();
    return new Surgeon(OpRules.standard())
        .apply(coupling, PrunePlan.keeping("blocks", coupling, units).without(gone, coupling));
  }

  private LatencyTable calibrated(long begin) {
    Map<String, Timing> timings = new LinkedHashMap<>();
    samples.forEach((key, all) -> timings.put(key, median(all)));
    Timing[] sums = new Timing[calibrating.size()];
    Arrays.setAll(sums, i -> sum(timings, plans.get(i)));
    ProfileCalibration calibration = ProfileCalibration.of(sums, timed());
    Map<String, Double> micros = new LinkedHashMap<>();
    timings.forEach((key, timing) -> micros.put(key, calibration.micros(timing)));
    return new LatencyTable(
        request.batch(), request.threads(), micros, plans.size(), seconds(begin));
  }

  private static Timing median(List<Timing> all) {
    return new Timing(
        new Median().evaluate(all.stream().mapToDouble(Timing::micros).toArray()),
        all.stream().mapToDouble(Timing::kernels).average().orElse(0));
  }

  private Timing sum(Map<String, Timing> timings, Map<String, Integer> kept) {
    Sizes sizes = cost.sizes(kept);
    Timing sum = Timing.NONE;
    for (Cluster cluster : clusters) {
      sum = sum.plus(timings.getOrDefault(cluster.key(sizes), Timing.NONE));
    }
    return sum;
  }

  /** Microseconds of the calibrating models, interleaved. */
  private double[] timed() {
    Latency latency =
        Latency.measure(
            calibrating,
            new LatencyRequest(
                request.batch(),
                request.threads(),
                TIMED_CALLS,
                TIMED_SECONDS,
                request.seed(),
                request.inputs()));
    double[] micros = new double[calibrating.size()];
    Arrays.setAll(micros, latency::quietMicros);
    return micros;
  }

  private static double seconds(long since) {
    return (System.nanoTime() - since) / 1e9;
  }
}
