package dev.espalier.search;

import dev.espalier.progress.Progress;
import java.util.List;
import java.util.Optional;

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

  public Search(Problem problem, SearchPolicy policy, TrialStore store, Progress progress) {
    this.problem = problem;
    this.policy = policy;
    this.store = store;
    this.progress = progress;
  }

  /**
   * @param best the trial that compares first under the targets; it need not meet them
   * @param trials in order
   * @param evaluations how many points were measured here and now
   */
  public record Found(SearchTrial best, List<SearchTrial> trials, int evaluations) {}

  /** Runs to the end; throws {@link IllegalStateException} where not one point was proposed. */
  public Found run(Evaluation evaluation) {
    SearchPolicy.Proposer proposer = policy.start(problem);
    History history = new History();
    int evaluations = 0;
    while (history.size() < problem.trials()) {
      progress.at("search", history.size(), problem.trials());
      Optional<SearchPolicy.Proposal> next = proposer.propose(history);
      if (next.isEmpty()) {
        break;
      }
      SearchPolicy.Proposal proposal = next.get();
      Point point = proposal.point();
      int number = history.size() + 1;
      boolean repeated = history.of(point) != null;
      Optional<SearchTrial> known = store.find(problem.space(), point);
      Outcome outcome = known.isPresent() ? known.get().outcome() : evaluation.of(point);
      SearchTrial trial = new SearchTrial(number, proposal.policy(), point, outcome, repeated);
      if (known.isEmpty()) {
        store.save(problem.space(), trial);
        evaluations++;
      }
      history.add(trial);
    }
    progress.at("search", problem.trials(), problem.trials());
    SearchTrial best =
        history
            .best(problem.targets())
            .orElseThrow(() -> new IllegalStateException(policy.name() + " proposed nothing"));
    return new Found(best, history.trials(), evaluations);
  }
}
