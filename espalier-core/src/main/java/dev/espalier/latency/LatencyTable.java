package dev.espalier.latency;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What operators of a model take on one machine; data, so that a run that reads it decides alike. A
 * model's time is the sum over its clusters of operators.
 *
 * @param batch records a call
 * @param threads of the runtime
 * @param micros time of a cluster of operators by signature and sizes, calibrated: the overhead of
 *     calls and kernels is in it
 * @param plans cut models that were measured
 * @param seconds that measuring took
 */
public record LatencyTable(
    int batch, int threads, Map<String, Double> micros, int plans, double seconds) {
  public LatencyTable {
    micros = Collections.unmodifiableMap(new LinkedHashMap<>(micros));
  }
}
