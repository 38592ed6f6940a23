package dev.espalier.adaptive;

import dev.espalier.model.Attributes;
import dev.espalier.model.DType;
import dev.espalier.model.Tensor;
import dev.espalier.routing.EffortTable;
import java.util.Arrays;

/** From an effort to a row of thresholds, in the graph and in Java alike. */
final class Efforts {
  private Efforts() {}

  /** Throws {@link IllegalArgumentException} where the table is not for these stages. */
  static void require(EffortTable table, Cascade cascade) {
    int stages = cascade.scorings().size();
    float[][] rows = table.thresholds();
    if (rows.length == 0 || Arrays.stream(rows).anyMatch(row -> row.length != stages)) {
      throw new IllegalArgumentException(
          "a table of efforts needs rows of " + stages + " thresholds, one less than stages");
    }
    if (table.calibrated() < 0 || table.calibrated() >= rows.length) {
      throw new IllegalArgumentException(
          "row " + table.calibrated() + " is calibrated, of " + rows.length + " rows");
    }
  }

  /** round(e · (rows - 1)) in floats, halves to the even row as ONNX has it; e is clipped. */
  static int row(float effort, EffortTable table) {
    float clipped = Math.max(0, Math.min(1, effort));
    return (int) Math.rint(clipped * (table.thresholds().length - 1));
  }

  /** The same as nodes; the value is an int64 scalar. */
  static String row(Draft draft, String effort, EffortTable table) {
    String clipped = draft.node("Clip", effort, draft.scalar(0), draft.scalar(1));
    String exact = draft.node("Mul", clipped, draft.scalar(table.thresholds().length - 1));
    String rounded = draft.node("Round", exact);
    return draft.node("Cast", Attributes.of("to", DType.INT64.onnx()), rounded);
  }

  /** Thresholds of stage {@code k} by row. */
  static Tensor column(EffortTable table, int k) {
    float[] column = new float[table.thresholds().length];
    for (int row = 0; row < column.length; row++) {
      column[row] = table.thresholds()[row][k];
    }
    return Tensor.floats(column, column.length);
  }
}
