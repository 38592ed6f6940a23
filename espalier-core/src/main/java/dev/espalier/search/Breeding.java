package dev.espalier.search;

import java.util.SplittableRandom;

/**
 * Children of two parents, level by level.
 *
 * <p>Ordered dimensions: simulated binary crossover (index 15) and polynomial mutation (index 20)
 * of Deb et al. 2002 on {@code (level + ½) / levels}, rounded; others: one parent's level, redrawn
 * when mutated. Crossover happens with probability 0.9, mutation of each dimension with {@code 1 /
 * dimensions}.
 */
final class Breeding {
  private static final double CROSSOVER = 0.9;
  private static final double CROSSOVER_INDEX = 15;
  private static final double MUTATION_INDEX = 20;

  private final Space space;
  private final SplittableRandom random;

  Breeding(Space space, SplittableRandom random) {
    this.space = space;
    this.random = random;
  }

  int[] child(int[] mother, int[] father) {
    int[] child = mother.clone();
    boolean crossed = random.nextDouble() < CROSSOVER;
    for (int i = 0; i < child.length; i++) {
      Dimension dimension = space.dimensions().get(i);
      if (crossed && random.nextBoolean()) {
        child[i] =
            dimension.ordered()
                ? between(dimension, mother[i], father[i])
                : random.nextBoolean() ? mother[i] : father[i];
      }
      if (random.nextDouble() < 1.0 / child.length) {
        child[i] = mutated(dimension, child[i]);
      }
    }
    return child;
  }

  private int between(Dimension dimension, int a, int b) {
    double u = random.nextDouble();
    double spread =
        u <= 0.5
            ? Math.pow(2 * u, 1 / (CROSSOVER_INDEX + 1))
            : Math.pow(1 / (2 * (1 - u)), 1 / (CROSSOVER_INDEX + 1));
    double sign = random.nextBoolean() ? 1 : -1;
    return level(dimension, 0.5 * (a + b + sign * spread * (a - b)));
  }

  /** Another level, mostly a near one. */
  private int mutated(Dimension dimension, int level) {
    if (!dimension.ordered()) {
      return random.nextInt(dimension.levels());
    }
    double u = random.nextDouble();
    double shift =
        u < 0.5
            ? Math.pow(2 * u, 1 / (MUTATION_INDEX + 1)) - 1
            : 1 - Math.pow(2 * (1 - u), 1 / (MUTATION_INDEX + 1));
    int moved = level(dimension, level + shift * dimension.levels());
    return moved != level ? moved : level(dimension, level + (u < 0.5 ? -1 : 1));
  }

  private static int level(Dimension dimension, double wanted) {
    return (int) Math.max(0, Math.min(dimension.top(), Math.round(wanted)));
  }
}
