package dev.espalier.search;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Several points at once, from policies that decide on one after the other: each next one is asked
 * for as if those before it had come to the worst loss so far, so that it lies elsewhere.
 *
 * <p>Source: the constant liar of Ginsbourger, Le Riche and Carraro, Kriging Is Well-Suited to
 * Parallelize Optimization, 2010. The policy begins anew each time, since a proposer may be told
 * nothing that it must forget: O(history) a call.
 */
record ConstantLiar(Problem problem, SearchPolicy policy) {
  /** At most {@code count} points; fewer where the policy has nothing more to try. */
  List<SearchPolicy.Proposal> propose(History history, int count) {
    SearchPolicy.Proposer proposer = policy.start(problem);
    History believed = new History();
    for (SearchTrial trial : history.trials()) {
      proposer.propose(believed);
      believed.add(trial);
    }
    List<SearchPolicy.Proposal> all = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      Optional<SearchPolicy.Proposal> next = proposer.propose(believed);
      if (next.isEmpty()) {
        break;
      }
      all.add(next.get());
      believed.add(lie(next.get(), history, believed.size() + 1));
    }
    return all;
  }

  private SearchTrial lie(SearchPolicy.Proposal proposal, History history, int number) {
    Point point = proposal.point();
    Outcome known = history.of(point);
    double worst =
        history.trials().stream()
            .map(SearchTrial::outcome)
            .filter(Outcome::feasible)
            .mapToDouble(Outcome::loss)
            .max()
            .orElse(0);
    Outcome outcome = known == null ? Outcome.of(worst, 0, problem.costs().of(point)) : known;
    return new SearchTrial(number, proposal.policy(), point, outcome, known != null);
  }
}
