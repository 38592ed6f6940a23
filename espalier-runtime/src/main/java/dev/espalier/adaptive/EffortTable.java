package dev.espalier.adaptive;

/**
 * Thresholds for each effort, from 0 (stops at the first chance) to 1 (never stops early).
 *
 * <p>Effort e means row {@code round(e (rows - 1))}, halves to even, in float32, as ONNX's Round
 * has it. No threshold falls from a row to the next, so cost never falls with effort.
 *
 * @param thresholds {@code [rows][stages - 1]}; the first row holds {@code -Float.MAX_VALUE}, the
 *     last {@code Float.MAX_VALUE}
 * @param calibrated the row in use where no effort is named
 */
public record EffortTable(float[][] thresholds, int calibrated) {
  /** {@link IllegalArgumentException} naming row and stage where the rules above are broken. */
  public EffortTable {
    int last = thresholds.length - 1;
    if (last < 1 || thresholds[0].length == 0) {
      throw new IllegalArgumentException("a table needs two rows and one threshold in each");
    }
    if (calibrated < 0 || calibrated > last) {
      throw new IllegalArgumentException(
          "row " + calibrated + " is calibrated, but rows are 0 to " + last);
    }
    for (int k = 0; k < thresholds[0].length; k++) {
      requireEnds(thresholds, k);
      for (int r = 1; r <= last; r++) {
        requireNoFall(thresholds, r, k);
      }
    }
  }

  /** {@return number of points, one a row} */
  public int rows() {
    return thresholds.length;
  }

  /**
   * {@return the row of an effort; {@link IllegalArgumentException} unless it is 0 to 1}
   *
   * @param effort 0 to 1
   */
  public int row(float effort) {
    if (!(effort >= 0 && effort <= 1)) {
      throw new IllegalArgumentException("effort is " + effort + "; it must be 0 to 1");
    }
    return (int) Math.rint(effort * (rows() - 1));
  }

  /**
   * {@return the effort that means this row}
   *
   * @param row its number, from 0
   */
  public float effort(int row) {
    return (float) row / (rows() - 1);
  }

  /**
   * {@return the same thresholds with another row in use}
   *
   * @param row its number, from 0
   */
  public EffortTable calibratedAt(int row) {
    return new EffortTable(thresholds, row);
  }

  private static void requireEnds(float[][] thresholds, int stage) {
    float first = thresholds[0][stage];
    float last = thresholds[thresholds.length - 1][stage];
    if (first != -Float.MAX_VALUE || last != Float.MAX_VALUE) {
      throw new IllegalArgumentException(
          "thresholds of stage "
              + stage
              + " go from "
              + first
              + " to "
              + last
              + "; they must go from the lowest to the highest float");
    }
  }

  private static void requireNoFall(float[][] thresholds, int row, int stage) {
    if (thresholds[row].length != thresholds[0].length) {
      throw new IllegalArgumentException(
          "row "
              + row
              + " has "
              + thresholds[row].length
              + " thresholds, the first row has "
              + thresholds[0].length);
    }
    if (!(thresholds[row][stage] >= thresholds[row - 1][stage])) {
      throw new IllegalArgumentException(
          "the threshold of stage "
              + stage
              + " falls in row "
              + row
              + " from "
              + thresholds[row - 1][stage]
              + " to "
              + thresholds[row][stage]);
    }
  }
}
