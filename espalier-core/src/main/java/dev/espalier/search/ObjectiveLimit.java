package dev.espalier.search;

/**
 * The most that an objective may come to.
 *
 * @param objective what is limited
 * @param most the limit, above 0
 * @param hard whether more is infeasible, or only counts against the point
 */
public record ObjectiveLimit(Objective objective, double most, boolean hard) {
  public ObjectiveLimit {
    if (!(most > 0)) {
      throw new IllegalArgumentException("no limit of " + most + " for " + objective);
    }
  }

  /**
   * {@return a limit that must hold}
   *
   * @param objective what is limited
   * @param most the largest value that is allowed
   */
  public static ObjectiveLimit hard(Objective objective, double most) {
    return new ObjectiveLimit(objective, most, true);
  }

  /**
   * {@return a limit that may be passed, at a price}
   *
   * @param objective what is limited
   * @param most the largest value that is allowed
   */
  public static ObjectiveLimit soft(Objective objective, double most) {
    return new ObjectiveLimit(objective, most, false);
  }

  /** By how much of the limit a figure passes it; 0 within, and where it was not measured. */
  double excess(double value) {
    return value > most ? value / most - 1 : 0;
  }
}
