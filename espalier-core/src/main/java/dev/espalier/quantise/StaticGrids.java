package dev.espalier.quantise;

import dev.espalier.data.Dataset;
import dev.espalier.model.Graph;
import dev.espalier.model.Model;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * Grids of the values that static layers of a model may need, found once on data; plans take from
 * them what their layers ask for.
 */
public final class StaticGrids {
  private final Graph graph;
  private final Map<String, Histogram> spread;

  private StaticGrids(Graph graph, Map<String, Histogram> spread) {
    this.graph = graph;
    this.spread = spread;
  }

  /**
   * {@return what is needed to make any layer of a model static}
   *
   * @param model whose layers they are
   * @param data real inputs, some hundred
   * @param threads of the runtime
   */
  public static StaticGrids of(Model model, Dataset data, int threads) {
    Map<String, Form> all = new LinkedHashMap<>();
    Set<String> values = new LinkedHashSet<>();
    for (Quantisable layer : Quantisable.all(model.graph())) {
      if (layer.forms().contains(Form.STATIC)) {
        String key = layer.node().key();
        all.put(key, Form.STATIC);
        values.addAll(RoundedValues.of(model.graph(), Map.of(key, Form.STATIC)).values());
      }
    }
    values.addAll(RoundedValues.of(model.graph(), all).values());
    return new StaticGrids(model.graph(), Observed.of(model, values, data, threads));
  }

  /**
   * {@return the plan of these layers}
   *
   * @param layers form of each layer that does not stay float, by its node's key
   * @param calibration finds ranges
   */
  public QuantPlan plan(Map<String, Form> layers, Calibration calibration) {
    Map<String, Grid> values = new LinkedHashMap<>();
    RoundedValues.of(graph, layers)
        .forEach(
            (value, from) -> {
              Calibration.Range range = calibration.of(Objects.requireNonNull(spread.get(from)));
              values.put(value, Grid.ofRange(range.low(), range.high()));
            });
    return new QuantPlan(layers, values);
  }
}
