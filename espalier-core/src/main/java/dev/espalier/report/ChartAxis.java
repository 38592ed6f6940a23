package dev.espalier.report;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.DoubleStream;

/**
 * A linear way from values to pixels.
 *
 * @param low value at {@code from}
 * @param high value at {@code to}
 * @param from pixel
 * @param to pixel
 */
record ChartAxis(double low, double high, double from, double to) {
  double at(double value) {
    return high > low ? from + (value - low) / (high - low) * (to - from) : (from + to) / 2;
  }

  /** An axis over all finite values with a little room on both sides. */
  static ChartAxis over(DoubleStream values, double from, double to) {
    double[] finite = values.filter(Double::isFinite).sorted().toArray();
    if (finite.length == 0) {
      return new ChartAxis(0, 1, from, to);
    }
    double low = finite[0];
    double high = finite[finite.length - 1];
    double room = high > low ? 0.06 * (high - low) : Math.max(1e-6, 0.05 * Math.abs(high));
    return new ChartAxis(low - room, high + room, from, to);
  }

  /** About that many round values between low and high. */
  List<Double> ticks(int count) {
    double raw = (high - low) / count;
    double power = Math.pow(10, Math.floor(Math.log10(raw)));
    double step =
        power * (raw / power < 1.5 ? 1 : raw / power < 3.5 ? 2 : raw / power < 7.5 ? 5 : 10);
    List<Double> ticks = new ArrayList<>();
    for (long i = (long) Math.ceil(low / step); i * step <= high + 1e-9 * step; i++) {
      ticks.add(i * step);
    }
    return ticks;
  }
}
