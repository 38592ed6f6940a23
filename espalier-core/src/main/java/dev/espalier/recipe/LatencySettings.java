package dev.espalier.recipe;

/**
 * What a latency means.
 *
 * @param batch records a call
 * @param threads of the runtime
 * @param runs timed calls of each model
 * @param largeBatch the second batch size that is reported
 */
public record LatencySettings(int batch, int threads, int runs, int largeBatch) {
  /** What holds where a recipe says nothing. */
  static LatencySettings defaults() {
    return new LatencySettings(1, 1, 200, 64);
  }
}
