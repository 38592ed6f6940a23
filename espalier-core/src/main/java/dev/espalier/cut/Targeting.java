package dev.espalier.cut;

import dev.espalier.allocation.Budget;
import dev.espalier.recipe.Aim;
import dev.espalier.recipe.GoalSettings;
import dev.espalier.recipe.Target;
import dev.espalier.search.Objective;
import dev.espalier.search.ObjectiveLimit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * What one cut aims at: the targets of a recipe, on the way to them.
 *
 * <p>Where the leading target of ratio r is asked for at t, another of ratio q stands at {@code
 * q^(ln t / ln r)}: all begin at 1 and are reached together.
 *
 * @param aims the leading one first
 */
public record Targeting(List<Aim> aims) {
  /** How much more than asked for a latency may come to when it is measured again. */
  private static final double TOLERANCE = 1.05;

  private static final double EQUAL = 1e-9;

  /** The targets of a goal with the leading one at {@code ratio}. */
  public static Targeting at(GoalSettings goal, double ratio) {
    List<Aim> asked = goal.aims();
    Target leading = goal.led();
    List<Aim> aims = new ArrayList<>(List.of(new Aim(leading, ratio, true)));
    double power = goal.ratio() == 1 ? 1 : Math.log(ratio) / Math.log(goal.ratio());
    for (Aim other : asked.subList(Math.min(1, asked.size()), asked.size())) {
      double share = ratio == goal.ratio() ? other.ratio() : Math.pow(other.ratio(), power);
      aims.add(new Aim(other.what(), share, other.hard()));
    }
    return new Targeting(List.copyOf(aims));
  }

  /** Whether all that was asked for is hard. */
  boolean allHard() {
    return aims.stream().allMatch(Aim::hard);
  }

  public Targeting hardOnes() {
    return new Targeting(aims.stream().filter(Aim::hard).toList());
  }

  /** Whether a latency is among them, so that cuts are timed. */
  boolean timed() {
    return aims.stream().anyMatch(a -> a.what() == Target.LATENCY);
  }

  /** The ratio of the aimed latency. */
  double latency() {
    return aims.stream()
        .filter(a -> a.what() == Target.LATENCY)
        .mapToDouble(Aim::ratio)
        .findFirst()
        .orElseThrow();
  }

  /** The same in MACs where a latency was aimed at; alone where MACs are among the aims already. */
  Targeting sized() {
    boolean counted = aims.stream().anyMatch(a -> a.what() == Target.MACS);
    return new Targeting(
        aims.stream()
            .filter(a -> !counted || a.what() != Target.LATENCY)
            .map(a -> a.what() == Target.LATENCY ? new Aim(Target.MACS, a.ratio(), a.hard()) : a)
            .toList());
  }

  Budget budget(Function<Aim, Budget> each) {
    return JointBudget.of(aims.stream().map(each).toList());
  }

  List<ObjectiveLimit> limits() {
    return aims.stream()
        .map(a -> new ObjectiveLimit(objective(a.what()), a.ratio(), a.hard()))
        .toList();
  }

  static Objective objective(Target what) {
    return Objective.valueOf(what.name());
  }

  /** What was reached, in the measure of the leading target (see {@link JointBudget}). */
  public double achieved(Map<String, Double> reached) {
    return aims.get(0).ratio()
        * JointBudget.size(
            aims.stream().filter(Aim::hard).map(a -> of(reached, a.what()) / a.ratio()));
  }

  /** Whether an aim holds. */
  public static boolean met(Aim aim, Map<String, Double> reached) {
    return met(aim, of(reached, aim.what()));
  }

  public static boolean met(Aim aim, double reached) {
    double most = aim.ratio() * (aim.what() == Target.LATENCY ? TOLERANCE : 1) + EQUAL;
    return reached <= most;
  }

  private static double of(Map<String, Double> reached, Target what) {
    return reached.getOrDefault(what.word(), Double.NaN);
  }
}
