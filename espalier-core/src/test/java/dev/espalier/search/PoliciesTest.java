package dev.espalier.search;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.espalier.progress.Progress;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every policy on a problem whose answer is known, and what all of them promise. */
@Tag("slow")
class PoliciesTest {
  private static final int DIMENSIONS = 16;
  private static final int TRIALS = 100;
  @TempDir Path folder;

  private Search.Found search(String policy, Toy toy, Problem problem) {
    TrialStore store = new TrialStore(folder.resolve(policy + problem.seed()), "");
    return new Search(problem, SearchPolicies.CATALOGUE.require(policy), store, Progress.NONE)
        .run(toy);
  }

  /** Mean over fixed seeds of the best loss, above the bound. */
  private double gap(String policy) {
    Toy toy = new Toy(DIMENSIONS);
    return LongStream.rangeClosed(1, 4)
        .mapToObj(seed -> search(policy, toy, toy.leastLoss(TRIALS, seed)).best().outcome())
        .mapToDouble(
            o -> {
              assertTrue(o.of(Objective.MACS) <= 0.5 + 1e-9, policy + " " + o);
              return o.loss() - toy.bound();
            })
        .average()
        .orElseThrow();
  }

  @ParameterizedTest
  @CsvSource({
    "sensitivity, 0.2",
    "netadapt, 0.2",
    "nsga2, 0.8",
    "tpe, 0.6",
    "ddpg, 0.85",
    "halving, 0.85"
  })
  void comesNearerToTheAnswerThanRandomSearch(String policy, double share) {
    double random = gap("random");
    double found = gap(policy);
    assertTrue(found >= -1e-9, "no answer beats the bound: " + found);
    assertTrue(found <= share * random, policy + " " + found + ", random " + random);
  }

  @Test
  void bisectionFindsTheSmallestShareWithinALoss() {
    Toy toy = new Toy(DIMENSIONS);
    Problem problem = toy.of(Targets.leastCost(Objective.MACS, 5), TRIALS, 1);
    Search.Found found = search("bisection", toy, problem);
    int[] levels = problem.space().levels(found.best().point());
    assertTrue(found.best().outcome().loss() <= 5);
    assertEquals(
        Set.of(levels[0]), new HashSet<>(java.util.Arrays.stream(levels).boxed().toList()));
    for (int i = 0; i < levels.length; i++) {
      levels[i]--;
    }
    assertTrue(toy.loss(problem.space().point(levels)) > 5);
    assertTrue(found.trials().size() <= 5, "log2(16) + 1 trials, not " + found.trials().size());
  }

  @Test
  void bisectionOnACostTakesOneTrialWhereTheForecastHolds() {
    Toy toy = new Toy(DIMENSIONS);
    Search.Found found = search("bisection", toy, toy.leastLoss(TRIALS, 1));
    assertEquals(1, found.trials().size());
    assertEquals(0.5, found.best().outcome().of(Objective.MACS), 1e-9);
  }

  @Test
  void bisectionSpendsWhatOneShareForAllLeaves() {
    Toy toy = new Toy(DIMENSIONS);
    Problem problem = toy.of(Targets.leastLoss(Objective.MACS, 0.49), TRIALS, 1);
    int[] levels = problem.space().levels(search("bisection", toy, problem).best().point());
    Fit fit = new Fit(problem);
    assertTrue(fit.fits(levels));
    int share = java.util.Arrays.stream(levels).min().orElseThrow();
    for (int i = 0; i < levels.length; i++) {
      assertTrue(levels[i] <= share + 1);
      int[] more = levels.clone();
      more[i] = share + 1;
      assertTrue(levels[i] > share || !fit.fits(more), "dimension " + i + " had room");
    }
    assertTrue(java.util.Arrays.stream(levels).distinct().count() > 1, "no single share does");
  }

  @ParameterizedTest
  @CsvSource({"random", "bisection", "sensitivity", "netadapt", "nsga2", "tpe", "ddpg", "halving"})
  void theLeastCostWithinALossIsSoughtToo(String policy) {
    Toy toy = new Toy(6);
    double most = 3;
    Problem problem = toy.of(Targets.leastCost(Objective.MACS, most), 60, 2);
    Outcome best = search(policy, toy, problem).best().outcome();
    assertTrue(best.loss() <= most, policy + " " + best);
    assertTrue(best.of(Objective.MACS) < 0.9, policy + " " + best);
  }

  @ParameterizedTest
  @CsvSource({"random", "bisection", "sensitivity", "netadapt", "nsga2", "tpe", "ddpg", "halving"})
  void aFreshProposerContinuesAnyHistoryAlike(String policy) {
    Toy toy = new Toy(5);
    Problem problem = toy.leastLoss(20, 7);
    List<SearchTrial> whole = search(policy, toy, problem).trials();
    for (int cut = 0; cut < whole.size(); cut++) {
      History history = new History();
      whole.subList(0, cut).forEach(history::add);
      Point next =
          SearchPolicies.CATALOGUE
              .require(policy)
              .start(problem)
              .propose(history)
              .orElseThrow()
              .point();
      assertEquals(whole.get(cut).point(), next, policy + " after " + cut);
    }
  }

  @ParameterizedTest
  @CsvSource({"random", "sensitivity", "netadapt", "nsga2", "tpe", "ddpg", "halving"})
  void refusalsAndChoicesAreLivedWith(String policy) {
    List<Dimension> dimensions =
        List.of(
            Dimension.widths("a", List.of(2, 4, 6, 8)),
            Dimension.stays("block"),
            Dimension.widths("fixed", List.of(3)));
    Space space = new Space(dimensions);
    Costs costs =
        p -> java.util.Map.of(Objective.PARAMS, p.values().get(0) / 16.0 + p.values().get(1) * 0.5);
    Problem problem = new Problem(space, Targets.leastLoss(Objective.PARAMS, 0.6), costs, 12, 3);
    Evaluation evaluation =
        p ->
            p.values().get(0) == 4
                ? Outcome.refused("no such width")
                : Outcome.of(
                    1.0 / p.values().get(0) + (1 - p.values().get(1)) * 0.05, 0, costs.of(p));
    TrialStore store = new TrialStore(folder.resolve("choices" + policy), "");
    SearchTrial best =
        new Search(problem, SearchPolicies.CATALOGUE.require(policy), store, Progress.NONE)
            .run(evaluation)
            .best();
    assertTrue(best.outcome().feasible());
    assertTrue(best.outcome().of(Objective.PARAMS) <= 0.6, policy + " " + best);
  }
}
