package dev.espalier.search;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Successive halving across policies: the trials of a round are spread evenly, then the better half
 * by best outcome goes on (see {@code HalvingPlan}).
 *
 * <p>Each contender plans with the trials that it has if it is never out, and hears of its own
 * trials only. One that has nothing more to try leaves its share to the others, and stays in the
 * race with what it found.
 */
final class HalvingPolicy implements SearchPolicy {
  private final List<SearchPolicy> contenders;

  HalvingPolicy(List<SearchPolicy> contenders) {
    this.contenders = List.copyOf(contenders);
  }

  @Override
  public String name() {
    return "halving";
  }

  @Override
  public String summary() {
    return "several policies share the trials; the better half goes on, again and again";
  }

  @Override
  public String source() {
    return "Jamieson and Talwalkar, Non-stochastic Best Arm Identification and Hyperparameter Optimization, AISTATS 2016";
  }

  @Override
  public Proposer start(Problem problem) {
    return new Race(problem, contenders);
  }

  private record Contender(Proposer proposer, History history) {}

  private static final class Race implements Proposer {
    private final Problem problem;
    private final HalvingPlan plan;
    private List<Contender> running = new ArrayList<>();
    private int round;
    private int inRound;
    private int turn;
    private int told;

    Race(Problem problem, List<SearchPolicy> policies) {
      this.problem = problem;
      this.plan = HalvingPlan.of(policies.size(), problem.trials());
      Problem own = problem.withTrials(plan.ofTheLast());
      policies.forEach(p -> running.add(new Contender(p.start(own), new History())));
    }

    @Override
    public Optional<Proposal> propose(History history) {
      while (told < history.size()) {
        Optional<Turn> turnOf = next();
        if (turnOf.isEmpty()) {
          return Optional.empty();
        }
        SearchTrial trial = history.trials().get(told++);
        turnOf.get().contender().history().add(trial);
        turn++;
        inRound++;
      }
      return next().map(Turn::proposal);
    }

    private record Turn(Contender contender, Proposal proposal) {}

    /** Whose turn it is, with the idea; asked twice without news it answers the same. */
    private Optional<Turn> next() {
      if (round < plan.rounds().size() - 1 && inRound >= plan.rounds().get(round).trials()) {
        running = betterHalf();
        round++;
        inRound = 0;
        turn = 0;
      }
      for (int i = 0; i < running.size(); i++) {
        Contender contender = running.get((turn + i) % running.size());
        Optional<Proposal> proposal = contender.proposer().propose(contender.history());
        if (proposal.isPresent()) {
          turn += i;
          return Optional.of(new Turn(contender, proposal.get()));
        }
      }
      return Optional.empty();
    }

    private List<Contender> betterHalf() {
      Comparator<Contender> better =
          Comparator.comparing(
              c ->
                  c.history()
                      .best(problem.targets())
                      .map(SearchTrial::outcome)
                      .orElse(Outcome.refused("nothing was tried")),
              problem.targets().order());
      return new ArrayList<>(
          running.stream().sorted(better).limit(HalvingPlan.half(running.size())).toList());
    }
  }
}
