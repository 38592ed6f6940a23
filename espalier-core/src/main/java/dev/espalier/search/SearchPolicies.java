package dev.espalier.search;

import dev.espalier.catalogue.Catalogue;
import java.util.List;
import java.util.ServiceLoader;

/** All search policies: those here, and those of other jars. */
public final class SearchPolicies {
  /** Those of the house, and behind them those of other jars. */
  public static final Catalogue<SearchPolicy> CATALOGUE =
      Catalogue.open(
          "search",
          ServiceLoader.load(SearchPolicy.class),
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
