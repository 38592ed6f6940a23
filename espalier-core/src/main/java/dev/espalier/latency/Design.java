package dev.espalier.latency;

import dev.espalier.coupling.Coupling;
import dev.espalier.coupling.Group;
import dev.espalier.op.OpRules;
import dev.espalier.op.Sizes;
import dev.espalier.plan.Cost;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * Few plans in which every cluster meets every combination of the widths that it depends on.
 *
 * <p>Greedy: groups in random order each take the width that shows most combinations not seen so
 * far; the best of {@value #ATTEMPTS} attempts is the next plan. Clusters with more than {@value
 * #MOST_COMBINATIONS} combinations are seen as it comes.
 *
 * <p>Source: Cohen et al., The AETG System: An Approach to Testing Based on Combinatorial Design,
 * IEEE TSE 1997 (greedy covering arrays).
 */
final class Design {
  private static final int ATTEMPTS = 8;
  private static final int MOST_COMBINATIONS = 4096;

  private final List<Cluster> clusters;
  private final Cost cost;
  private final SplittableRandom random;
  private final Map<String, int[]> widths = new LinkedHashMap<>();
  private final Map<String, List<Cluster>> readers = new LinkedHashMap<>();
  private final Set<String> wanted = new LinkedHashSet<>();

  Design(Coupling coupling, List<Cluster> clusters, long seed) {
    this.clusters = clusters;
    this.cost = new Cost(coupling, OpRules.standard());
    this.random = new SplittableRandom(seed);
    for (Group group : coupling.prunable()) {
      widths.put(group.name(), Widths.of(group.units()));
    }
    for (Cluster cluster : clusters) {
      cluster
          .groups()
          .forEach(g -> readers.computeIfAbsent(g, k -> new ArrayList<>()).add(cluster));
      long combinations = 1;
      for (String group : cluster.groups()) {
        combinations = Math.min(MOST_COMBINATIONS + 1, combinations * widths(group).length);
      }
      if (combinations <= MOST_COMBINATIONS) {
        want(cluster, 0, new LinkedHashMap<>());
      }
    }
  }

  private void want(Cluster cluster, int group, Map<String, Integer> kept) {
    if (group == cluster.groups().size()) {
      wanted.add(cluster.key(cost.sizes(kept)));
      return;
    }
    for (int width : widths(cluster.groups().get(group))) {
      kept.put(cluster.groups().get(group), width);
      want(cluster, group + 1, kept);
    }
  }

  private int[] widths(String group) {
    return widths.getOrDefault(group, new int[0]);
  }

  /** Combinations that no plan has shown so far. */
  int open() {
    return wanted.size();
  }

  /** What a plan showed need not be shown again. */
  void seen(Collection<String> keys) {
    wanted.removeAll(keys);
  }

  /** Everything as narrow as it is measured. */
  Map<String, Integer> narrowest() {
    Map<String, Integer> kept = new LinkedHashMap<>();
    widths.forEach((name, all) -> kept.put(name, all[0]));
    return kept;
  }

  /** Widths of all groups. */
  Map<String, Integer> next() {
    Map<String, Integer> best = Map.of();
    int most = -1;
    for (int i = 0; i < ATTEMPTS; i++) {
      Map<String, Integer> kept = attempt();
      int shown = fresh(clusters, kept, Set.of()).size();
      if (shown > most) {
        most = shown;
        best = kept;
      }
    }
    return best;
  }

  private Map<String, Integer> attempt() {
    Map<String, Integer> kept = new LinkedHashMap<>();
    Set<String> shown = new HashSet<>();
    for (String group : shuffled(new ArrayList<>(widths.keySet()))) {
      List<Cluster> decided =
          readers.getOrDefault(group, List.of()).stream()
              .filter(
                  c -> c.groups().stream().allMatch(g -> g.equals(group) || kept.containsKey(g)))
              .toList();
      Set<String> best = Set.of();
      int chosen = -1;
      for (int width : shuffled(IntStream.of(widths(group)).boxed().toList())) {
        kept.put(group, width);
        Set<String> fresh = fresh(decided, kept, shown);
        if (chosen < 0 || fresh.size() > best.size()) {
          best = fresh;
          chosen = width;
        }
      }
      kept.put(group, chosen);
      shown.addAll(best);
    }
    return kept;
  }

  private Set<String> fresh(List<Cluster> among, Map<String, Integer> kept, Set<String> shown) {
    Sizes sizes = cost.sizes(kept);
    Set<String> fresh = new HashSet<>();
    for (Cluster cluster : among) {
      String key = cluster.key(sizes);
      if (wanted.contains(key) && !shown.contains(key)) {
        fresh.add(key);
      }
    }
    return fresh;
  }

  private <T> List<T> shuffled(List<T> items) {
    List<T> shuffled = new ArrayList<>(items);
    for (int i = shuffled.size() - 1; i > 0; i--) {
      java.util.Collections.swap(shuffled, i, random.nextInt(i + 1));
    }
    return shuffled;
  }
}
