package dev.espalier.tune;

import dev.espalier.data.Dataset;
import dev.espalier.model.Model;

/** Fits the running statistics of normalisations anew, without training. */
@FunctionalInterface
public interface Statistics {
  /**
   * The model with the statistics of {@code records} records of {@code data}, drawn by {@code
   * seed}; other weights stay.
   */
  Model reestimate(Model model, Dataset data, int records, long seed);
}
