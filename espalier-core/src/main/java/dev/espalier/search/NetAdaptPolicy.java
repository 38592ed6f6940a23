package dev.espalier.search;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Greedy steps: each has a budget, each dimension in turn is shrunk alone to meet it, and the one
 * that loses least for what it saves is kept.
 *
 * <p>With P the largest limited cost over its limit, P₀ that of the whole model and S steps, step i
 * may cost {@code P₀^(1 − i/S)}; {@code S = (trials − 1) / (dimensions + 1)}, at least 1. A
 * dimension's candidate is its largest level within the step's budget, but not below half its width
 * (with few steps {@code P₀^(−2/S)} of it), since a step is no place for a leap. Candidates are
 * taken by rising {@code Δloss / ΔP} until the budget is met: one in the paper, more where steps
 * are coarse. Without limits on costs, the first objective is brought to a tenth. Where a step has
 * fewer trials than dimensions, those that save most are looked at.
 */
final class NetAdaptPolicy implements SearchPolicy {
  @Override
  public String name() {
    return "netadapt";
  }

  @Override
  public String summary() {
    return "greedy: in each step the group that loses least for what it saves is cut";
  }

  @Override
  public String source() {
    return "Yang et al., NetAdapt: Platform-Aware Neural Network Adaptation for Mobile Applications, ECCV 2018";
  }

  @Override
  public Proposer start(Problem problem) {
    Pressure pressure = Pressure.of(problem);
    return history -> new Walk(problem, pressure, history).next().map(p -> new Proposal(p, name()));
  }

  /** What must come down to 1. */
  private interface Pressure {
    double LEAST = 0.1;

    double of(int[] levels);

    static Pressure of(Problem problem) {
      Fit fit = new Fit(problem);
      Objective cost =
          problem.targets().minimise().stream()
              .filter(o -> o != Objective.LOSS)
              .findFirst()
              .orElse(Objective.MACS);
      return fit.limited()
          ? fit::pressure
          : levels ->
              problem.costs().of(problem.space().point(levels)).getOrDefault(cost, 0.0) / LEAST;
    }
  }

  private record Shrunk(int dimension, int[] levels, double pressure) {}

  private record Candidate(int dimension, int[] levels, double price) {}

  /** The walk through the steps as far as the history tells its outcomes. */
  private static final class Walk {
    private final Problem problem;
    private final Pressure pressure;
    private final History history;
    private int[] levels;
    private double leap = 0.5;
    private @Nullable Point missing;

    Walk(Problem problem, Pressure pressure, History history) {
      this.problem = problem;
      this.pressure = pressure;
      this.history = history;
      this.levels = problem.space().whole();
    }

    Optional<Point> next() {
      int each = Math.max(1, Math.min(levels.length, problem.trials() - 2));
      int steps = Math.max(1, (problem.trials() - 1) / (levels.length + 1));
      double start = pressure.of(levels);
      leap = Math.min(0.5, Math.pow(Math.max(1, start), -2.0 / steps));
      double base = loss(levels);
      for (int i = 1; i <= steps && missing == null && pressure.of(levels) > 1; i++) {
        double budget = i == steps ? 1 : Math.pow(start, 1 - (double) i / steps);
        step(base, budget, each);
        int[] reached = i == steps ? new Fit(problem).within(levels) : levels;
        base = missing == null ? loss(reached) : base;
      }
      return Optional.ofNullable(missing);
    }

    /** Loss of a tried point, infinite for a refusal; notes what was not tried. */
    private double loss(int[] at) {
      Point point = problem.space().point(at);
      Outcome outcome = history.of(point);
      if (outcome == null) {
        missing = missing == null ? point : missing;
        return Double.NaN;
      }
      return outcome.feasible() ? outcome.loss() : Double.POSITIVE_INFINITY;
    }

    private void step(double base, double budget, int most) {
      double now = pressure.of(levels);
      List<Candidate> candidates = new ArrayList<>();
      for (Shrunk shrunk : shrunk(budget, now).stream().limit(most).toList()) {
        double price = (loss(shrunk.levels()) - base) / (now - shrunk.pressure());
        candidates.add(new Candidate(shrunk.dimension(), shrunk.levels(), price));
      }
      if (missing != null) {
        return;
      }
      candidates.sort(Comparator.comparingDouble(Candidate::price));
      int[] next = levels.clone();
      for (Candidate candidate : candidates) {
        if (pressure.of(next) > budget + 1e-9) {
          next[candidate.dimension()] = candidate.levels()[candidate.dimension()];
        }
      }
      levels = next;
    }

    /** Each dimension shrunk alone, those that save most first; those that save nothing are out. */
    private List<Shrunk> shrunk(double budget, double now) {
      List<Shrunk> all = new ArrayList<>();
      for (int d = 0; d < levels.length; d++) {
        int least = Math.max(0, (int) Math.ceil((levels[d] + 1) * leap) - 1);
        int[] cut = levels.clone();
        double left = now;
        while (cut[d] > 0 && (left > budget && cut[d] > least || left >= now)) {
          cut[d]--;
          left = pressure.of(cut);
        }
        if (left < now) {
          all.add(new Shrunk(d, cut, left));
        }
      }
      all.sort(Comparator.comparingDouble(Shrunk::pressure));
      return all;
    }
  }
}
