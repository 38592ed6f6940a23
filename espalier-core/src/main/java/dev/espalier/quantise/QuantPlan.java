package dev.espalier.quantise;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What is quantised, and how: data, from which the same file is written again.
 *
 * @param layers form of each layer that does not stay float, by its node's key
 * @param values grids of values that are rounded wherever they are read, by name: what static
 *     layers read and make, and what lies between them
 */
public record QuantPlan(Map<String, Form> layers, Map<String, Grid> values) {
  /** Nothing is quantised. */
  public static final QuantPlan NONE = new QuantPlan(Map.of(), Map.of());

  public QuantPlan {
    layers = Collections.unmodifiableMap(new LinkedHashMap<>(layers));
    values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
  }

  /**
   * {@return the form of a layer}
   *
   * @param node its node's key
   */
  public Form form(String node) {
    return layers.getOrDefault(node, Form.FLOAT);
  }
}
