package dev.espalier.search;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Equal predicted loss from every dimension.
 *
 * <p>First the whole model is tried, then each dimension alone at {@code k} levels, evenly spread,
 * with the largest k that takes at most half the trials (at least 1; where even that is too much,
 * only the dimensions that save most, and the others are taken for their mean). These are the
 * sensitivity curves {@code r_d(x)}: rise of the loss by share cut. Then each dimension is cut as
 * far as {@code r_d ≤ λ}, with the smallest λ that meets the limits on costs by forecast; with a
 * limit on the loss alone, {@code λ = allowed rise / dimensions}, times {@code allowed / seen}
 * after each answer. With trials left, the curves are measured where the answer lies, and the
 * answer is found again.
 */
final class SensitivityPolicy implements SearchPolicy {
  private static final int HALVINGS = 60;
  private static final double WORST_CORRECTION = 4;
  private static final double TINY = 1e-9;

  @Override
  public String name() {
    return "sensitivity";
  }

  @Override
  public String summary() {
    return "measures each group alone, then cuts all to the same predicted loss";
  }

  @Override
  public String source() {
    return "Han et al., Learning both Weights and Connections for Efficient Neural Networks, NeurIPS 2015 (sensitivity of each layer)";
  }

  @Override
  public Proposer start(Problem problem) {
    List<int[]> probes = probes(problem);
    return history -> new Balance(problem, history).next(probes).map(p -> new Proposal(p, name()));
  }

  /** The whole model, then single dimensions at evenly spread levels. */
  private static List<int[]> probes(Problem problem) {
    int[] whole = problem.space().whole();
    List<Integer> order = bySaving(problem);
    int each = Math.max(1, (problem.trials() / 2 - 1) / Math.max(1, order.size()));
    int some = Math.max(0, Math.min(order.size(), problem.trials() - 2));
    List<int[]> probes = new ArrayList<>();
    probes.add(whole);
    for (int j = 1; j <= each; j++) {
      for (int d : order.subList(0, some)) {
        int[] levels = whole.clone();
        levels[d] = Math.max(0, (int) Math.round(whole[d] * (1 - j / (each + 1.0))));
        levels[d] = Math.min(levels[d], whole[d] - 1);
        probes.add(levels);
      }
    }
    return probes;
  }

  /** Dimensions that have a choice, by how much pressure their smallest level takes away. */
  private static List<Integer> bySaving(Problem problem) {
    Fit fit = new Fit(problem);
    int[] whole = problem.space().whole();
    double[] left = new double[whole.length];
    for (int d = 0; d < whole.length; d++) {
      int[] least = whole.clone();
      least[d] = 0;
      left[d] = fit.pressure(least);
    }
    return IntStream.range(0, whole.length)
        .filter(d -> whole[d] > 0)
        .boxed()
        .sorted(Comparator.comparingDouble(d -> left[d]))
        .toList();
  }

  /** What a history says. */
  private static final class Balance {
    private final Problem problem;
    private final History history;
    private final Fit fit;
    private final int[] whole;
    private final List<SensitivityCurve> curves = new ArrayList<>();
    private double base;
    private double correction = 1;

    Balance(Problem problem, History history) {
      this.problem = problem;
      this.history = history;
      this.fit = new Fit(problem);
      this.whole = problem.space().whole();
      for (int i = 0; i < whole.length; i++) {
        curves.add(new SensitivityCurve());
      }
      history.trials().stream().filter(t -> t.outcome().feasible()).forEach(this::learn);
    }

    private void learn(SearchTrial trial) {
      int[] levels = problem.space().levels(trial.point());
      int[] cut = IntStream.range(0, whole.length).filter(i -> levels[i] < whole[i]).toArray();
      double loss = trial.outcome().loss();
      if (cut.length == 0) {
        base = loss;
      } else if (cut.length == 1) {
        curves.get(cut[0]).add(share(cut[0], levels[cut[0]]), loss - base);
      } else {
        double wanted = Math.max(TINY, allowed()) / Math.max(TINY, loss - base);
        correction *= Math.min(WORST_CORRECTION, Math.max(1 / WORST_CORRECTION, wanted));
      }
    }

    private double allowed() {
      return problem.targets().mostLoss() - base;
    }

    /** Share of a dimension that is cut at a level; the lowest level keeps something. */
    private double share(int dimension, int level) {
      return (double) (whole[dimension] - level) / (whole[dimension] + 1);
    }

    Optional<Point> next(List<int[]> probes) {
      return first(probes)
          .or(
              () -> {
                int[] answer = answer();
                List<int[]> rest = new ArrayList<>();
                rest.add(answer);
                IntStream.range(0, whole.length)
                    .filter(d -> answer[d] < whole[d])
                    .forEach(d -> rest.add(alone(d, answer[d])));
                return first(rest);
              });
    }

    /** The first that was not tried. */
    private Optional<Point> first(List<int[]> candidates) {
      return candidates.stream()
          .map(problem.space()::point)
          .filter(p -> history.of(p) == null)
          .findFirst();
    }

    private int[] alone(int dimension, int level) {
      int[] levels = whole.clone();
      levels[dimension] = level;
      return levels;
    }

    private int[] answer() {
      if (!fit.limited()) {
        double share = Double.isFinite(allowed()) ? allowed() / whole.length * correction : 0;
        return cut(Math.max(0, share));
      }
      double low = Math.log(TINY);
      double high = Math.log(1e9);
      for (int i = 0; i < HALVINGS; i++) {
        double middle = (low + high) / 2;
        if (fit.fits(cut(Math.exp(middle)))) {
          high = middle;
        } else {
          low = middle;
        }
      }
      return fit.within(cut(Math.exp(high)));
    }

    private int[] cut(double rise) {
      int[] levels = whole.clone();
      for (int d = 0; d < levels.length; d++) {
        while (levels[d] > 0 && predicted(d, levels[d] - 1) <= rise) {
          levels[d]--;
        }
      }
      return levels;
    }

    private double predicted(int dimension, int level) {
      double share = share(dimension, level);
      SensitivityCurve own = curves.get(dimension);
      return own.measured()
          ? own.at(share)
          : curves.stream()
              .filter(SensitivityCurve::measured)
              .mapToDouble(c -> c.at(share))
              .average()
              .orElse(0);
    }
  }
}
