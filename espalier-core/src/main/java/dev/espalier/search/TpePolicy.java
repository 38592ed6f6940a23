package dev.espalier.search;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;

/**
 * Tree-structured Parzen estimator, on levels.
 *
 * <p>The first quarter of the trials, at most 20, is drawn at random. Then the best {@code γ =
 * 0.25} of the trials make the density {@code l}, the others {@code g}, each a product over the
 * dimensions (see {@code Parzen}); of 24 points drawn from l, brought onto the limits of the costs,
 * the one with the largest {@code l / g} (which orders like the expected improvement) that was not
 * tried yet is proposed.
 */
final class TpePolicy implements SearchPolicy {
  private static final double GOOD = 0.25;
  private static final int CANDIDATES = 24;
  private static final int MOST_AT_RANDOM = 20;

  @Override
  public String name() {
    return "tpe";
  }

  @Override
  public String summary() {
    return "draws what is common among good trials and rare among the others";
  }

  @Override
  public String source() {
    return "Bergstra et al., Algorithms for Hyper-Parameter Optimization, NeurIPS 2011";
  }

  @Override
  public Proposer start(Problem problem) {
    Fit fit = new Fit(problem);
    int atRandom = Math.max(2, Math.min(MOST_AT_RANDOM, problem.trials() / 4));
    return history -> {
      SplittableRandom random = problem.random(history.size());
      int[] levels =
          history.size() < atRandom
              ? fit.onto(RandomPolicy.draw(problem.space(), random))
              : drawn(problem, fit, history, random);
      return Optional.of(new Proposal(problem.space().point(levels), name()));
    };
  }

  private static int[] drawn(Problem problem, Fit fit, History history, SplittableRandom random) {
    List<int[]> ordered =
        history.trials().stream()
            .sorted(Comparator.comparing(SearchTrial::outcome, problem.targets().order()))
            .map(t -> problem.space().levels(t.point()))
            .toList();
    int good = Math.max(1, (int) Math.ceil(GOOD * ordered.size()));
    List<Parzen> l = densities(problem.space(), ordered.subList(0, good));
    List<Parzen> g = densities(problem.space(), ordered.subList(good, ordered.size()));
    int[] best = null;
    double most = Double.NEGATIVE_INFINITY;
    for (int i = 0; i < CANDIDATES; i++) {
      int[] candidate = fit.onto(l.stream().mapToInt(p -> p.draw(random)).toArray());
      boolean known = history.of(problem.space().point(candidate)) != null;
      double gain = known ? -1e6 : gain(candidate, l, g);
      if (gain > most) {
        most = gain;
        best = candidate;
      }
    }
    return best == null ? fit.onto(RandomPolicy.draw(problem.space(), random)) : best;
  }

  private static List<Parzen> densities(Space space, List<int[]> seen) {
    List<Parzen> densities = new ArrayList<>();
    for (int d = 0; d < space.size(); d++) {
      int dimension = d;
      int[] levels = seen.stream().mapToInt(s -> s[dimension]).toArray();
      densities.add(new Parzen(space.dimensions().get(d), levels));
    }
    return densities;
  }

  private static double gain(int[] levels, List<Parzen> l, List<Parzen> g) {
    double gain = 0;
    for (int d = 0; d < levels.length; d++) {
      gain += Math.log(l.get(d).at(levels[d])) - Math.log(g.get(d).at(levels[d]));
    }
    return gain;
  }
}
