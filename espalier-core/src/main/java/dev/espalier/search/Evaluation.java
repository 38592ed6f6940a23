package dev.espalier.search;

/** The port through which a search measures. */
@FunctionalInterface
public interface Evaluation {
  /** What a point comes to; the same for the same point. May take long. */
  Outcome of(Point point);
}
