package dev.espalier.torch.op;

/**
 * How a graph is run.
 *
 * @param training whether dropout is active and BatchNormalization takes the batch's statistics
 * @param cumulative momentum of running statistics for this pass, replacing each node's own;
 *     negative for the node's own
 */
public record Mode(boolean training, double cumulative) {
  /** Running statistics, no dropout. */
  public static final Mode EVAL = new Mode(false, -1);

  /** Statistics of the batch, running ones updated, dropout active. */
  public static final Mode TRAIN = new Mode(true, -1);

  /**
   * {@return training mode whose n-th pass (from 1) leaves the plain average of n batches in the
   * running statistics}
   *
   * @param n pass, from 1
   */
  public static Mode averaging(int n) {
    return new Mode(true, 1.0 / n);
  }
}
