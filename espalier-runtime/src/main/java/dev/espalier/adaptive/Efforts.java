package dev.espalier.adaptive;

import dev.espalier.model.Attributes;
import dev.espalier.model.DType;
import dev.espalier.model.Tensor;

/** From an effort to a row of thresholds, in the graph. */
final class Efforts {
  private Efforts() {}

  /** Throws {@link IllegalArgumentException} where the table is not for these stages. */
  static void require(EffortTable table, Cascade cascade) {
    int stages = cascade.scorings().size();
    float[][] rows = table.thresholds();
    if (rows[0].length != stages) {
      throw new IllegalArgumentException(
          "a table of efforts needs rows of " + stages + " thresholds, one less than stages");
    }
  }

  /**
   * Nodes that do what {@link EffortTable#row} does, the effort clipped; the value is an int64
   * scalar.
   */
  static String row(Draft draft, String effort, EffortTable table) {
    String clipped = draft.node("Clip", effort, draft.scalar(0), draft.scalar(1));
    String exact = draft.node("Mul", clipped, draft.scalar(table.rows() - 1));
    String rounded = draft.node("Round", exact);
    return draft.node("Cast", Attributes.of("to", DType.INT64.onnx()), rounded);
  }

  /** Thresholds of stage {@code k} by row. */
  static Tensor column(EffortTable table, int k) {
    float[] column = new float[table.rows()];
    for (int row = 0; row < column.length; row++) {
      column[row] = table.thresholds()[row][k];
    }
    return Tensor.floats(column, column.length);
  }
}
