package dev.espalier.latency;

/**
 * What the profile says of a cluster.
 *
 * @param micros sum over its kernels
 * @param kernels how many the runtime made of it; fractions are averages
 */
record Timing(double micros, double kernels) {
  static final Timing NONE = new Timing(0, 0);

  Timing plus(Timing other) {
    return new Timing(micros + other.micros, kernels + other.kernels);
  }
}
