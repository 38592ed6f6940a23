package dev.espalier.search;

import java.util.Map;

/**
 * What a point costs by a model that needs no evaluation: MACs by counting, latency by prediction.
 */
@FunctionalInterface
public interface Costs {
  /**
   * {@return shares of the original's by objective; none may grow when a level falls}
   *
   * @param point of the space that is searched
   */
  Map<Objective, Double> of(Point point);
}
