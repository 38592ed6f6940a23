package dev.espalier.examples;

import dev.espalier.search.Problem;
import dev.espalier.search.SearchPolicy;
import java.util.Optional;
import java.util.SplittableRandom;

/**
 * A search policy: random widths of which each group tries every part of its range equally often.
 * With n trials each range has n parts, and each trial takes another one of each group's, in an
 * order drawn for that group. Plain random draws leave gaps where trials are few.
 *
 * <p>To copy: {@link #start} prepares one search, and what it returns is asked for a point with the
 * history so far. A proposal must follow from problem and history alone (here from the length of
 * the history), or a killed search would not come to the same end; {@link Problem#random} gives
 * numbers that do. {@link Problem#fitted} moves a point onto the targets, so that no trial is
 * wasted on models that are too large. Named in {@code
 * META-INF/services/dev.espalier.search.SearchPolicy}; recipes say {@code search.policy:
 * latin-hypercube}.
 */
public final class LatinHypercube implements SearchPolicy {
  /** A stream that no trial has: trials count from 0. */
  private static final int ORDERS = -1;

  @Override
  public String name() {
    return "latin-hypercube";
  }

  @Override
  public String summary() {
    return "random widths, every part of each group's range equally often";
  }

  @Override
  public String source() {
    return "McKay, Beckman and Conover, A Comparison of Three Methods for Selecting Values of Input Variables, Technometrics 1979";
  }

  @Override
  public Proposer start(Problem problem) {
    SplittableRandom random = problem.random(ORDERS);
    int[][] orders = new int[problem.space().size()][];
    for (int d = 0; d < orders.length; d++) {
      orders[d] = permutation(problem.trials(), random);
    }
    return history ->
        history.size() < problem.trials()
            ? Optional.of(
                new Proposal(problem.fitted(levels(problem, orders, history.size())), name()))
            : Optional.empty();
  }

  /** The middle of the part that this trial takes of each range. */
  private static int[] levels(Problem problem, int[][] orders, int trial) {
    int[] levels = new int[orders.length];
    for (int d = 0; d < levels.length; d++) {
      int all = problem.space().dimensions().get(d).levels();
      levels[d] = (int) ((orders[d][trial] + 0.5) / problem.trials() * all);
    }
    return levels;
  }

  /** 0 to n - 1 in an order drawn at random (Fisher and Yates). */
  private static int[] permutation(int n, SplittableRandom random) {
    int[] order = new int[n];
    for (int i = 0; i < n; i++) {
      int other = random.nextInt(i + 1);
      order[i] = order[other];
      order[other] = i;
    }
    return order;
  }
}
