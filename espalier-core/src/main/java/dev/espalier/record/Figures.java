package dev.espalier.record;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a model is and does, measured on its file.
 *
 * @param parameters numbers in weights
 * @param macs multiply-accumulates for one record
 * @param bytes of the file, with external data
 * @param zippedBytes of the file compressed; 0 where not measured
 * @param nonZeroParameters weights that are not zero; 0 where not counted
 * @param latency one row a setting, in the order measured; empty where not measured
 * @param metrics by name; NaN where undefined
 * @param perClass recall of each class; empty where there are no classes
 */
public record Figures(
    long parameters,
    long macs,
    long bytes,
    long zippedBytes,
    long nonZeroParameters,
    List<LatencyFigure> latency,
    Map<String, Double> metrics,
    List<ClassFigure> perClass) {
  public Figures {
    latency = Copies.list(latency);
    metrics = Copies.numbers(metrics);
    perClass = Copies.list(perClass);
  }

  /**
   * {@return the same with another count of MACs, such as a mean over records that go different
   * ways}
   *
   * @param counted MACs of one record
   */
  public Figures withMacs(long counted) {
    return new Figures(
        parameters, counted, bytes, zippedBytes, nonZeroParameters, latency, metrics, perClass);
  }

  /**
   * {@return the same with further metrics behind its own}
   *
   * @param further metrics by name
   */
  public Figures besides(Map<String, Double> further) {
    Map<String, Double> all = new LinkedHashMap<>(metrics);
    all.putAll(further);
    return new Figures(
        parameters, macs, bytes, zippedBytes, nonZeroParameters, latency, all, perClass);
  }

  /**
   * {@return the same with the size that a file has on disk, which other writers may make another}
   *
   * @param counted bytes of the file, with external data
   */
  public Figures withBytes(long counted) {
    return new Figures(
        parameters, macs, counted, zippedBytes, nonZeroParameters, latency, metrics, perClass);
  }

  /**
   * How long a call takes at one batch size and number of threads.
   *
   * @param batch records a call
   * @param threads of the runtime
   * @param meanMicros mean time of a call in microseconds
   * @param medianMicros median
   * @param p95Micros 95th percentile
   * @param p99Micros 99th percentile
   */
  public record LatencyFigure(
      int batch,
      int threads,
      double meanMicros,
      double medianMicros,
      double p95Micros,
      double p99Micros) {}

  /**
   * How well the model recognises one class.
   *
   * @param name of the class, or its number
   * @param records of this class among those evaluated
   * @param recall share of them that was recognised, 0 to 1
   */
  public record ClassFigure(String name, long records, double recall) {}
}
