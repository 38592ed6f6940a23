package dev.espalier.search;

import java.util.Map;

/**
 * What a point costs by a model that needs no evaluation: MACs by counting, latency by prediction.
 */
@FunctionalInterface
public interface Costs {
  /** Shares of the original's by objective; none may grow when a level falls. */
  Map<Objective, Double> of(Point point);
}
