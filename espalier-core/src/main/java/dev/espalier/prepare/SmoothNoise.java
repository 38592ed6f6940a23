package dev.espalier.prepare;

import java.util.random.RandomGenerator;

/**
 * Random numbers that change slowly in space, as pictures and sounds do: a sum of grids of normal
 * numbers, each twice as fine as the one before and half as strong, so that the fine parts fade as
 * they do in nature (Field, Relations between the statistics of natural images, 1987).
 *
 * @param height points along the first axis of space
 * @param width points along the second; the first has 1 where there is one axis only
 */
record SmoothNoise(int height, int width) {
  /** Deviation of the mean of one field from that of others. */
  private static final double BRIGHTNESS = 0.3;

  /** {@return a field of mean about 0 and deviation 1, row by row} */
  float[] field(RandomGenerator random) {
    double[] sum = new double[height * width];
    double strength = 1;
    for (int cells = 2; cells < 2 * Math.max(height, width); cells *= 2) {
      add(sum, Math.min(cells, height), Math.min(cells, width), strength, random);
      strength *= Math.sqrt(0.5);
    }
    return standard(sum, BRIGHTNESS * random.nextGaussian());
  }

  /** Adds a grid of so many cells, with straight lines between its points. */
  private void add(double[] sum, int rows, int columns, double strength, RandomGenerator random) {
    double[][] grid = new double[rows + 1][columns + 1];
    for (double[] row : grid) {
      for (int c = 0; c < row.length; c++) {
        row[c] = strength * random.nextGaussian();
      }
    }
    for (int y = 0; y < height; y++) {
      double v = (double) y * rows / height;
      double[] above = grid[(int) v];
      double[] below = grid[(int) v + 1];
      double down = v - (int) v;
      for (int x = 0; x < width; x++) {
        double u = (double) x * columns / width;
        int left = (int) u;
        double right = u - left;
        double top = above[left] + right * (above[left + 1] - above[left]);
        double bottom = below[left] + right * (below[left + 1] - below[left]);
        sum[y * width + x] += top + down * (bottom - top);
      }
    }
  }

  private static float[] standard(double[] values, double mean) {
    double sum = 0;
    double squares = 0;
    for (double value : values) {
      sum += value;
      squares += value * value;
    }
    double centre = sum / values.length;
    double deviation = Math.sqrt(Math.max(1e-12, squares / values.length - centre * centre));
    float[] out = new float[values.length];
    for (int i = 0; i < out.length; i++) {
      out[i] = (float) (mean + (values[i] - centre) / deviation);
    }
    return out;
  }
}
