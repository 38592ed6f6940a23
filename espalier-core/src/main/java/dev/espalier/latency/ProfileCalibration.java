package dev.espalier.latency;

import org.hipparchus.stat.regression.SimpleRegression;

/**
 * What a cluster takes in a running model, from its profile: {@code scale * micros + perKernel *
 * kernels}. The profile adds its own time to each kernel and leaves out the runtime's between them.
 *
 * @param scale of profiled time
 * @param perKernel microseconds for each kernel
 */
record ProfileCalibration(double scale, double perKernel) {
  private static final double MOST_SCALE = 2;

  /** Even a kernel that does nothing takes some of its profiled time. */
  private static final double LEAST_SHARE = 0.1;

  /**
   * Least squares of the relative errors over whole models; then the first one comes out exactly.
   *
   * @param profiles sums of whole models
   * @param micros their measured times
   */
  static ProfileCalibration of(Timing[] profiles, double[] micros) {
    SimpleRegression line = new SimpleRegression();
    for (int i = 0; i < micros.length; i++) {
      double sum = profiles[i].micros();
      line.addData(profiles[i].kernels() / sum, micros[i] / sum);
    }
    double scale = line.getIntercept();
    boolean sensible = scale > 1 / MOST_SCALE && scale < MOST_SCALE;
    ProfileCalibration fitted =
        sensible ? new ProfileCalibration(scale, line.getSlope()) : new ProfileCalibration(1, 0);
    double exact = micros[0] / fitted.micros(profiles[0]);
    return new ProfileCalibration(fitted.scale * exact, fitted.perKernel * exact);
  }

  double micros(Timing timing) {
    return Math.max(
        LEAST_SHARE * timing.micros(), scale * timing.micros() + perKernel * timing.kernels());
  }
}
