package dev.espalier.latency;

import java.util.HashMap;
import java.util.Map;
import org.hipparchus.stat.regression.SimpleRegression;

/**
 * Times of sizes that were not measured: for each signature a straight line over the work, the
 * product of the sizes that plans change, fitted by least squares and never below the least
 * measured.
 */
final class Lines {
  private final Map<String, SimpleRegression> lines = new HashMap<>();
  private final Map<String, Double> least = new HashMap<>();

  Lines(LatencyTable table) {
    table
        .micros()
        .forEach(
            (key, micros) -> {
              String signature = signature(key);
              lines
                  .computeIfAbsent(signature, s -> new SimpleRegression())
                  .addData(work(key), micros);
              least.merge(signature, micros, Math::min);
            });
  }

  /** 0 for a signature without any measurement. */
  double micros(String key) {
    String signature = signature(key);
    SimpleRegression line = lines.get(signature);
    double floor = least.getOrDefault(signature, 0.0);
    double at = line == null ? 0 : line.predict(work(key));
    return Double.isNaN(at) ? floor : Math.max(floor, at);
  }

  private static String signature(String key) {
    return key.substring(0, key.lastIndexOf(' '));
  }

  private static double work(String key) {
    double product = 1;
    for (String size : key.substring(key.lastIndexOf(' ') + 1).split("x", -1)) {
      product *= size.isEmpty() ? 1 : Double.parseDouble(size);
    }
    return product;
  }
}
