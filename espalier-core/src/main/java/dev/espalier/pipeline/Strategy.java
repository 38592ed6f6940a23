package dev.espalier.pipeline;

import dev.espalier.recipe.Aim;
import dev.espalier.recipe.Recipe;
import dev.espalier.record.Status;
import dev.espalier.schedule.Schedules;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Which trials are made, and which of them is the result. */
final class Strategy {
  private static final double SMALLEST = 0.01;

  /** How near two sizes are between which no other is tried. */
  private static final double CLOSE = 1.06;

  /** The share of trials that is left to a second search, as a divisor. */
  private static final int SPARED = 3;

  private final Recipe recipe;
  private final Trials trials;
  private final Feedback feedback;

  Strategy(Recipe recipe, Trials trials, Feedback feedback) {
    this.recipe = recipe;
    this.trials = trials;
    this.feedback = feedback;
  }

  /** The trial to keep, and whether the goal was reached. */
  record Choice(Trial trial, Status status, String message) {}

  Choice run() {
    Choice choice = search();
    boolean proven = choice.trial().certificate().certified();
    return proven
        ? choice
        : new Choice(choice.trial(), Status.FAILED, choice.trial().certificate().message());
  }

  private Choice search() {
    if (!recipe.goal().searches()) {
      Trial last = scheduled();
      if (last.accepted() || !last.certificate().certified()) {
        return settled(last);
      }
      if (recipe.goal().yields()) {
        Choice choice = settled(last);
        String missed = choice.message() + ", but not the soft loss: " + gateReason(last);
        return new Choice(last, choice.status(), missed);
      }
      Choice best = smallest(recipe.goal().ratio(), last);
      return unreachable(
          best.trial(),
          "the target cannot be reached within the allowed loss; the smallest model within it was kept");
    }
    return smallest(SMALLEST, null);
  }

  /** Whether the last cut of a schedule holds every hard target. */
  private Choice settled(Trial last) {
    List<Aim> aims = recipe.goal().aims();
    boolean missed =
        aims.isEmpty()
            ? last.achieved() > recipe.goal().ratio() + 1e-9
            : aims.stream().anyMatch(a -> a.hard() && !Targeting.met(a, last.reached()));
    if (missed) {
      return unreachable(last, String.join("; ", last.step().reasons()));
    }
    String soft =
        aims.stream()
            .filter(a -> !Targeting.met(a, last.reached()))
            .map(Aim::text)
            .collect(Collectors.joining(", "));
    String reached = aims.size() > 1 ? "the targets were reached" : "the target was reached";
    return new Choice(
        last, Status.DONE, soft.isEmpty() ? reached : reached + ", but not the soft " + soft);
  }

  private static String gateReason(Trial trial) {
    return String.join("; ", trial.step().reasons());
  }

  private static Choice unreachable(Trial trial, String why) {
    return new Choice(trial, Status.UNREACHABLE, why);
  }

  /** Cuts step by step to the target, and tunes at length after the last. */
  private Trial scheduled() {
    return answered(lastCut(recipe, trials, null, recipe.goal().ratio())).trial();
  }

  /**
   * The last cut of a schedule from the result of a trial (null for the original) to {@code ratio}
   * of the original, once the steps before it are made, with short tuning after each.
   */
  static Ask lastCut(Recipe recipe, Trials trials, @Nullable Trial from, double ratio) {
    double before = from == null ? 1 : from.ratio();
    double[] steps =
        Schedules.CATALOGUE
            .require(recipe.schedule().kind())
            .targets(ratio / before, recipe.schedule().steps());
    int last = from == null ? 0 : from.number();
    for (int i = 0; i < steps.length - 1; i++) {
      Ask step = Ask.cut(last, before * steps[i], trials.shortEpochs(), trials.means());
      last = trials.make(step).number();
    }
    return Ask.cut(last, ratio, recipe.tune().epochs(), trials.means());
  }

  /** A trial, and the means that its model was cut by. */
  private record Answered(Trial trial, Means means) {}

  /** Makes a trial; while it is rejected, whatever feedback answers. */
  private Answered answered(Ask first) {
    Ask cut = first;
    Trial trial = trials.make(cut);
    boolean tuned = false;
    while (!trial.accepted()) {
      Optional<Ask> next = feedback.answer(trial, cut, tuned || trial.repeats() > 0);
      if (next.isEmpty()) {
        break;
      }
      tuned = !next.get().cuts();
      cut = tuned ? cut : next.get();
      trial = trials.make(next.get());
    }
    return new Answered(trial, cut.means());
  }

  /**
   * The smallest model within the allowed loss. What was found is tuned at length, which wins back
   * more than the short tuning of the trials, so that a second search may go on from there.
   */
  private Choice smallest(double floor, @Nullable Trial rejected) {
    double low = rejected == null ? floor : Math.max(floor, rejected.achieved());
    int most = recipe.schedule().trials();
    int spared = tunesAtLength() ? most / SPARED : 0;
    Found first = bisected(low, new Found(null, trials.means(), 0), most - spared);
    Trial best = first.best();
    if (best == null) {
      Trial least =
          trials.done().stream().min(Comparator.comparingDouble(Strategy::loss)).orElseThrow();
      return unreachable(
          least, "no cut stayed within the allowed loss; the one that lost least was kept");
    }
    return new Choice(
        furthered(floor, new Found(finished(best, first.means()), first.means(), first.cuts())),
        Status.DONE,
        recipe.goal().aimsAt(Targeting.LATENCY)
            ? "the fastest model found within the allowed loss"
            : "the smallest model found within the allowed loss");
  }

  /**
   * Where a search is.
   *
   * @param best the smallest accepted trial; null where there is none
   * @param means that it was cut by
   * @param cuts that were tried, without those of {@link Feedback}
   */
  private record Found(@Nullable Trial best, Means means, int cuts) {}

  /**
   * Bisection on the logarithm of the ratio, above {@code floor}: each trial cuts the smallest
   * model accepted so far a little further and tunes it shortly. Where that comes to a cut that was
   * rejected, nothing lies between it and what was asked for.
   */
  private Found bisected(double floor, Found start, int most) {
    double low = floor;
    Trial best = start.best();
    double high = best == null ? 1 : best.achieved();
    Means means = start.means();
    int cuts = start.cuts();
    while (cuts < most && high / low > CLOSE) {
      double ratio = trials.done().isEmpty() ? recipe.goal().ratio() : Math.sqrt(low * high);
      int from = best == null ? 0 : best.number();
      Answered found = answered(Ask.cut(from, ratio, trials.shortEpochs(), means).asSearched());
      boolean repeats = found.trial().repeats() > 0;
      if (found.trial().accepted()) {
        best = found.trial();
        means = found.means();
        high = Math.min(high, best.achieved());
      } else {
        low = Math.max(low, repeats ? ratio : found.trial().achieved());
      }
      cuts += repeats ? 0 : 1;
    }
    return new Found(best, means, cuts);
  }

  /**
   * What a second search finds from a model that was tuned at length, tuned at length too; that
   * model where it finds nothing, or no trials are left. What was rejected before bounds nothing
   * here: it was cut from models that had lost more.
   */
  private Trial furthered(double floor, Found tuned) {
    Trial before = Objects.requireNonNull(tuned.best());
    if (!before.accepted() || !tunesAtLength()) {
      return before;
    }
    double size = before.achieved();
    Found found = bisected(Math.max(floor, size * size), tuned, recipe.schedule().trials());
    Trial best = Objects.requireNonNull(found.best());
    if (best.number() == before.number()) {
      return before;
    }
    Trial longer = finished(best, found.means());
    return longer.accepted() ? longer : before;
  }

  private boolean tunesAtLength() {
    return trials.tunes() && recipe.tune().epochs() > trials.shortEpochs();
  }

  private static double loss(Trial trial) {
    return trial.drop() == null ? 0 : trial.drop().value();
  }

  /**
   * Tunes at length; what was accepted before stands if it lost less. Nothing is chosen by size
   * here, so luck has no part in it.
   */
  private Trial finished(Trial best, Means means) {
    if (!tunesAtLength()) {
      return best;
    }
    Trial longer =
        trials.make(
            new Ask(
                best.number(),
                best.ratio(),
                recipe.tune().epochs(),
                false,
                false,
                means,
                List.of()));
    boolean better = longer.certificate().certified() && loss(longer) <= loss(best);
    return longer.accepted() || better ? longer : best;
  }

  /**
   * Models between the original and the chosen one: {@code goal.front} in all, the chosen one last,
   * at sizes in geometric progression, each cut from the one before and tuned at length. Where a
   * gate judges, those that another beats in size and loss are left out.
   */
  List<Trial> front(Choice choice) {
    Trial chosen = choice.trial();
    int members = recipe.goal().front();
    if (members == 0 || choice.status() == Status.FAILED || chosen.achieved() >= 1) {
      return List.of();
    }
    List<Trial> all = new ArrayList<>();
    for (int i = 1; i < members; i++) {
      int from = all.isEmpty() ? 0 : all.get(i - 2).number();
      double ratio = Math.pow(chosen.achieved(), (double) i / members);
      all.add(trials.make(Ask.cut(from, ratio, recipe.tune().epochs(), trials.means())));
    }
    all.add(chosen);
    return all.stream()
        .filter(t -> t.number() == chosen.number() || t.certificate().certified())
        .filter(t -> t.number() == chosen.number() || all.stream().noneMatch(o -> beats(o, t)))
        .toList();
  }

  private static boolean beats(Trial a, Trial b) {
    if (a.drop() == null) {
      return false;
    }
    boolean nowhereWorse = a.achieved() <= b.achieved() && loss(a) <= loss(b);
    return nowhereWorse && (a.achieved() < b.achieved() || loss(a) < loss(b));
  }
}
