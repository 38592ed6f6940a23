package dev.espalier.quantise;

import dev.espalier.catalogue.Catalogue;
import java.util.ServiceLoader;

/** The ways of finding a value's range, by name. */
public final class Calibrations {
  /** All, those of other jars last. */
  public static final Catalogue<Calibration> CATALOGUE =
      Catalogue.open(
          "calibration",
          ServiceLoader.load(Calibration.class),
          new MinMax(),
          new MovingAverage(),
          new Percentile(),
          new Entropy(),
          new LeastSquaredError());

  private Calibrations() {}
}
