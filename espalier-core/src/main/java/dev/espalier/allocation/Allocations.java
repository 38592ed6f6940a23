package dev.espalier.allocation;

import dev.espalier.catalogue.Catalogue;

/** All allocations. */
public final class Allocations {
  public static final Catalogue<Allocation> CATALOGUE =
      Catalogue.of(
          "allocation", new GlobalAllocation(), new UniformAllocation(), new StaircaseAllocation());

  private Allocations() {}
}
