package dev.espalier.allocation;

/** Everything in one cut. */
final class OneShot implements Schedule {
  @Override
  public String name() {
    return "one-shot";
  }

  @Override
  public String summary() {
    return "one cut, then all the tuning";
  }

  @Override
  public String source() {
    return "Li et al., Pruning Filters for Efficient ConvNets, ICLR 2017 (prune once and retrain)";
  }

  @Override
  public double[] targets(double finalRatio, int steps) {
    return new double[] {finalRatio};
  }
}
