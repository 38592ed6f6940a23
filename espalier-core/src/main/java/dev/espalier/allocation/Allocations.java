package dev.espalier.allocation;

import dev.espalier.catalogue.Catalogue;
import java.util.ServiceLoader;

/** All allocations: those here, and those of other jars. */
public final class Allocations {
  /** Those of the house, and behind them those of other jars. */
  public static final Catalogue<Allocation> CATALOGUE =
      Catalogue.open(
          "allocation",
          ServiceLoader.load(Allocation.class),
          new GlobalAllocation(),
          new UniformAllocation(),
          new StaircaseAllocation());

  private Allocations() {}
}
