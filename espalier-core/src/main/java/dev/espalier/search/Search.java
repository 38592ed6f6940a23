package dev.espalier.search;

import dev.espalier.progress.Progress;
import dev.espalier.progress.Workers;
import java.util.List;

/**
 * Asks a policy, evaluates, records, and tells it, until the budget of trials is spent.
 *
 * <p>A point that any search recorded in the same store is not evaluated again. That is also how a
 * killed search goes on: it asks from the start, finds the recorded outcomes, and so comes to the
 * same proposals and the same end.
 */
public final class Search {
  private final Problem problem;
  private final SearchPolicy policy;
  private final TrialStore store;
  private final Progress progress;

  /**
   * A search that goes on from what the store holds.
   *
   * @param problem space, targets and costs
   * @param policy proposes points
   * @param store keeps trials, so that a killed search goes on
   * @param progress told after each trial
   */
  public Search(Problem problem, SearchPolicy policy, TrialStore store, Progress progress) {
    this.problem = problem;
    this.policy = policy;
    this.store = store;
    this.progress = progress;
  }

  /**
   * What a search found.
   *
   * @param best the trial that compares first under the targets; it need not meet them
   * @param trials in order
   * @param evaluations how many points were measured here and now
   */
  public record Found(SearchTrial best, List<SearchTrial> trials, int evaluations) {}

  /**
   * Runs to the end, one point at a time.
   *
   * @param evaluation of a point
   * @return the best trial and all trials
   */
  public Found run(Evaluation evaluation) {
    return run(evaluation, 1);
  }

  /**
   * Runs to the end; throws {@link IllegalStateException} where not one point was proposed. What is
   * found depends on {@code parallel}, but not on which of several points ends first.
   *
   * @param evaluation of a point; called by several threads where {@code parallel} is above 1
   * @param parallel points that are evaluated at the same time
   * @return the best trial and all trials
   */
  public Found run(Evaluation evaluation, int parallel) {
    SearchPolicy.Proposer proposer = policy.start(problem);
    History history = new History();
    int evaluations = 0;
    while (history.size() < problem.trials()) {
      progress.at("search", history.size(), problem.trials());
      int count = Math.min(parallel, problem.trials() - history.size());
      List<SearchPolicy.Proposal> next = proposals(proposer, history, count);
      if (next.isEmpty()) {
        break;
      }
      evaluations += tried(next, history, evaluation);
    }
    progress.at("search", problem.trials(), problem.trials());
    SearchTrial best =
        history
            .best(problem.targets())
            .orElseThrow(() -> new IllegalStateException(policy.name() + " proposed nothing"));
    return new Found(best, history.trials(), evaluations);
  }

  private List<SearchPolicy.Proposal> proposals(
      SearchPolicy.Proposer proposer, History history, int count) {
    return count == 1
        ? proposer.propose(history).stream().toList()
        : policy.propose(problem, history, count);
  }

  /** How many of these points were measured now; the history has all of them, in this order. */
  private int tried(List<SearchPolicy.Proposal> proposals, History history, Evaluation evaluation) {
    List<Point> missing =
        proposals.stream()
            .map(SearchPolicy.Proposal::point)
            .distinct()
            .filter(p -> store.find(problem.space(), p).isEmpty())
            .toList();
    List<Outcome> measured = Workers.map(missing, missing.size(), evaluation::of);
    for (SearchPolicy.Proposal proposal : proposals) {
      Point point = proposal.point();
      boolean repeated = history.of(point) != null;
      int number = history.size() + 1;
      int fresh = missing.indexOf(point);
      Outcome outcome =
          fresh >= 0
              ? measured.get(fresh)
              : store.find(problem.space(), point).map(SearchTrial::outcome).orElseThrow();
      SearchTrial trial = new SearchTrial(number, proposal.policy(), point, outcome, repeated);
      if (fresh >= 0 && !repeated) {
        store.save(problem.space(), trial);
      }
      history.add(trial);
    }
    return missing.size();
  }
}
