package dev.espalier.tune;

import dev.espalier.data.Dataset;
import dev.espalier.model.Model;

/** Fits the running statistics of normalisations anew, without training. */
@FunctionalInterface
public interface Statistics {
  /**
   * {@return the model with the statistics of {@code records} records of {@code data}, drawn by
   * {@code seed}; other weights stay}
   *
   * @param model whose BatchNormalizations have statistics that no longer fit
   * @param data training records
   * @param records how many of them are looked at
   * @param seed by which they are drawn
   */
  Model reestimate(Model model, Dataset data, int records, long seed);
}
