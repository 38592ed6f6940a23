package dev.espalier.record;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ErrorMetricsTest {
  @ParameterizedTest
  @CsvSource({
    "loss, true",
    "pair-loss, true",
    "relative-mse, true",
    "rmse, true",
    "mae, true",
    "smape, true",
    "perplexity, true",
    "accuracy, false",
    "span-f1, false",
    "close, false"
  })
  void namesTellWhetherLessIsBetter(String metric, boolean error) {
    assertEquals(error, ErrorMetrics.has(metric));
  }
}
