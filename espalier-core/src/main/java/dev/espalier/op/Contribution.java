package dev.espalier.op;

import dev.espalier.model.Tensor;

/** What constant inputs add to the outputs of a linear operator. */
final class Contribution {
  private Contribution() {}

  /**
   * Of a convolution with weights {@code [O, C/g, kernel…]}: {@code sum over i, k of W[o, i, k]
   * c[group(o)*C/g + i]}.
   */
  static Tensor conv(Tensor weights, int groups, float[] c) {
    float[] w = weights.floats();
    int outputs = weights.dims()[0];
    int inputs = weights.dims()[1];
    int kernel = w.length / (outputs * inputs);
    float[] out = new float[outputs];
    for (int o = 0; o < outputs; o++) {
      int base = o / (outputs / groups) * inputs;
      double sum = 0;
      for (int i = 0; i < inputs; i++) {
        if (c[base + i] != 0) {
          int at = (o * inputs + i) * kernel;
          for (int k = 0; k < kernel; k++) {
            sum += (double) w[at + k] * c[base + i];
          }
        }
      }
      out[o] = (float) sum;
    }
    return Tensor.floats(out, outputs);
  }

  /**
   * Of a matrix {@code [K, N]}, or {@code [N, K]} if transposed: {@code sum over k of W[k, n]
   * c[k]}.
   */
  static float[] matrix(Tensor weights, boolean transposed, float[] c) {
    float[] w = weights.floats();
    int n = weights.dims()[transposed ? 0 : 1];
    int k = weights.dims()[transposed ? 1 : 0];
    float[] out = new float[n];
    for (int j = 0; j < n; j++) {
      double sum = 0;
      for (int i = 0; i < k; i++) {
        sum += (double) w[transposed ? j * k + i : i * n + j] * c[i];
      }
      out[j] = (float) sum;
    }
    return out;
  }

  /**
   * Of recurrent input weights {@code [D, rows, I]}, as a bias {@code [D, 2 * rows]} whose second
   * half is zero.
   */
  static Tensor gates(Tensor weights, float[] c) {
    float[] w = weights.floats();
    int rows = weights.dims()[1];
    int inputs = weights.dims()[2];
    float[] out = new float[weights.dims()[0] * 2 * rows];
    for (int d = 0; d < weights.dims()[0]; d++) {
      for (int r = 0; r < rows; r++) {
        double sum = 0;
        for (int i = 0; i < inputs; i++) {
          sum += (double) w[(d * rows + r) * inputs + i] * c[i];
        }
        out[d * 2 * rows + r] = (float) sum;
      }
    }
    return Tensor.floats(out, weights.dims()[0], 2 * rows);
  }
}
