package dev.espalier.cut;

import dev.espalier.allocation.Budget;
import dev.espalier.allocation.UnitChoice;
import dev.espalier.coupling.Group;
import dev.espalier.job.RunFolder;
import dev.espalier.progress.Progress;
import dev.espalier.recipe.Recipe;
import dev.espalier.record.SearchRecord;
import dev.espalier.search.Costs;
import dev.espalier.search.Dimension;
import dev.espalier.search.Objective;
import dev.espalier.search.ObjectiveLimit;
import dev.espalier.search.Outcome;
import dev.espalier.search.Problem;
import dev.espalier.search.Search;
import dev.espalier.search.SearchPolicies;
import dev.espalier.search.SearchPolicy;
import dev.espalier.search.SearchTrial;
import dev.espalier.search.Space;
import dev.espalier.search.Targets;
import dev.espalier.search.TrialStore;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * Finds the widths of a cut by a search policy instead of an allocation: the least loss without
 * tuning (see {@link ProxyScore}) at a size of at most the target's.
 *
 * <p>Each group that could be cut is a dimension of at most {@value #MOST_WIDTHS} widths, evenly
 * spread over those that the limits allow (at the stairs of a latency), and each residual block
 * that may go one more. Trials are kept in the run folder by what was cut, so that another ratio of
 * the same model, and a resumed run, find them.
 */
public final class WidthSearch {
  private static final int MOST_WIDTHS = 16;
  private static final int FINALISTS = 8;
  private static final int LOOKS = 8;

  private final Recipe recipe;
  private final RunFolder folder;
  private final ProxyScore score;
  private final Progress progress;

  public WidthSearch(Recipe recipe, RunFolder folder, ProxyScore score, Progress progress) {
    this.recipe = recipe;
    this.folder = folder;
    this.score = score;
    this.progress = progress;
  }

  /**
   * What is asked of a search.
   *
   * @param from identity of the trial whose model is cut
   * @param step that the widths are for
   */
  public record Request(String from, int step) {}

  /**
   * What widths are to come to.
   *
   * @param budgets give the share of the original's for widths, by what is counted
   * @param limits hard and soft
   * @param joint the hard ones as one budget
   */
  record Wanted(Map<Objective, Budget> budgets, List<ObjectiveLimit> limits, Budget joint) {
    Costs costs(Space space) {
      return point -> {
        Map<String, Integer> widths = space.named(point);
        Map<Objective, Double> costs = new EnumMap<>(Objective.class);
        for (ObjectiveLimit limit : limits) {
          Budget budget = Objects.requireNonNull(budgets.get(limit.objective()));
          costs.put(limit.objective(), budget.ratio(widths));
        }
        return costs;
      };
    }

    Map<Objective, Double> shares(Map<String, Integer> widths) {
      Map<Objective, Double> shares = new EnumMap<>(Objective.class);
      budgets.forEach((objective, budget) -> shares.put(objective, budget.ratio(widths)));
      return shares;
    }
  }

  /** The best cut that was found. */
  CutResult cut(Cutter cutter, Cutter.Ready ready, Wanted wanted, Request request) {
    return finalists(cutter, ready, wanted, request).findFirst().orElseThrow();
  }

  /**
   * The best cuts that were found, the best first, each made when it is asked for: at most {@value
   * #FINALISTS} of those that meet the targets, or else one.
   */
  Stream<CutResult> finalists(Cutter cutter, Cutter.Ready ready, Wanted wanted, Request request) {
    Problem problem = problem(cutter, ready, wanted);
    Space space = problem.space();
    SearchPolicy policy = SearchPolicies.CATALOGUE.require(recipe.search().policy());
    TrialStore store = new TrialStore(folder.work("search-" + request.from()), "");
    Search.Found found =
        new Search(problem, policy, store, progress)
            .run(
                p -> {
                  Map<String, Integer> widths = space.named(p);
                  return score.of(cutter, ready, widths, wanted.shares(widths));
                },
                recipe.search().parallel());
    return best(problem.targets(), found)
        .map(
            trial ->
                cut(cutter, ready, wanted, space.named(trial.point()))
                    .withSearch(record(problem, found, trial, request.step())));
  }

  /** Cuts at random widths within the target, for a look at what such cuts come to. */
  Stream<CutResult> drawn(Cutter cutter, Cutter.Ready ready, Wanted wanted) {
    Problem problem = problem(cutter, ready, wanted);
    return problem.drawn(LOOKS).stream()
        .map(point -> cut(cutter, ready, wanted, problem.space().named(point)));
  }

  private static CutResult cut(
      Cutter cutter, Cutter.Ready ready, Wanted wanted, Map<String, Integer> widths) {
    double achieved = wanted.joint().ratio(widths);
    return cutter.cut(ready, widths, achieved, shortfall(achieved, wanted.joint().target()));
  }

  private Problem problem(Cutter cutter, Cutter.Ready ready, Wanted wanted) {
    Space space = space(cutter, ready, wanted.joint());
    return new Problem(
        space,
        new Targets(wanted.limits(), List.of(Objective.LOSS)),
        wanted.costs(space),
        recipe.search().trials(),
        recipe.seed());
  }

  private static Stream<SearchTrial> best(Targets targets, Search.Found found) {
    Stream<SearchTrial> next =
        found.trials().stream()
            .filter(t -> !t.repeated() && targets.met(t.outcome()))
            .sorted(Comparator.comparing(SearchTrial::outcome, targets.order()))
            .filter(t -> !t.point().equals(found.best().point()));
    return Stream.concat(Stream.of(found.best()), next).limit(FINALISTS);
  }

  private static Space space(Cutter cutter, Cutter.Ready ready, Budget limited) {
    List<Dimension> dimensions = new ArrayList<>();
    for (Group group : ready.prepared().coupling().prunable()) {
      if (ready.scores().containsKey(group.name())) {
        int[] widths = UnitChoice.widths(group, cutter.limits(ready));
        dimensions.add(Dimension.widths(group.name(), spread(limited.steps(group.name(), widths))));
      }
    }
    ready.blocks().keySet().forEach(block -> dimensions.add(Dimension.stays(block)));
    return new Space(dimensions);
  }

  /** At most {@value #MOST_WIDTHS}, evenly, with both ends. */
  static List<Integer> spread(int[] widths) {
    int n = Math.min(MOST_WIDTHS, widths.length);
    List<Integer> chosen = new ArrayList<>();
    for (int i = 0; i < n; i++) {
      chosen.add(widths[n == 1 ? 0 : (int) Math.round((double) i * (widths.length - 1) / (n - 1))]);
    }
    return chosen;
  }

  private static String shortfall(double achieved, double target) {
    return achieved <= target + 1e-9
        ? ""
        : String.format(
            Locale.ROOT,
            "the smallest size found by the search is %.3f of the original's, not %.3f",
            achieved,
            target);
  }

  private static SearchRecord record(
      Problem problem, Search.Found found, SearchTrial chosen, int step) {
    return new SearchRecord(
        step,
        found.best().policy(),
        problem.space().dimensions().stream().map(Dimension::name).toList(),
        found.trials().stream().map(t -> tried(problem.targets(), t)).toList(),
        chosen.number());
  }

  private static SearchRecord.Tried tried(Targets targets, SearchTrial trial) {
    Outcome outcome = trial.outcome();
    Map<String, Double> costs = new java.util.LinkedHashMap<>();
    outcome.costs().forEach((o, value) -> costs.put(o.name().toLowerCase(Locale.ROOT), value));
    return new SearchRecord.Tried(
        trial.number(),
        trial.policy(),
        trial.point().values(),
        outcome.loss(),
        outcome.lossError(),
        outcome.metric(),
        costs,
        targets.met(outcome),
        outcome.feasible() ? null : outcome.refusal());
  }
}
