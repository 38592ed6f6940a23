package dev.espalier.trial;

import dev.espalier.allocation.Schedules;
import dev.espalier.cut.Targeting;
import dev.espalier.recipe.Aim;
import dev.espalier.recipe.Recipe;
import dev.espalier.record.Status;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Which trials are made, and which of them is the result. */
@SuppressWarnings("exports") // called by this module and the command line alone
public final class Strategy {
  private final Recipe recipe;
  private final Trials trials;
  private final Answering answering;
  private final Smallest smallest;

  /**
   * What the recipe asks for, made by these trials until the clock ends.
   *
   * @param recipe of the run
   * @param trials makes and keeps them
   * @param answering makes a trial, and others while it is rejected
   * @param clock ends the search for a result
   */
  public Strategy(Recipe recipe, Trials trials, Answering answering, Clock clock) {
    this.recipe = recipe;
    this.trials = trials;
    this.answering = answering;
    this.smallest = new Smallest(recipe, trials, answering, clock);
  }

  /**
   * The trial to keep, and whether the goal was reached.
   *
   * @param trial to keep
   * @param status how the run ends with it
   * @param message one sentence for a person
   */
  public record Choice(Trial trial, Status status, String message) {}

  /**
   * Makes trials until one of them is the result.
   *
   * @return the trial to keep, with how the run ends
   */
  public Choice run() {
    Choice choice = search();
    boolean proven = choice.trial().cut().certificate().certified();
    return proven
        ? choice
        : new Choice(choice.trial(), Status.FAILED, choice.trial().cut().certificate().message());
  }

  private Choice search() {
    if (!recipe.goal().searches()) {
      Trial last = scheduled();
      if (last.accepted() || !last.cut().certificate().certified()) {
        return settled(last);
      }
      if (recipe.goal().yields()) {
        Choice choice = settled(last);
        String missed = choice.message() + ", but not the soft loss: " + gateReason(last);
        return new Choice(last, choice.status(), missed);
      }
      Choice best = smallest.above(last);
      return unreachable(
          best.trial(),
          best.status() == Status.DONE
              ? "the target cannot be reached within the allowed loss; the smallest model within it was kept"
              : "the target cannot be reached within the allowed loss, and " + best.message());
    }
    return smallest.found();
  }

  /** Whether the last cut of a schedule holds every hard target. */
  private Choice settled(Trial last) {
    List<Aim> aims = recipe.goal().aims();
    boolean missed =
        aims.isEmpty()
            ? last.cut().achieved() > recipe.goal().ratio() + 1e-9
            : aims.stream().anyMatch(a -> a.hard() && !Targeting.met(a, last.cut().reached()));
    if (missed) {
      return unreachable(last, String.join("; ", last.step().reasons()));
    }
    String soft =
        aims.stream()
            .filter(a -> !Targeting.met(a, last.cut().reached()))
            .map(Aim::text)
            .collect(Collectors.joining(", "));
    String reached =
        aims.isEmpty()
            ? String.format(
                Locale.ROOT,
                "no target was named, so it was cut to %.2f of the %s",
                last.cut().achieved(),
                recipe.goal().led().word())
            : aims.size() > 1 ? "the targets were reached" : "the target was reached";
    return new Choice(
        last, Status.DONE, soft.isEmpty() ? reached : reached + ", but not the soft " + soft);
  }

  private static String gateReason(Trial trial) {
    return String.join("; ", trial.step().reasons());
  }

  static Choice unreachable(Trial trial, String why) {
    return new Choice(trial, Status.UNREACHABLE, why);
  }

  /** Cuts step by step to the target, and tunes at length after the last. */
  private Trial scheduled() {
    return answering.of(lastCut(recipe, trials, null, recipe.goal().ratio())).trial();
  }

  /**
   * The last cut of a schedule from the result of a trial (null for the original) to {@code ratio}
   * of the original, once the steps before it are made, with short tuning after each.
   *
   * @param recipe of the run
   * @param trials makes and keeps them
   * @param from the trial that the schedule begins with; null for the original
   * @param ratio of the budget that is to be left at the end, against the original
   * @return what to ask for as the last cut; the steps before it are made
   */
  public static TrialRequest lastCut(
      Recipe recipe, Trials trials, @Nullable Trial from, double ratio) {
    double before = from == null ? 1 : from.ratio();
    double[] steps =
        Schedules.CATALOGUE
            .require(recipe.schedule().kind())
            .targets(ratio / before, recipe.schedule().steps());
    int last = from == null ? 0 : from.number();
    for (int i = 0; i < steps.length - 1; i++) {
      TrialRequest step =
          TrialRequest.cut(last, before * steps[i], trials.shortEpochs(), trials.means());
      last = trials.make(step).number();
    }
    return TrialRequest.cut(last, ratio, recipe.tune().amount().epochs(), trials.means());
  }

  /**
   * {@return models between the original and the chosen one: {@code goal.front} in all, the chosen
   * one last, at sizes in geometric progression, each cut from the one before and tuned at length}
   * Where a gate judges, those that another beats in size and loss are left out.
   *
   * @param choice the trial that the run keeps
   */
  public List<Trial> front(Choice choice) {
    Trial chosen = choice.trial();
    int members = recipe.goal().front();
    if (members == 0 || choice.status() == Status.FAILED || chosen.cut().achieved() >= 1) {
      return List.of();
    }
    List<Trial> all = new ArrayList<>();
    for (int i = 1; i < members; i++) {
      int from = all.isEmpty() ? 0 : all.get(i - 2).number();
      double ratio = Math.pow(chosen.cut().achieved(), (double) i / members);
      all.add(
          trials.make(
              TrialRequest.cut(from, ratio, recipe.tune().amount().epochs(), trials.means())));
    }
    all.add(chosen);
    return all.stream()
        .filter(t -> t.number() == chosen.number() || t.cut().certificate().certified())
        .filter(t -> t.number() == chosen.number() || all.stream().noneMatch(o -> beats(o, t)))
        .toList();
  }

  private static double loss(Trial trial) {
    return trial.drop() == null ? 0 : trial.drop().value();
  }

  private static boolean beats(Trial a, Trial b) {
    if (a.drop() == null) {
      return false;
    }
    boolean nowhereWorse = a.cut().achieved() <= b.cut().achieved() && loss(a) <= loss(b);
    return nowhereWorse && (a.cut().achieved() < b.cut().achieved() || loss(a) < loss(b));
  }
}
