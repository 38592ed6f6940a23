package dev.espalier.recipe;

import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What to reach and what may be lost.
 *
 * @param target the leading one; {@link Target#NONE} where a size is not asked for
 * @param measure what is to shrink where no target is named
 * @param ratio the size of what shrinks against the original's, 0 to 1
 * @param also further targets, as {@link Aim#parse} reads them
 * @param maxDrop largest loss of the metric (0.01 is one point; relative for errors); null for no
 *     gate
 * @param loss whether the allowed loss gives way to the targets
 * @param confidence the interval's level that must hold; null lets the estimate decide
 * @param metric what a drop is measured in; {@code auto} takes the data's
 * @param front how many models from gentle to the chosen one are made besides; 0 for none
 * @param minutes about how long a study lets a search for the smallest model within a loss take
 */
public record GoalSettings(
    Target target,
    Target measure,
    double ratio,
    List<String> also,
    @Nullable Double maxDrop,
    AllowedLoss loss,
    @Nullable Double confidence,
    String metric,
    int front,
    int minutes) {
  public GoalSettings {
    also = List.copyOf(also);
  }

  /**
   * {@return whether a loss above {@link #maxDrop} is accepted where the targets leave no other
   * way}
   */
  public boolean yields() {
    return loss == AllowedLoss.SOFT;
  }

  /** {@return all targets, the leading one first; empty where none is named} */
  public List<Aim> aims() {
    return target == Target.NONE
        ? List.of()
        : Stream.concat(Stream.of(new Aim(target, ratio, true)), also.stream().map(Aim::parse))
            .toList();
  }

  /** {@return the leading target, or what shrinks where none is named} */
  public Target led() {
    return target == Target.NONE ? measure : target;
  }

  /**
   * {@return whether this is one of the targets, or what shrinks where none is named}
   *
   * @param what a target
   */
  public boolean aimsAt(Target what) {
    return led() == what || aims().stream().anyMatch(a -> a.what() == what);
  }

  /**
   * {@return the same with a loss that is allowed}
   *
   * @param drop largest loss of the metric
   */
  public GoalSettings allowing(double drop) {
    return new GoalSettings(
        target, measure, ratio, also, drop, loss, confidence, metric, front, minutes);
  }

  /** {@return whether the smallest model within a loss is searched for} */
  public boolean searches() {
    return target == Target.NONE && maxDrop != null;
  }

  /** What holds where a recipe says nothing. */
  static GoalSettings defaults() {
    return new GoalSettings(
        Target.NONE, Target.MACS, 0.5, List.of(), null, AllowedLoss.HARD, null, Recipe.AUTO, 0, 40);
  }
}
