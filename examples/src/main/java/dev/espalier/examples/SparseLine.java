package dev.espalier.examples;

import dev.espalier.files.DataException;

/**
 * One record of a {@link LibSvmFormat} file.
 *
 * @param place of the line, for messages
 * @param label what stands first
 * @param indices from 1, ascending
 * @param values one each
 */
record SparseLine(String place, double label, int[] indices, float[] values) {
  /**
   * {@link DataException} with the place and the remedy where a field is no {@code index:value}.
   */
  static SparseLine parse(String record, String place) {
    String[] fields = record.split("\\s+");
    int[] indices = new int[fields.length - 1];
    float[] values = new float[fields.length - 1];
    double label = number(fields[0], place);
    for (int i = 0; i < indices.length; i++) {
      String[] pair = fields[i + 1].split(":", 2);
      if (pair.length < 2 || !pair[0].matches("[1-9]\\d{0,8}")) {
        throw new DataException(
            place
                + ": \""
                + fields[i + 1]
                + "\" is no index:value with an index from 1; correct it");
      }
      indices[i] = Integer.parseInt(pair[0]);
      values[i] = (float) number(pair[1], place);
      if (i > 0 && indices[i] <= indices[i - 1]) {
        throw new DataException(
            place + ": index " + indices[i] + " is not above the one before it");
      }
    }
    return new SparseLine(place, label, indices, values);
  }

  private static double number(String text, String place) {
    try {
      return Double.parseDouble(text);
    } catch (NumberFormatException e) {
      throw new DataException(place + ": \"" + text + "\" is no number; correct it", e);
    }
  }

  /** How many features this record needs. */
  int width() {
    return indices.length == 0 ? 0 : indices[indices.length - 1];
  }

  /** Writes the values, dense, from {@code start} on. */
  void into(float[] dense, int start) {
    for (int i = 0; i < indices.length; i++) {
      dense[start + indices[i] - 1] = values[i];
    }
  }
}
