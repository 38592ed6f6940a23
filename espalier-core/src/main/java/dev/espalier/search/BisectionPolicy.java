package dev.espalier.search;

import java.util.Optional;
import java.util.TreeSet;

/**
 * One share for all dimensions, found by bisection.
 *
 * <p>Rung {@code s} sets each dimension of n levels to level {@code ⌈s n⌉ − 1}. With a hard limit
 * on the loss the smallest rung that meets all limits is sought, starting in the middle; else the
 * largest, starting with the largest that meets them by forecast. At most log₂(rungs) + 1 trials.
 */
final class BisectionPolicy implements SearchPolicy {
  @Override
  public String name() {
    return "bisection";
  }

  @Override
  public String summary() {
    return "one share for every group, halving the interval in which it lies";
  }

  @Override
  public String source() {
    return "Common practice; one ratio for all layers as in Li et al., Pruning Filters for Efficient ConvNets, ICLR 2017";
  }

  @Override
  public Proposer start(Problem problem) {
    Rungs rungs = new Rungs(problem);
    return history -> rungs.next(history).map(p -> new Proposal(p, name()));
  }

  private static final class Rungs {
    private final Problem problem;
    private final double[] shares;
    private final boolean smallest;
    private final int first;

    Rungs(Problem problem) {
      this.problem = problem;
      TreeSet<Double> all = new TreeSet<>();
      for (Dimension d : problem.space().dimensions()) {
        for (int k = 1; k <= d.levels(); k++) {
          all.add((double) k / d.levels());
        }
      }
      this.shares = all.stream().mapToDouble(Double::doubleValue).toArray();
      this.smallest = Double.isFinite(problem.targets().mostLoss());
      this.first = smallest ? shares.length / 2 : largestByForecast();
    }

    private int largestByForecast() {
      Fit fit = new Fit(problem);
      int fits = -1;
      int tooBig = shares.length;
      while (tooBig - fits > 1) {
        int middle = (fits + tooBig) / 2;
        if (fit.fits(levels(middle))) {
          fits = middle;
        } else {
          tooBig = middle;
        }
      }
      return Math.max(fits, 0);
    }

    private int[] levels(int rung) {
      return problem.space().dimensions().stream()
          .mapToInt(d -> (int) Math.ceil(shares[rung] * d.levels() - 1e-9) - 1)
          .toArray();
    }

    /** The first share leaves room where groups have few widths: single levels are given back. */
    private int[] wanted(int rung) {
      int[] alike = levels(rung);
      return rung == first && !smallest ? new Fit(problem).onto(alike) : alike;
    }

    Optional<Point> next(History history) {
      int below = -1;
      int above = smallest ? shares.length : first + 1;
      int rung = first;
      while (above - below > 1) {
        Point point = problem.space().point(wanted(rung));
        Outcome outcome = history.of(point);
        if (outcome == null) {
          return Optional.of(point);
        }
        if (problem.targets().met(outcome) == smallest) {
          above = rung;
        } else {
          below = rung;
        }
        rung = (below + above) / 2;
      }
      return Optional.empty();
    }
  }
}
