package dev.espalier.adaptive;

import dev.espalier.model.Tensor;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What came of a batch.
 *
 * @param outputs the original's outputs
 * @param routes for each row the stage that answered
 * @param uses what each stage did; stages that no row reached are there with 0 rows
 */
public record Routed(Map<String, Tensor> outputs, int[] routes, List<Use> uses) {
  public Routed {
    outputs = Collections.unmodifiableMap(new LinkedHashMap<>(outputs));
    uses = List.copyOf(uses);
  }

  /**
   * One stage's part.
   *
   * @param stage its name
   * @param rows how many rows it took
   * @param macs multiplications and additions for these
   * @param micros measured time
   */
  public record Use(String stage, int rows, double macs, double micros) {}

  /** {@return MACs of all rows together; NaN where a stage's are unknown} */
  public double macs() {
    return uses.stream().mapToDouble(Use::macs).sum();
  }

  /** {@return microseconds of all stages together} */
  public double micros() {
    return uses.stream().mapToDouble(Use::micros).sum();
  }
}
