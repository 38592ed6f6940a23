package dev.espalier.op;

/** Sizes of axes, of the whole model or of a plan's result, at batch 1. */
@FunctionalInterface
public interface Sizes {
  /** Size of an axis of a value. */
  int size(String value, int axis);

  /** The rank of a value that was not observed. */
  int RANK_UNKNOWN = -1;

  /** Rank of a value; {@link #RANK_UNKNOWN} where it was not observed. */
  default int rank(String value) {
    return RANK_UNKNOWN;
  }
}
