package dev.espalier.search;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The walk through the dimensions that an agent learns from: its states and actions. */
final class Episode {
  private static final int SHARES = 5;

  private final Problem problem;
  private final double[] saving;
  private final double allSaving;
  private final int mostLevels;

  Episode(Problem problem) {
    this.problem = problem;
    int[] whole = problem.space().whole();
    this.saving = new double[whole.length];
    double sum = 0;
    int most = 1;
    for (int t = 0; t < whole.length; t++) {
      int[] least = whole.clone();
      least[t] = 0;
      saving[t] = cost(whole) - cost(least);
      sum += saving[t];
      most = Math.max(most, whole[t] + 1);
    }
    this.allSaving = Math.max(1e-12, sum);
    this.mostLevels = most;
  }

  /** Length of a state. */
  int features() {
    return saving.length + SHARES;
  }

  /** The state of step {@code t}, of which only the levels before t count. */
  double[] state(int t, int[] levels) {
    double[] state = new double[features()];
    state[t] = 1;
    int at = saving.length;
    double rest = 0;
    for (int i = t + 1; i < saving.length; i++) {
      rest += saving[i];
    }
    int[] before = problem.space().whole();
    System.arraycopy(levels, 0, before, 0, t);
    state[at] = (double) problem.space().dimensions().get(t).levels() / mostLevels;
    state[at + 1] = saving[t] / allSaving;
    state[at + 2] = 1 - cost(before) / cost(problem.space().whole());
    state[at + 3] = rest / allSaving;
    state[at + 4] = t == 0 ? 1 : action(t - 1, levels[t - 1]);
    return state;
  }

  List<double[]> states(int[] levels) {
    List<double[]> states = new ArrayList<>();
    for (int t = 0; t < levels.length; t++) {
      states.add(state(t, levels));
    }
    return states;
  }

  /** The action in the middle of those that lead to a level. */
  double action(int t, int level) {
    return (level + 0.5) / problem.space().dimensions().get(t).levels();
  }

  int level(int t, double action) {
    Dimension dimension = problem.space().dimensions().get(t);
    return Math.min(dimension.top(), (int) (action * dimension.levels()));
  }

  /** The limited cost, or the first that there is; 1 without any. */
  private double cost(int[] levels) {
    Map<Objective, Double> costs = problem.costs().of(problem.space().point(levels));
    return problem.targets().aims().stream()
        .map(ObjectiveLimit::objective)
        .filter(costs::containsKey)
        .findFirst()
        .map(costs::get)
        .orElseGet(() -> costs.values().stream().findFirst().orElse(1.0));
  }
}
