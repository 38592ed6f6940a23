package dev.espalier.search;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;

/**
 * NSGA-II: generations that keep the best ranks and, within a rank, the least crowded.
 *
 * <p>Population {@code N = √trials · 1.6}, even, 4 to 40. The first is drawn at random; each child
 * has two parents by binary tournament on rank and crowding distance, then crossover and mutation
 * (see {@code Breeding}); the best N of parents and children live on (see {@code Domination}).
 * Objectives are those of the targets and, where the loss is the only one, the limited costs;
 * limits enter by constrained domination, and children that pass a limit on costs by forecast are
 * shrunk onto it first.
 */
final class EvolutionPolicy implements SearchPolicy {
  private static final double PER_ROOT = 1.6;
  private static final int TRIES = 8;

  @Override
  public String name() {
    return "nsga2";
  }

  @Override
  public String summary() {
    return "evolution of a population towards the front of loss and cost";
  }

  @Override
  public String source() {
    return "Deb et al., A Fast and Elitist Multiobjective Genetic Algorithm: NSGA-II, IEEE TEC 2002";
  }

  @Override
  public Proposer start(Problem problem) {
    Fit fit = new Fit(problem);
    return history ->
        Optional.of(new Proposal(new Generation(problem, fit, history).next(), name()));
  }

  /** How many live at a time. */
  static int population(int trials) {
    int n = (int) Math.round(PER_ROOT * Math.sqrt(trials));
    return Math.max(4, Math.min(40, n + n % 2));
  }

  /** The population after the generations that a history completes. */
  private static final class Generation {
    private final Problem problem;
    private final Fit fit;
    private final History history;
    private final int size;

    Generation(Problem problem, Fit fit, History history) {
      this.problem = problem;
      this.fit = fit;
      this.history = history;
      this.size = population(problem.trials());
    }

    Point next() {
      SplittableRandom random = problem.random(history.size());
      if (history.size() < size) {
        return fitted(RandomPolicy.draw(problem.space(), random));
      }
      List<SearchTrial> parents = parents();
      Domination ranks = ranks(parents);
      Breeding breeding = new Breeding(problem.space(), random);
      Point child = parents.get(0).point();
      for (int i = 0; i < TRIES && history.of(child) != null; i++) {
        int[] mother = levels(parents.get(winner(ranks, random)));
        int[] father = levels(parents.get(winner(ranks, random)));
        child = fitted(breeding.child(mother, father));
      }
      return child;
    }

    private Point fitted(int[] levels) {
      boolean loss = problem.targets().minimise().equals(List.of(Objective.LOSS));
      return problem.space().point(loss ? fit.onto(levels) : fit.within(levels));
    }

    private int[] levels(SearchTrial trial) {
      return problem.space().levels(trial.point());
    }

    private int winner(Domination ranks, SplittableRandom random) {
      int a = random.nextInt(size);
      int b = random.nextInt(size);
      boolean first =
          ranks.rank(a) < ranks.rank(b)
              || ranks.rank(a) == ranks.rank(b) && ranks.crowding(a) >= ranks.crowding(b);
      return first ? a : b;
    }

    private List<SearchTrial> parents() {
      List<SearchTrial> living = history.trials().subList(0, size);
      for (int from = size; from + size <= history.size(); from += size) {
        List<SearchTrial> all = new ArrayList<>(living);
        all.addAll(history.trials().subList(from, from + size));
        List<SearchTrial> best = new ArrayList<>();
        for (int i : ranks(all).order()) {
          if (best.size() < size) {
            best.add(all.get(i));
          }
        }
        living = best;
      }
      return living;
    }

    private Domination ranks(List<SearchTrial> members) {
      double[][] values = new double[members.size()][];
      double[] violations = new double[members.size()];
      for (int i = 0; i < values.length; i++) {
        Outcome outcome = members.get(i).outcome();
        values[i] = values(outcome);
        violations[i] = problem.targets().met(outcome) ? 0 : problem.targets().violation(outcome);
      }
      return new Domination(values, violations);
    }

    private double[] values(Outcome outcome) {
      List<Objective> objectives = new ArrayList<>(problem.targets().minimise());
      if (objectives.equals(List.of(Objective.LOSS))) {
        problem.targets().aims().forEach(l -> objectives.add(l.objective()));
      }
      double[] values = objectives.stream().mapToDouble(outcome::of).toArray();
      values[0] = problem.targets().score(outcome);
      return values;
    }
  }
}
