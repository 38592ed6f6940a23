package dev.espalier.latency;

import dev.espalier.measure.OperatorProfile;
import dev.espalier.model.Node;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Finds to which cluster a node of the runtime's optimised graph belongs.
 *
 * <p>Fused nodes carry the name of a node or value that they were made of, with something behind it
 * ({@code relu1.out_nchwc}). Inserted ones do not: what reorders an input counts to the next named
 * node in execution, everything else to the one before.
 */
final class Attribution {
  private static final String BEFORE_NEXT = "ReorderInput";
  private static final String SEPARATORS = "_/ :";

  private final Map<String, Integer> byName = new HashMap<>();
  private final int clusters;

  Attribution(List<Cluster> clusters) {
    this.clusters = clusters.size();
    for (int i = 0; i < clusters.size(); i++) {
      for (Node node : clusters.get(i).nodes()) {
        if (!node.name().isEmpty()) {
          byName.put(node.name(), i);
        }
        for (String value : node.outputs()) {
          byName.put(value, i);
        }
      }
    }
    byName.remove("");
  }

  /** Time by number of the cluster; nodes named after nothing known count to neighbours. */
  Map<Integer, Timing> timings(OperatorProfile profile) {
    Map<Integer, Timing> sums = new LinkedHashMap<>();
    int before = -1;
    Timing waiting = Timing.NONE;
    for (Map.Entry<String, Double> entry : profile.microsByNode().entrySet()) {
      Timing own = new Timing(entry.getValue(), 1);
      Integer named = cluster(entry.getKey());
      if (named != null) {
        before = named;
        sums.merge(before, own.plus(waiting), Timing::plus);
        waiting = Timing.NONE;
      } else if (before < 0 || entry.getKey().startsWith(BEFORE_NEXT)) {
        waiting = waiting.plus(own);
      } else {
        sums.merge(before, own, Timing::plus);
      }
    }
    if (waiting.kernels() > 0) {
      sums.merge(before < 0 ? clusters - 1 : before, waiting, Timing::plus);
    }
    return sums;
  }

  private @Nullable Integer cluster(String name) {
    String part = name;
    while (!part.isEmpty()) {
      Integer found = byName.get(part);
      if (found != null) {
        return found;
      }
      part = shortened(part);
    }
    int space = name.indexOf(' ');
    return space < 0 ? null : cluster(name.substring(space + 1));
  }

  private static String shortened(String name) {
    int end = name.length() - 1;
    while (end > 0 && SEPARATORS.indexOf(name.charAt(end)) < 0) {
      end--;
    }
    return name.substring(0, Math.max(0, end));
  }
}
