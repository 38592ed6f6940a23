package dev.espalier.search;

import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * What a policy knows before its first trial.
 *
 * @param space what may be chosen
 * @param targets what is wanted
 * @param costs forecasts that cost nothing
 * @param trials how many points may be proposed
 * @param seed of everything random
 */
public record Problem(Space space, Targets targets, Costs costs, int trials, long seed) {
  /**
   * Points drawn at random and brought onto the limits of the costs.
   *
   * @param count how many
   * @return points within the space, fewer where there are no more
   */
  public List<Point> drawn(int count) {
    return IntStream.range(0, count)
        .mapToObj(i -> fitted(RandomPolicy.draw(space, random(i))))
        .toList();
  }

  /**
   * {@return the point of the same proportions whose costs, by forecast, just keep the limits; the
   * point at these levels where no cost is limited} Cost: some 40 forecasts.
   *
   * @param levels one a dimension
   */
  public Point fitted(int[] levels) {
    return space.point(new Fit(this).onto(levels));
  }

  /** The same problem with another budget. */
  Problem withTrials(int changed) {
    return new Problem(space, targets, costs, changed, seed);
  }

  /**
   * A stream of its own for each trial, so that a proposal depends on its number alone.
   *
   * @param trial its number
   * @return random numbers
   */
  public SplittableRandom random(int trial) {
    return new SplittableRandom(seed * 0x9E3779B97F4A7C15L + trial * 0xBF58476D1CE4E5B9L);
  }
}
