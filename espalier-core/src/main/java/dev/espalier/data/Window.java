package dev.espalier.data;

import dev.espalier.task.TaskKinds;
import java.util.Objects;

/**
 * Records of a series: each is some rows that follow one another in time.
 *
 * @param length rows that feed the model; 0 for no windows
 * @param horizon rows after these whose labels are to be forecast; 0 for the label of the last row
 * @param stride rows from one record to the next; 0 for 1 in {@code train}, and {@code horizon} in
 *     the other splits, where each row is to be forecast once
 */
public record Window(Integer length, Integer horizon, Integer stride) {
  static final Window NONE = new Window(0, 0, 0);

  public Window {
    length = Objects.requireNonNullElse(length, 0);
    horizon = Objects.requireNonNullElse(horizon, 0);
    stride = Objects.requireNonNullElse(stride, 0);
  }

  boolean none() {
    return length == 0;
  }

  /** The task where DATA names none. */
  String task() {
    return horizon > 0 ? TaskKinds.FORECAST.name() : "";
  }

  int strideIn(String split) {
    return stride > 0 ? stride : split.equals("train") ? 1 : Math.max(1, horizon);
  }
}
