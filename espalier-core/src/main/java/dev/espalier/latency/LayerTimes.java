package dev.espalier.latency;

import dev.espalier.coupling.Coupling;
import dev.espalier.measure.OperatorProfile;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What each layer of a model takes, with the cheap operators behind it. */
public final class LayerTimes {
  private LayerTimes() {}

  /**
   * Microseconds a call by the label of the node that multiplies (of the first node, where a model
   * begins without one); they add up to the profile's total. Cost: one pass over graph and profile.
   *
   * @param profile of {@code coupling}'s model, or of one with the same names
   */
  public static Map<String, Double> of(Coupling coupling, OperatorProfile profile) {
    List<Cluster> clusters = Clusters.of(coupling);
    Map<String, Double> times = new LinkedHashMap<>();
    new Attribution(clusters)
        .timings(profile)
        .forEach(
            (cluster, timing) ->
                times.merge(
                    clusters.get(cluster).nodes().get(0).label(), timing.micros(), Double::sum));
    return times;
  }
}
