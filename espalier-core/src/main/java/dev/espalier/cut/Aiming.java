package dev.espalier.cut;

import dev.espalier.allocation.Budget;
import dev.espalier.recipe.Aim;
import dev.espalier.recipe.Recipe;
import dev.espalier.recipe.Target;
import dev.espalier.search.Objective;
import dev.espalier.search.ObjectiveLimit;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Cuts a candidate until it meets its targets: by a search where the recipe names a policy, else by
 * an allocation, or in the best of several ways; timed where a latency is among the targets.
 */
public final class Aiming {
  private final Recipe recipe;
  private final Cutter cutter;
  private final MeasuredLatency latency;
  private final @Nullable WidthSearch search;
  private final @Nullable Screening screening;

  /** Where there is no search an allocation finds widths; a screening says by which. */
  public Aiming(Recipe recipe, Cutter cutter, MeasuredLatency latency, Helpers helpers) {
    this.recipe = recipe;
    this.cutter = cutter;
    this.latency = latency;
    this.search = helpers.search();
    this.screening = helpers.screening();
  }

  private Aiming(Aiming other, Recipe changed) {
    this.recipe = changed;
    this.cutter = other.cutter.with(changed);
    this.latency = other.latency;
    this.search = other.search;
    this.screening = other.screening;
  }

  /** What may find widths beside an allocation. */
  public record Helpers(@Nullable WidthSearch search, @Nullable Screening screening) {
    public static Helpers none() {
      return new Helpers(null, null);
    }
  }

  /** The same with other methods of cutting. */
  public Aiming with(Recipe changed) {
    return new Aiming(this, changed);
  }

  public Cutter cutter() {
    return cutter;
  }

  /**
   * Cuts to all targets. Soft ones that cannot be met beside the hard ones within the limits are
   * left out, unless a search weighs them.
   */
  public CutResult cut(Cutter.Ready from, Targeting targets, WidthSearch.Request request) {
    if (search != null || targets.allHard()) {
      return within(from, targets, request);
    }
    CutResult all = within(from, targets, request);
    return all.shortfall().isEmpty() ? all : within(from, targets.hardOnes(), request);
  }

  private CutResult within(Cutter.Ready from, Targeting targets, WidthSearch.Request request) {
    if (!targets.timed()) {
      return counted(from, targets, request);
    }
    return asked() && reach(from).excludes(targets.latency())
        ? sized(from, targets, request)
        : timed(from, targets, request);
  }

  /** Whether a latency was asked for; a search for the smallest model sees by its losses. */
  private boolean asked() {
    return recipe.goal().aims().stream().anyMatch(Aiming::isLatency);
  }

  private Reach reach(Cutter.Ready from) {
    return latency.reach(cutter.smallest(from));
  }

  /** What cannot be had in time is cut by size: the best effort that leaves the network alive. */
  private CutResult sized(Cutter.Ready from, Targeting targets, WidthSearch.Request request) {
    Targeting sizes = targets.sized();
    CutResult cut =
        search == null
            ? cutter.cut(from, sizes.budget(a -> budget(from, a)), CutStyle.toSize(recipe))
            : counted(from, sizes, request);
    double ratio = latency.ratio(cut.candidate());
    double asked = targets.latency();
    boolean met = Targeting.met(new Aim(Target.LATENCY, asked, true), ratio);
    return cut.timed(ratio, met ? "" : reach(from).sentence(asked, ratio));
  }

  private CutResult counted(Cutter.Ready from, Targeting targets, WidthSearch.Request request) {
    WidthSearch searching = search;
    return searching == null
        ? cutter.asWritten().cut(targets, t -> cutter.cut(from, t.budget(a -> budget(from, a))))
        : cutter
            .asWritten()
            .weighed(targets, searching.cut(cutter, from, wanted(from, targets, null), request));
  }

  private CutResult timed(Cutter.Ready from, Targeting targets, WidthSearch.Request request) {
    WidthSearch searching = search;
    if (searching != null) {
      return LatencySearch.cut(
          from.from(),
          latency,
          targets.latency(),
          p ->
              searching
                  .finalists(cutter, from, wanted(from, targets, p), request)
                  .map(cut -> predicted(targets, cut)),
          p ->
              searching
                  .drawn(cutter, from, wanted(from, targets, p))
                  .map(cut -> predicted(targets, cut)));
    }
    Screening screened = screening;
    return screened == null
        ? inWay(from, targets, CutStyle.of(recipe))
        : screened.cut(
            CutStyle.toLatency(from.prepared().coupling(), recipe.cut().step()),
            way -> inWay(from, targets, way));
  }

  private CutResult inWay(Cutter.Ready from, Targeting targets, CutStyle way) {
    return LatencySearch.cut(
        from.from(),
        latency,
        targets.latency(),
        p -> predicted(targets, cutter.cut(from, joint(from, targets, p), way)));
  }

  /** Beside other targets a cut's size is not its predicted latency, which corrections need. */
  private CutResult predicted(Targeting targets, CutResult cut) {
    return targets.aims().size() == 1
        ? cut
        : cut.withAchieved(LatencySearch.predicted(latency, cut.candidate().plan()));
  }

  private Budget joint(Cutter.Ready from, Targeting targets, Budget predicted) {
    return targets.budget(a -> isLatency(a) ? predicted : budget(from, a));
  }

  private Budget budget(Cutter.Ready from, Aim aim) {
    return cutter.budget(from, aim.what(), aim.ratio());
  }

  private WidthSearch.Wanted wanted(
      Cutter.Ready from, Targeting targets, @Nullable Budget predicted) {
    Map<Objective, Budget> budgets = new EnumMap<>(Objective.class);
    Stream.concat(
            Stream.of(Target.MACS, Target.PARAMS, Target.BYTES),
            targets.aims().stream().map(Aim::what))
        .filter(what -> what != Target.LATENCY)
        .forEach(w -> budgets.put(Targeting.objective(w), cutter.budget(from, w, 1)));
    if (predicted == null) {
      return new WidthSearch.Wanted(
          budgets, targets.limits(), targets.hardOnes().budget(a -> budget(from, a)));
    }
    budgets.put(Objective.LATENCY, predicted);
    List<ObjectiveLimit> limits =
        targets.limits().stream()
            .map(
                l ->
                    l.objective() == Objective.LATENCY
                        ? new ObjectiveLimit(l.objective(), predicted.target(), l.hard())
                        : l)
            .toList();
    Targeting hard = targets.hardOnes();
    return new WidthSearch.Wanted(budgets, limits, joint(from, hard, predicted));
  }

  private static boolean isLatency(Aim aim) {
    return aim.what() == Target.LATENCY;
  }
}
