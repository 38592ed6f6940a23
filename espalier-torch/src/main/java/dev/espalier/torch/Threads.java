package dev.espalier.torch;

import java.util.Arrays;
import java.util.Locale;
import java.util.function.IntToDoubleFunction;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * How many threads libtorch trains with where nobody says so: all cores, unless a short measurement
 * finds that fewer are faster, as on a machine that others use.
 *
 * @param count of threads
 * @param words what was measured, for a person
 */
record Threads(int count, String words) {
  /** How much slower the most threads may be than the fastest number, since more is the rule. */
  private static final double TOLERANCE = 1.25;

  private static final int MOST_RUNS = 5;
  private static final double ENOUGH_SECONDS = 0.1;

  /** Measured once, on first use. */
  private static final class Chosen {
    static final Threads FOR_THIS_MACHINE =
        among(Runtime.getRuntime().availableProcessors(), Threads::convolution);
  }

  /** The choice for this machine. */
  static Threads chosen() {
    return Chosen.FOR_THIS_MACHINE;
  }

  /**
   * The largest of {@code cores} and its halves that is not much slower than the fastest.
   *
   * @param seconds that a fixed piece of work takes with so many threads
   */
  static Threads among(int cores, IntToDoubleFunction seconds) {
    if (cores == 1) {
      return new Threads(1, "1 thread, since there is 1 core");
    }
    double all = seconds.applyAsDouble(cores);
    double best = all;
    int fastest = cores;
    for (int count = cores / 2; count >= 1; count /= 2) {
      double time = seconds.applyAsDouble(count);
      if (time * TOLERANCE < best) {
        best = time;
        fastest = count;
      }
    }
    return new Threads(
        fastest,
        fastest == cores
            ? "all " + cores + " cores"
            : String.format(
                Locale.ROOT,
                "%d of %d cores: a convolution took %.1f ms with them, %.1f ms with all (the machine is busy)",
                fastest,
                cores,
                1e3 * best,
                1e3 * all));
  }

  /** The median time of a convolution as small networks have them. */
  private static double convolution(int threads) {
    torch.set_num_threads(threads);
    double[] seconds = new double[MOST_RUNS];
    int runs = 0;
    double spent = 0;
    convolution();
    while (runs < 2 || (runs < MOST_RUNS && spent < ENOUGH_SECONDS)) {
      long begin = System.nanoTime();
      convolution();
      seconds[runs] = (System.nanoTime() - begin) / 1e9;
      spent += seconds[runs++];
    }
    Arrays.sort(seconds, 0, runs);
    return seconds[runs / 2];
  }

  private static void convolution() {
    Libtorch.withoutGradients(
        () -> {
          Tensor images = torch.ones(32, 16, 32, 32);
          Tensor weights = torch.ones(16, 16, 3, 3);
          torch.conv2d(images, weights);
        });
  }
}
