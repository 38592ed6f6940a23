package dev.espalier.feed;

/**
 * Bilinear resizing that averages over the covered area where an image shrinks (a triangle filter
 * as wide as the step), the usual one of Python's imaging library.
 */
public final class Resampling {
  private final Axis rows;
  private final Axis columns;

  /**
   * From one size to another.
   *
   * @param height in pixels
   * @param width in pixels
   * @param newHeight in pixels
   * @param newWidth in pixels
   */
  public Resampling(int height, int width, int newHeight, int newWidth) {
    this.rows = Axis.of(height, newHeight);
    this.columns = Axis.of(width, newWidth);
  }

  /**
   * @param first the first source position of each new position
   * @param weights of the source positions from there, adding up to 1
   * @param from source positions
   */
  private record Axis(int[] first, float[][] weights, int from) {
    static Axis of(int from, int to) {
      double step = (double) from / to;
      double reach = Math.max(1, step);
      int[] first = new int[to];
      float[][] weights = new float[to][];
      for (int i = 0; i < to; i++) {
        double centre = (i + 0.5) * step;
        int low = Math.max(0, (int) (centre - reach + 0.5));
        int high = Math.min(from, (int) (centre + reach + 0.5));
        first[i] = low;
        weights[i] = new float[high - low];
        double sum = 0;
        for (int j = low; j < high; j++) {
          sum += Math.max(0, 1 - Math.abs((j + 0.5 - centre) / reach));
        }
        for (int j = low; j < high; j++) {
          weights[i][j - low] =
              (float) (Math.max(0, 1 - Math.abs((j + 0.5 - centre) / reach)) / sum);
        }
      }
      return new Axis(first, weights, from);
    }

    int to() {
      return first.length;
    }
  }

  /**
   * One plane, row by row.
   *
   * @param plane of the old size
   * @return the plane in the new size
   */
  public float[] apply(float[] plane) {
    if (rows.from == rows.to() && columns.from == columns.to()) {
      return plane;
    }
    float[] wide = new float[rows.from * columns.to()];
    for (int y = 0; y < rows.from; y++) {
      for (int x = 0; x < columns.to(); x++) {
        float sum = 0;
        for (int i = 0; i < columns.weights[x].length; i++) {
          sum += columns.weights[x][i] * plane[y * columns.from + columns.first[x] + i];
        }
        wide[y * columns.to() + x] = sum;
      }
    }
    float[] out = new float[rows.to() * columns.to()];
    for (int y = 0; y < rows.to(); y++) {
      for (int i = 0; i < rows.weights[y].length; i++) {
        int line = (rows.first[y] + i) * columns.to();
        for (int x = 0; x < columns.to(); x++) {
          out[y * columns.to() + x] += rows.weights[y][i] * wide[line + x];
        }
      }
    }
    return out;
  }
}
