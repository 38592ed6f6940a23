package dev.espalier.study;

import org.hipparchus.linear.Array2DRowRealMatrix;
import org.hipparchus.linear.CholeskyDecomposition;
import org.hipparchus.linear.RealMatrix;

/**
 * Linear least squares with a penalty: {@code W = (XᵀX + λI)⁻¹XᵀY}, solved in whichever of features
 * and records are fewer; λ is the mean squared length of a record. X and Y are centred. Cost: cubic
 * in the smaller of both.
 */
record Ridge(double[][] weights, double[] inputMeans, double[] outputMeans) {
  /**
   * @param x records by features
   * @param y records by targets
   */
  static Ridge fit(double[][] x, double[][] y) {
    double[] mx = centre(x);
    double[] my = centre(y);
    double lambda = 1e-9;
    for (double[] row : x) {
      lambda += dot(row, row) / x.length;
    }
    boolean primal = mx.length <= x.length;
    double[][] rows = primal ? transposed(x) : x;
    double[][] gram = gram(rows, lambda);
    RealMatrix right = new Array2DRowRealMatrix(primal ? product(rows, y) : y, false);
    double[][] solved =
        new CholeskyDecomposition(new Array2DRowRealMatrix(gram, false), 1e-6, 1e-12)
            .getSolver()
            .solve(right)
            .getData();
    return new Ridge(primal ? solved : product(transposed(x), solved), mx, my);
  }

  double[] predict(double[] x) {
    double[] out = outputMeans.clone();
    for (int f = 0; f < x.length; f++) {
      double v = x[f] - inputMeans[f];
      for (int k = 0; v != 0 && k < out.length; k++) {
        out[k] += v * weights[f][k];
      }
    }
    return out;
  }

  private static double[] centre(double[][] m) {
    double[] mean = new double[m[0].length];
    for (double[] row : m) {
      for (int i = 0; i < mean.length; i++) {
        mean[i] += row[i] / m.length;
      }
    }
    for (double[] row : m) {
      for (int i = 0; i < mean.length; i++) {
        row[i] -= mean[i];
      }
    }
    return mean;
  }

  private static double[][] gram(double[][] rows, double lambda) {
    double[][] gram = new double[rows.length][rows.length];
    for (int i = 0; i < rows.length; i++) {
      for (int j = 0; j <= i; j++) {
        gram[i][j] = dot(rows[i], rows[j]);
        gram[j][i] = gram[i][j];
      }
      gram[i][i] += lambda;
    }
    return gram;
  }

  private static double[][] product(double[][] a, double[][] b) {
    double[][] out = new double[a.length][b[0].length];
    for (int i = 0; i < a.length; i++) {
      for (int j = 0; j < b.length; j++) {
        double v = a[i][j];
        for (int k = 0; k < b[0].length; k++) {
          out[i][k] += v * b[j][k];
        }
      }
    }
    return out;
  }

  static double[][] transposed(double[][] m) {
    double[][] out = new double[m[0].length][m.length];
    for (int i = 0; i < m.length; i++) {
      for (int j = 0; j < m[0].length; j++) {
        out[j][i] = m[i][j];
      }
    }
    return out;
  }

  /** In four strands, which a processor adds at the same time. */
  static double dot(double[] a, double[] b) {
    double s0 = 0;
    double s1 = 0;
    double s2 = 0;
    double s3 = 0;
    int i = 0;
    for (; i + 3 < a.length; i += 4) {
      s0 += a[i] * b[i];
      s1 += a[i + 1] * b[i + 1];
      s2 += a[i + 2] * b[i + 2];
      s3 += a[i + 3] * b[i + 3];
    }
    for (; i < a.length; i++) {
      s0 += a[i] * b[i];
    }
    return s0 + s1 + s2 + s3;
  }
}
