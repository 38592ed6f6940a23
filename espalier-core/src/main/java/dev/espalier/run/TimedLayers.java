package dev.espalier.run;

import dev.espalier.coupling.Coupling;
import dev.espalier.latency.LayerTimes;
import dev.espalier.measure.OperatorProfile;
import dev.espalier.op.OpRules;
import dev.espalier.plan.Cost;
import dev.espalier.plan.Remains;
import dev.espalier.prepare.Listing;
import dev.espalier.record.LayerRecord;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The layers of a model with what each takes in a call.
 *
 * @param coupling of the model
 * @param layers that have weights or multiply
 * @param micros by name of the layer
 */
public record TimedLayers(
    Coupling coupling, List<Listing.Layer> layers, Map<String, Double> micros) {
  /** Those of the model of which {@code profile} was taken. */
  static TimedLayers of(Coupling coupling, OperatorProfile profile) {
    Map<String, Long> macs = new Cost(coupling, OpRules.standard()).macsByNode(Map.of());
    return new TimedLayers(
        coupling, Listing.layers(coupling.model().graph(), macs), LayerTimes.of(coupling, profile));
  }

  /**
   * Each layer beside what it became in the cut model {@code after}.
   *
   * @param remains what the plan leaves of this model
   */
  List<LayerRecord> besides(TimedLayers after, Remains remains) {
    Set<String> gone = new HashSet<>();
    coupling.model().graph().nodes().stream()
        .filter(n -> !remains.nodes().contains(n.key()))
        .forEach(n -> gone.add(n.label()));
    Map<String, Listing.Layer> remaining = new LinkedHashMap<>();
    after.layers.forEach(l -> remaining.put(l.name(), l));
    List<LayerRecord> records = new ArrayList<>();
    for (Listing.Layer old : layers) {
      String name = old.name();
      Listing.Layer kept =
          gone.contains(name)
              ? new Listing.Layer(name, old.op(), List.of(), 0, 0)
              : remaining.getOrDefault(name, old);
      records.add(
          new LayerRecord(
              name,
              old.op(),
              longs(old.weights()),
              longs(kept.weights()),
              width(old),
              width(kept),
              old.macs(),
              kept.macs(),
              old.parameters(),
              kept.parameters(),
              micros.getOrDefault(name, 0.0),
              gone.contains(name) ? 0 : after.micros.getOrDefault(name, 0.0)));
    }
    return records;
  }

  private static long width(Listing.Layer layer) {
    return layer.weights().isEmpty()
        ? 0
        : layer.weights().get(layer.op().equals("MatMul") ? layer.weights().size() - 1 : 0);
  }

  private static List<Long> longs(List<Integer> values) {
    return values.stream().map(Integer::longValue).toList();
  }
}
