package dev.espalier.op;

/**
 * A place where an operator sums over a labelled axis, so that a unit ends there.
 *
 * @param node key of the node
 * @param input which input is summed over
 * @param axis the axis of that input
 * @param kind how
 */
public record Consumption(String node, int input, int axis, Kind kind) {
  /** How the axis is summed over. */
  public enum Kind {
    /** A contraction with weights or another value, or a plain sum: a cut unit counts as zero. */
    SUM,
    /** A mean: taken over the kept units. */
    MEAN,
    /** A normalisation whose mean and variance are taken over the kept units. */
    NORMALISE,
    /** A division by the root of the mean of squares, which is taken over the kept units. */
    ROOT_MEAN_SQUARE,
    /** As {@link #NORMALISE}, within each group of channels alone. */
    NORMALISE_GROUPS,
    /** Recurrent weights: the input is a parameter whose slices for cut units count as zero. */
    RECURRENT
  }
}
