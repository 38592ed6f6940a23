package dev.espalier.measure;

import dev.espalier.model.Tensor;
import java.util.Map;

/**
 * What a latency measurement should look like.
 *
 * @param batch records a call; a model whose batch is fixed runs at its own, and its figures say so
 * @param threads of the runtime
 * @param runs calls of each model to time; quick models are called more often ({@link
 *     #leastSeconds})
 * @param seconds after which no further round begins (at least ten are made, three where these take
 *     longer)
 * @param seed of the random inputs
 * @param inputs real records: round after round takes the next batch of them, from the first again
 *     after the last; repeated where they are fewer than a batch; empty for random inputs
 */
public record LatencyRequest(
    int batch, int threads, int runs, double seconds, long seed, Map<String, Tensor> inputs) {
  private static final double SECONDS = 20;
  private static final double LEAST_SECONDS_A_RUN = 0.015;

  public LatencyRequest {
    if (batch < 1 || threads < 1 || runs < 1) {
      throw new IllegalArgumentException(
          "batch, threads and runs must be at least 1, not "
              + batch
              + ", "
              + threads
              + ", "
              + runs);
    }
    inputs = Map.copyOf(inputs);
  }

  /** With random inputs and at most 20 seconds. */
  public LatencyRequest(int batch, int threads, int runs, long seed) {
    this(batch, threads, runs, SECONDS, seed, Map.of());
  }

  /** How long quick models are called at least: 15 ms for each run, a tenth of {@code seconds}. */
  double leastSeconds() {
    return Math.min(runs * LEAST_SECONDS_A_RUN, seconds / 10);
  }

  public LatencyRequest withSeconds(double most) {
    return new LatencyRequest(batch, threads, runs, most, seed, inputs);
  }

  public LatencyRequest withInputs(Map<String, Tensor> records) {
    return new LatencyRequest(batch, threads, runs, seconds, seed, records);
  }
}
