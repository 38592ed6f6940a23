package dev.espalier.search;

import java.util.Optional;
import java.util.SplittableRandom;

/**
 * Every level equally likely, in every dimension; then moved onto the limits of the costs (see
 * {@code Fit}). What every other policy must beat.
 */
final class RandomPolicy implements SearchPolicy {
  @Override
  public String name() {
    return "random";
  }

  @Override
  public String summary() {
    return "widths drawn at random, brought to the target size: the yardstick";
  }

  @Override
  public String source() {
    return "Bergstra and Bengio, Random Search for Hyper-Parameter Optimization, JMLR 2012";
  }

  @Override
  public Proposer start(Problem problem) {
    return history -> {
      int[] levels = draw(problem.space(), problem.random(history.size()));
      return Optional.of(new Proposal(problem.fitted(levels), name()));
    };
  }

  /** Every level equally likely. */
  static int[] draw(Space space, SplittableRandom random) {
    return space.dimensions().stream().mapToInt(d -> random.nextInt(d.levels())).toArray();
  }
}
