package dev.espalier.study;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.hipparchus.linear.Array2DRowRealMatrix;
import org.hipparchus.linear.EigenDecompositionSymmetric;

/**
 * Effective rank: exp of the entropy of the shares of singular values (or of the eigenvalues of a
 * covariance); between 1 and the full rank, and it counts directions by how much they carry.
 *
 * <p>Source: Roy and Vetterli, The Effective Rank, EUSIPCO 2007.
 */
final class Rank {
  private Rank() {}

  /** Of a matrix by its singular values. Cost: cubic in the smaller side. */
  static double ofRows(double[][] rows) {
    double[][] m = rows.length <= rows[0].length ? rows : Ridge.transposed(rows);
    double[][] gram = new double[m.length][m.length];
    for (int i = 0; i < m.length; i++) {
      for (int j = 0; j <= i; j++) {
        gram[i][j] = Ridge.dot(m[i], m[j]);
        gram[j][i] = gram[i][j];
      }
    }
    return entropy(Arrays.stream(eigenvalues(gram)).map(Math::sqrt).toArray());
  }

  /** Of a covariance by its eigenvalues. */
  static double ofCovariance(double[][] covariance) {
    return entropy(eigenvalues(covariance));
  }

  /**
   * The trace is added to the diagonal, and taken off the result: the library's iteration waits for
   * remainders that are small against the eigenvalues beside them, which rounding denies it where
   * many of these are nought. An eigenvalue is then exact to about 1e-16 of the trace.
   */
  private static double[] eigenvalues(double[][] symmetric) {
    double trace = IntStream.range(0, symmetric.length).mapToDouble(i -> symmetric[i][i]).sum();
    if (!(trace > 0)) {
      return new double[symmetric.length];
    }
    double[][] lifted = new double[symmetric.length][];
    for (int i = 0; i < lifted.length; i++) {
      lifted[i] = symmetric[i].clone();
      lifted[i][i] += trace;
    }
    double[] values =
        new EigenDecompositionSymmetric(new Array2DRowRealMatrix(lifted, false)).getEigenvalues();
    return Arrays.stream(values).map(v -> Math.max(0, v - trace)).toArray();
  }

  private static double entropy(double[] values) {
    double sum = Arrays.stream(values).sum();
    if (!(sum > 0)) {
      return 0;
    }
    double entropy = 0;
    for (double v : values) {
      double share = v / sum;
      entropy -= share > 1e-12 ? share * Math.log(share) : 0;
    }
    return Math.exp(entropy);
  }

  /** Share of rows whose cosine with some other row is above {@code least}; zero rows are alike. */
  static double similar(double[][] rows, double least) {
    double[] lengths = Arrays.stream(rows).mapToDouble(r -> Math.sqrt(Ridge.dot(r, r))).toArray();
    boolean[] alike = new boolean[rows.length];
    for (int i = 0; i < rows.length; i++) {
      for (int j = 0; j < i; j++) {
        double both = lengths[i] * lengths[j];
        boolean zeros = lengths[i] == 0 && lengths[j] == 0;
        if (zeros || both > 0 && Ridge.dot(rows[i], rows[j]) > least * both) {
          alike[i] = true;
          alike[j] = true;
        }
      }
    }
    int n = 0;
    for (boolean a : alike) {
      n += a ? 1 : 0;
    }
    return (double) n / rows.length;
  }
}
