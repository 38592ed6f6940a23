package dev.espalier.latency;

import dev.espalier.coupling.Coupling;
import dev.espalier.coupling.Group;
import dev.espalier.measure.LatencyRequest;
import dev.espalier.measure.OperatorProfile;
import dev.espalier.record.ModelProfile.WidthCost;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Time over width, group by group, the others whole: a staircase, since runtimes work in blocks of
 * channels.
 *
 * <p>Groups whose operators are apart are cut in the same model, so that few models show many
 * stairs. Cost: a session and {@value #CALLS} calls for each of them, {@value #PASSES} times as
 * what else the machine does only slows, until the request's seconds have passed; whole, narrowest
 * and the widths in the middle come first.
 */
public final class Staircases {
  private static final int CALLS = 16;
  private static final int FEWEST_WIDTHS = 3;
  private static final int PASSES = 2;

  private final Coupling coupling;
  private final LatencyRequest request;
  private final List<Cluster> clusters;
  private final Attribution attribution;
  private final Map<String, TreeMap<Integer, Double>> micros = new LinkedHashMap<>();

  private Staircases(Coupling coupling, LatencyRequest request) {
    this.coupling = coupling;
    this.request = request;
    this.clusters = Clusters.of(coupling);
    this.attribution = new Attribution(clusters);
  }

  /** Measured now; groups of which too few widths were seen in time are left out. */
  public static List<WidthCost> measured(
      Coupling coupling, List<Group> groups, LatencyRequest request) {
    Staircases staircases = new Staircases(coupling, request);
    groups.forEach(g -> staircases.micros.put(g.name(), new TreeMap<>()));
    staircases.measure(groups);
    return groups.stream().map(staircases::cost).filter(Staircases::seen).toList();
  }

  /** From a table that was measured; the {@code most} groups that can save most time. */
  public static List<WidthCost> predicted(Coupling coupling, LatencyModel model, int most) {
    return coupling.prunable().stream()
        .map(group -> predicted(group, model))
        .filter(Staircases::seen)
        .sorted(Comparator.comparingDouble(Staircases::saved).reversed())
        .limit(most)
        .toList();
  }

  private static WidthCost predicted(Group group, LatencyModel model) {
    List<Integer> widths = new ArrayList<>();
    List<Double> micros = new ArrayList<>();
    for (int width : model.widths(group.name())) {
      widths.add(width);
      micros.add(model.micros(group.name(), width));
    }
    return new WidthCost(group.name(), group.units(), widths, micros);
  }

  private static boolean seen(WidthCost cost) {
    return cost.widths().size() >= FEWEST_WIDTHS;
  }

  private static double saved(WidthCost cost) {
    return cost.micros().get(cost.micros().size() - 1) - cost.micros().get(0);
  }

  private void measure(List<Group> groups) {
    long begin = System.nanoTime();
    List<List<Group>> apart = apart(groups);
    Map<String, List<Integer>> orders = new LinkedHashMap<>();
    groups.forEach(g -> orders.put(g.name(), coarseFirst(Widths.of(g.units()))));
    int rounds = orders.values().stream().mapToInt(List::size).max().orElse(0);
    for (int round = 0; round < PASSES * rounds; round++) {
      for (List<Group> together : apart) {
        if ((System.nanoTime() - begin) / 1e9 > request.seconds()) {
          return;
        }
        Map<String, Integer> kept = new LinkedHashMap<>();
        for (Group group : together) {
          List<Integer> order = orders.getOrDefault(group.name(), List.of());
          if (round % rounds < order.size()) {
            kept.put(group.name(), order.get(round % rounds));
          }
        }
        if (!kept.isEmpty()) {
          time(kept);
        }
      }
    }
  }

  private void time(Map<String, Integer> kept) {
    Map<Integer, Timing> timings =
        attribution.timings(
            OperatorProfile.of(
                Measuring.cut(coupling, kept), request.batch(), request.threads(), CALLS));
    kept.forEach(
        (group, width) -> {
          double sum = 0;
          for (int c = 0; c < clusters.size(); c++) {
            if (clusters.get(c).groups().contains(group)) {
              sum += timings.getOrDefault(c, Timing.NONE).micros();
            }
          }
          micros.computeIfAbsent(group, k -> new TreeMap<>()).merge(width, sum, Math::min);
        });
  }

  private WidthCost cost(Group group) {
    TreeMap<Integer, Double> seen = micros.getOrDefault(group.name(), new TreeMap<>());
    return new WidthCost(
        group.name(), group.units(), List.copyOf(seen.keySet()), List.copyOf(seen.values()));
  }

  /** Sets of groups no two of which share an operator. */
  private List<List<Group>> apart(List<Group> groups) {
    List<List<Group>> sets = new ArrayList<>();
    List<Set<Cluster>> taken = new ArrayList<>();
    for (Group group : groups) {
      Set<Cluster> own = new HashSet<>();
      clusters.stream().filter(c -> c.groups().contains(group.name())).forEach(own::add);
      int at = 0;
      while (at < sets.size() && taken.get(at).stream().anyMatch(own::contains)) {
        at++;
      }
      if (at == sets.size()) {
        sets.add(new ArrayList<>());
        taken.add(new HashSet<>());
      }
      sets.get(at).add(group);
      taken.get(at).addAll(own);
    }
    return sets;
  }

  /** The whole width, the narrowest, then always the middle of what lies between. */
  private static List<Integer> coarseFirst(int[] widths) {
    List<Integer> order = new ArrayList<>();
    order.add(widths[widths.length - 1]);
    if (widths.length > 1) {
      order.add(widths[0]);
    }
    for (int step = Integer.highestOneBit(widths.length); step >= 1; step /= 2) {
      for (int i = step; i < widths.length - 1; i += step) {
        if (!order.contains(widths[i])) {
          order.add(widths[i]);
        }
      }
    }
    return order;
  }
}
