package dev.espalier.latency;

import dev.espalier.coupling.Coupling;
import dev.espalier.coupling.Group;
import dev.espalier.coupling.Slot;
import dev.espalier.measure.LatencyRequest;
import dev.espalier.measure.OperatorProfile;
import dev.espalier.model.Model;
import dev.espalier.model.Node;
import dev.espalier.op.Axis;
import dev.espalier.op.OpRules;
import dev.espalier.op.Trait;
import dev.espalier.plan.Cost;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What layers take at widths that fill blocks of channels and at widths between: the model cut to
 * about half its width four times, all groups alike: at a multiple of 16, and 3, 8 and 16 below it.
 *
 * <p>A layer whose widths fill no block is held against the straight line, over
 * multiply–accumulates, between the two that do. All models are measured in turn, several times,
 * and the least time of a layer counts: what else the machine does only slows. Cost: four sessions
 * and some ten calls of each at most {@value #PASSES} times, once at least.
 */
final class BlockTimes {
  private static final int CALLS = 8;
  private static final int PASSES = 5;
  private static final int BLOCK = 16;

  /** Channels below a multiple of {@value #BLOCK}, by number of the cut model. */
  private static final int[] BELOW = {0, 3, 8, 16};

  private static final int ODD = 1;
  private static final int HALF = 2;
  private static final int WHOLE = 3;

  private final Coupling coupling;
  private final List<Cluster> clusters;
  private final Map<String, Integer> base = new LinkedHashMap<>();
  private final double[][] micros;
  private final double[][] work;

  private BlockTimes(Coupling coupling) {
    this.coupling = coupling;
    this.clusters = Clusters.of(coupling);
    this.micros = new double[BELOW.length][clusters.size()];
    this.work = new double[BELOW.length][clusters.size()];
    Arrays.stream(micros).forEach(m -> Arrays.fill(m, Double.POSITIVE_INFINITY));
    for (Group group : coupling.prunable()) {
      if (group.units() >= BLOCK && group.channels() == 1) {
        base.put(group.name(), base(group.units()));
      }
    }
  }

  /** The multiple of a block next to half the width; two blocks where there are as many. */
  private static int base(int units) {
    int half = (int) Math.round(units / 2.0 / BLOCK) * BLOCK;
    return Math.min(units / BLOCK * BLOCK, Math.max(2 * BLOCK, half));
  }

  /** Nothing is run where no group has a block of channels. */
  static BlockTimes measured(Coupling coupling, LatencyRequest request) {
    BlockTimes times = new BlockTimes(coupling);
    if (!times.base.isEmpty()) {
      times.measure(request);
    }
    return times;
  }

  private void measure(LatencyRequest request) {
    Cost cost = new Cost(coupling, OpRules.standard());
    Attribution attribution = new Attribution(clusters);
    List<Model> models = new ArrayList<>();
    for (int i = 0; i < BELOW.length; i++) {
      Map<String, Integer> kept = widths(BELOW[i]);
      models.add(Measuring.cut(coupling, kept));
      Map<String, Long> macs = cost.macsByNode(kept);
      Arrays.setAll(
          work[i],
          c ->
              clusters.get(c).nodes().stream()
                  .mapToLong(node -> macs.getOrDefault(node.key(), 0L))
                  .sum());
    }
    long begin = System.nanoTime();
    for (int pass = 0; pass < PASSES; pass++) {
      for (int i = 0; i < models.size(); i++) {
        if (pass > 0 && (System.nanoTime() - begin) / 1e9 > request.seconds()) {
          return;
        }
        double[] least = micros[i];
        attribution
            .timings(OperatorProfile.of(models.get(i), request.batch(), request.threads(), CALLS))
            .forEach((c, timing) -> least[c] = Math.min(least[c], timing.micros()));
      }
      if (offBlocks().micros() < Rounding.LEAST) {
        return; // more passes would tell nothing either
      }
    }
  }

  private Map<String, Integer> widths(int below) {
    Map<String, Integer> widths = new LinkedHashMap<>();
    base.forEach((group, width) -> widths.put(group, Math.max(BLOCK / 2, width - below)));
    return widths;
  }

  /**
   * What a set of layers takes against the line.
   *
   * @param micros on the line; 0 where nothing was measured
   * @param share that they take more
   */
  record Excess(double micros, double share) {}

  /** Widths that are no multiples of 8 against those that are. */
  Excess offBlocks() {
    return excess(ODD, HALF, BLOCK);
  }

  /** Multiples of 8 that are none of 16 against those that are. */
  Excess halfBlocks() {
    return excess(HALF, WHOLE, 2 * BLOCK);
  }

  private Excess excess(int between, int low, int narrowest) {
    double on = 0;
    double taken = 0;
    for (int c = 0; c < clusters.size(); c++) {
      if (tells(c, narrowest)) {
        on += line(c, between, low);
        taken += micros[between][c];
      }
    }
    return new Excess(on, on > 0 ? taken / on - 1 : 0);
  }

  /** Whether a layer multiplies, was seen, and has widths that changed, none of them too narrow. */
  private boolean tells(int c, int narrowest) {
    List<Integer> own =
        clusters.get(c).groups().stream()
            .filter(base::containsKey)
            .map(group -> base.getOrDefault(group, 0))
            .toList();
    boolean seen = Arrays.stream(micros).allMatch(m -> Double.isFinite(m[c]));
    return seen
        && !own.isEmpty()
        && own.stream().allMatch(width -> width >= narrowest)
        && work[0][c] > work[WHOLE][c];
  }

  /** What lies between the whole width and {@code low} in proportion to the work. */
  private double line(int c, int at, int low) {
    double top = work[0][c];
    double bottom = work[low][c];
    double part = (work[at][c] - bottom) / (top - bottom);
    return micros[low][c] * (1 - part) + micros[0][c] * part;
  }

  /** Whether anything that can be cut is a convolution. */
  boolean convolutions() {
    return clusters.stream()
        .filter(c -> !c.groups().isEmpty())
        .flatMap(c -> c.nodes().stream())
        .anyMatch(node -> Trait.LAYER.of(node) && Trait.MAPS.of(node));
  }

  /** The layer that loses most between blocks, in parentheses; empty where none does. */
  String example() {
    int worst = -1;
    double most = 0;
    for (int c = 0; c < clusters.size(); c++) {
      double lost = tells(c, BLOCK) ? micros[ODD][c] - line(c, ODD, HALF) : 0;
      if (lost > most) {
        worst = c;
        most = lost;
      }
    }
    return worst < 0 ? "" : described(worst);
  }

  private String described(int c) {
    Node node = clusters.get(c).nodes().get(0);
    int width = base.getOrDefault(made(clusters.get(c)), 0);
    return String.format(
        Locale.ROOT,
        " (%s: %.0f µs with %d channels, %.0f with %d, %.0f with %d)",
        node.label(),
        micros[0][c],
        width,
        micros[ODD][c],
        width - BELOW[ODD],
        micros[HALF][c],
        width - BELOW[HALF]);
  }

  /** The group of the channels that a layer makes; one that it reads where those are fixed. */
  private String made(Cluster cluster) {
    List<String> measured = cluster.groups().stream().filter(base::containsKey).toList();
    String output = cluster.nodes().get(0).outputs().get(0);
    return measured.stream()
        .filter(name -> liesAlong(name, output))
        .findFirst()
        .orElse(measured.get(0));
  }

  private boolean liesAlong(String name, String value) {
    Group group = coupling.group(name);
    return group != null
        && group.slots().stream().map(Slot::axis).map(Axis::value).anyMatch(value::equals);
  }
}
