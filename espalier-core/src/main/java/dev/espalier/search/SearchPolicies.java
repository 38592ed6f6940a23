package dev.espalier.search;

import dev.espalier.catalogue.Catalogue;
import java.util.List;

/** All search policies: those here, and those of other jars. */
public final class SearchPolicies {
  public static final Catalogue<SearchPolicy> CATALOGUE =
      Catalogue.open(
          "search",
          SearchPolicy.class,
          new RandomPolicy(),
          new BisectionPolicy(),
          new SensitivityPolicy(),
          new NetAdaptPolicy(),
          new EvolutionPolicy(),
          new TpePolicy(),
          new DdpgPolicy(),
          new HalvingPolicy(
              List.of(
                  new BisectionPolicy(),
                  new SensitivityPolicy(),
                  new NetAdaptPolicy(),
                  new EvolutionPolicy(),
                  new TpePolicy(),
                  new DdpgPolicy())));

  private SearchPolicies() {}
}
