package dev.espalier.cut;

import dev.espalier.prepare.Baseline;
import dev.espalier.recipe.Aim;
import dev.espalier.recipe.Target;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * Cuts until bytes and parameters hold in the file as it will be written. They are planned by
 * counting weights; biases that are added, stated sizes and names come to that.
 *
 * @param masks whether single weights become zero: the file holds them all, and those that are left
 *     count as parameters
 */
record AsWritten(Baseline baseline, boolean masks) {
  /** Cuts that are made at most. */
  private static final int TRIES = 5;

  /**
   * @param cut cuts to targets as they are counted
   * @return the first cut that meets the targets as written, or the last that was tried
   */
  CutResult cut(Targeting targets, Function<Targeting, CutResult> cut) {
    CutResult result = cut.apply(targets);
    Targeting aimed = targets;
    for (int i = 1; i < TRIES && result.shortfall().isEmpty() && missed(targets, result); i++) {
      aimed = nearer(aimed, targets, result);
      result = cut.apply(aimed);
    }
    return weighed(targets, result);
  }

  /** What was reached as it is written, where that alone was asked for. */
  CutResult weighed(Targeting targets, CutResult result) {
    Aim only = targets.aims().get(0);
    if (targets.aims().size() > 1 || !weighed(only.what())) {
      return result;
    }
    double reached = of(only.what(), result);
    CutResult weighed = result.withAchieved(reached);
    return Targeting.met(only, reached) || !result.shortfall().isEmpty()
        ? weighed
        : weighed.timed(
            reached,
            String.format(
                java.util.Locale.ROOT,
                "the file that would be written has %.3f of the original's %s",
                reached,
                only.what().word()));
  }

  private boolean missed(Targeting targets, CutResult result) {
    return targets.aims().stream()
        .anyMatch(a -> weighed(a.what()) && a.hard() && !Targeting.met(a, of(a.what(), result)));
  }

  /** Each target less by what the file has too much. */
  private Targeting nearer(Targeting aimed, Targeting targets, CutResult result) {
    List<Aim> next = new ArrayList<>();
    for (int i = 0; i < aimed.aims().size(); i++) {
      Aim aim = aimed.aims().get(i);
      double excess =
          weighed(aim.what()) ? of(aim.what(), result) - targets.aims().get(i).ratio() : 0;
      next.add(
          excess > 0 && aim.ratio() > excess
              ? new Aim(aim.what(), aim.ratio() - excess, aim.hard())
              : aim);
    }
    return new Targeting(List.copyOf(next));
  }

  private boolean weighed(Target what) {
    return what == Target.BYTES || what == Target.PARAMS && !masks;
  }

  private double of(Target what, CutResult result) {
    return what == Target.BYTES
        ? baseline.bytes(result.candidate().model())
        : baseline.parameters(result.candidate().model());
  }
}
