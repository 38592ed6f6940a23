package dev.espalier.search;

import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * A small network with one output: dense layers with ReLU between, the last linear or a sigmoid;
 * gradients by hand, steps by Adam (Kingma and Ba 2015: 0.9, 0.999).
 */
final class Mlp {
  private static final double FIRST = 0.9;
  private static final double SECOND = 0.999;

  private final int[] sizes;
  private final boolean sigmoid;
  private final double[] weights;
  private final double[] gradients;
  private final double[] mean;
  private final double[] square;
  private final double[][] values;
  private int steps;

  /**
   * @param sizes of the layers from the inputs to the output, which is 1
   * @param sigmoid whether the output lies between 0 and 1
   */
  Mlp(int[] sizes, boolean sigmoid, SplittableRandom random) {
    this.sizes = sizes.clone();
    this.sigmoid = sigmoid;
    int count = 0;
    for (int l = 1; l < sizes.length; l++) {
      count += sizes[l] * (sizes[l - 1] + 1);
    }
    this.weights = new double[count];
    this.gradients = new double[count];
    this.mean = new double[count];
    this.square = new double[count];
    this.values = Arrays.stream(sizes).mapToObj(double[]::new).toArray(double[][]::new);
    draw(random);
  }

  /** He et al. 2015 for ReLU; the last layer small, so that the first answers are in the middle. */
  private void draw(SplittableRandom random) {
    int at = 0;
    for (int l = 1; l < sizes.length; l++) {
      double scale = l == sizes.length - 1 ? 0.01 : Math.sqrt(2.0 / sizes[l - 1]);
      for (int o = 0; o < sizes[l]; o++) {
        for (int i = 0; i < sizes[l - 1]; i++) {
          weights[at++] = scale * random.nextGaussian();
        }
        at++; // the bias
      }
    }
  }

  double[] weights() {
    return weights;
  }

  double[] gradients() {
    return gradients;
  }

  double forward(double[] input) {
    System.arraycopy(input, 0, values[0], 0, input.length);
    int at = 0;
    for (int l = 1; l < sizes.length; l++) {
      boolean last = l == sizes.length - 1;
      for (int o = 0; o < sizes[l]; o++) {
        double sum = 0;
        for (int i = 0; i < sizes[l - 1]; i++) {
          sum += weights[at++] * values[l - 1][i];
        }
        sum += weights[at++];
        values[l][o] = last ? (sigmoid ? 1 / (1 + Math.exp(-sum)) : sum) : Math.max(0, sum);
      }
    }
    return values[sizes.length - 1][0];
  }

  /**
   * Adds the gradients of the last {@link #forward} for a given gradient of its output, and returns
   * those of its inputs.
   */
  double[] backward(double ofOutput) {
    int last = sizes.length - 1;
    double y = values[last][0];
    double[] delta = {sigmoid ? ofOutput * y * (1 - y) : ofOutput};
    int end = weights.length;
    for (int l = last; l >= 1; l--) {
      end -= sizes[l] * (sizes[l - 1] + 1);
      double[] below = new double[sizes[l - 1]];
      int at = end;
      for (int o = 0; o < sizes[l]; o++) {
        for (int i = 0; i < sizes[l - 1]; i++) {
          gradients[at] += delta[o] * values[l - 1][i];
          below[i] += delta[o] * weights[at++];
        }
        gradients[at++] += delta[o];
      }
      for (int i = 0; l > 1 && i < below.length; i++) {
        below[i] = values[l - 1][i] > 0 ? below[i] : 0;
      }
      delta = below;
    }
    return delta;
  }

  /** Forgets the gradients. */
  void clear() {
    Arrays.fill(gradients, 0);
  }

  /** One step against the gradients, which are then forgotten. */
  void step(double rate) {
    steps++;
    for (int i = 0; i < weights.length; i++) {
      mean[i] = FIRST * mean[i] + (1 - FIRST) * gradients[i];
      square[i] = SECOND * square[i] + (1 - SECOND) * gradients[i] * gradients[i];
      double m = mean[i] / (1 - Math.pow(FIRST, steps));
      double v = square[i] / (1 - Math.pow(SECOND, steps));
      weights[i] -= rate * m / (Math.sqrt(v) + 1e-8);
    }
    clear();
  }
}
