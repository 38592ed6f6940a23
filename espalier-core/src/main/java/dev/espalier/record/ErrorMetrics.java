package dev.espalier.record;

import java.util.Arrays;
import java.util.Set;

/** Which metrics are errors, of which less is better; their names tell. */
public final class ErrorMetrics {
  private static final Set<String> WORDS = Set.of("loss", "smape", "perplexity");

  private ErrorMetrics() {}

  /**
   * {@return whether less is better} Names of errors have mse or mae in them, as in rmse, or one of
   * the words loss, smape and perplexity, as in cosine-loss; close is none.
   *
   * @param metric its name, words joined by hyphens
   */
  public static boolean has(String metric) {
    return metric.contains("mse")
        || metric.contains("mae")
        || Arrays.stream(metric.split("-")).anyMatch(WORDS::contains);
  }
}
