package dev.espalier.op;

/** Sizes of axes, of the whole model or of a plan's result, at batch 1. */
@FunctionalInterface
public interface Sizes {
  /**
   * {@return size of an axis of a value}
   *
   * @param value its name
   * @param axis counted from 0
   */
  int size(String value, int axis);

  /** The rank of a value that was not observed. */
  int RANK_UNKNOWN = -1;

  /**
   * {@return rank of a value; {@link #RANK_UNKNOWN} where it was not observed}
   *
   * @param value its name
   */
  default int rank(String value) {
    return RANK_UNKNOWN;
  }
}
