package dev.espalier.search;

/** The port through which a search measures. */
@FunctionalInterface
public interface Evaluation {
  /**
   * What a point comes to; the same for the same point. May take long.
   *
   * @param point of the space that is searched
   * @return loss and costs of the model at that point, or why there is none
   */
  Outcome of(Point point);
}
