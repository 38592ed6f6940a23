package dev.espalier.data;

import java.util.Arrays;

/**
 * How far the numbers of inputs spread, column by column: channels of pictures, bands of series,
 * each number of a row. It gives perturbations their scale and pictures their brightness.
 *
 * @param low least value
 * @param high greatest value
 * @param deviation standard deviation
 */
public record Spread(float[] low, float[] high, float[] deviation) {
  /**
   * Of the records of a batch; values that are not finite do not count. One pass.
   *
   * @param layout how records lie in inputs
   * @param batch records of that layout
   * @return least, greatest and deviation of each column
   */
  public static Spread of(Layout layout, Batch batch) {
    int columns = columns(layout);
    float[] low = new float[columns];
    float[] high = new float[columns];
    Arrays.fill(low, Float.POSITIVE_INFINITY);
    Arrays.fill(high, Float.NEGATIVE_INFINITY);
    double[] sum = new double[columns];
    double[] squares = new double[columns];
    long[] count = new long[columns];
    float[] values = layout.values(batch);
    for (int i = 0; i < values.length; i++) {
      if (Float.isFinite(values[i])) {
        int c = column(layout, i % layout.elements());
        low[c] = Math.min(low[c], values[i]);
        high[c] = Math.max(high[c], values[i]);
        sum[c] += values[i];
        squares[c] += (double) values[i] * values[i];
        count[c]++;
      }
    }
    float[] deviation = new float[columns];
    for (int c = 0; c < columns; c++) {
      double mean = sum[c] / Math.max(1, count[c]);
      deviation[c] =
          (float) Math.sqrt(Math.max(0, squares[c] / Math.max(1, count[c]) - mean * mean));
    }
    return new Spread(low, high, deviation);
  }

  float range(int column) {
    return Math.max(0, high[column] - low[column]);
  }

  /**
   * {@return where a value lies between the least and the greatest of its column, 0 to 1}
   *
   * @param column its number, from 0
   * @param value of that column
   */
  public double share(int column, float value) {
    float range = range(column);
    double share = range > 0 ? (value - low[column]) / range : 0;
    return Double.isNaN(share) ? 0 : Math.min(1, Math.max(0, share));
  }

  private static int columns(Layout layout) {
    return switch (layout.kind()) {
      case IMAGE -> layout.channels();
      case SERIES -> layout.dims()[1];
      default -> layout.elements();
    };
  }

  /**
   * {@return the column of an element of a record}
   *
   * @param layout how records lie in inputs
   * @param element its number in the record, from 0
   */
  public static int column(Layout layout, int element) {
    return switch (layout.kind()) {
      case IMAGE -> layout.channel(element);
      case SERIES -> element % layout.dims()[1];
      default -> element;
    };
  }
}
