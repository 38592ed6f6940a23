package dev.espalier.check;

import dev.espalier.allocation.Depth;
import dev.espalier.allocation.Schedules;
import dev.espalier.coupling.Group;
import dev.espalier.cut.Aiming;
import dev.espalier.cut.CutResult;
import dev.espalier.cut.Cutter;
import dev.espalier.cut.Gathering;
import dev.espalier.cut.MeasuredLatency;
import dev.espalier.cut.Targeting;
import dev.espalier.cut.WidthSearch;
import dev.espalier.job.PruneRequest;
import dev.espalier.job.Source;
import dev.espalier.judge.Measurement;
import dev.espalier.op.OpRules;
import dev.espalier.plan.Cost;
import dev.espalier.plan.PrunePlan;
import dev.espalier.plan.Remains;
import dev.espalier.prepare.Baseline;
import dev.espalier.prepare.Prepared;
import dev.espalier.recipe.Recipe;
import dev.espalier.run.ModelChecks;
import dev.espalier.run.Planning;
import dev.espalier.run.Resolved;
import dev.espalier.stage.Candidate;
import dev.espalier.stage.PrepareStage;
import dev.espalier.stage.StageContext;
import dev.espalier.training.OriginalTeacher;
import dev.espalier.training.PassTime;
import dev.espalier.training.Training;
import dev.espalier.tune.Tools;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What a run would cut and about how long it would take; nothing is written.
 *
 * @param ratio of the target that the first cut would reach; of the MACs where no target is named
 * @param macs after that cut
 * @param parameters after that cut
 * @param seconds estimate for the whole run; NaN where it cannot be known
 * @param groups with the units that would stay
 * @param removed residual blocks that would go
 * @param verdict the same in words
 */
public record DryRun(
    double ratio,
    long macs,
    long parameters,
    double seconds,
    List<GroupCut> groups,
    List<String> removed,
    String verdict) {
  /**
   * How many units of one group would stay; 0 if the group goes with a residual block.
   *
   * @param name of the group
   * @param units it has
   * @param kept it would keep
   */
  public record GroupCut(String name, int units, int kept) {}

  private static final double OVERHEAD_SECONDS = 10;

  /**
   * Makes the first cut of a request in memory, and times a little training.
   *
   * @param request of the run to look ahead to
   * @param tools what trains
   * @return what the first cut comes to, and how long the run would take
   */
  public static DryRun of(PruneRequest request, Tools tools) {
    Source source = Source.read(request);
    Resolved.check(Resolved.recipe(request.recipe()), source.examples());
    Recipe recipe = Planning.of(request, source, tools, true).recipe();
    Prepared prepared = Prepared.of(source.model(), recipe.cut().heads().word());
    ModelChecks.check(recipe, prepared, request.model());
    try (OriginalTeacher teacher = new OriginalTeacher(source.model(), source.task(), null)) {
      Gathering gathering =
          new Gathering(tools, recipe, source.examples(), teacher, source.model());
      Cost cost = new Cost(prepared.coupling(), OpRules.standard());
      Baseline baseline =
          Baseline.of(
              prepared, Measurement.fileBytes(request.model(), source.model()), source::finished);
      Cutter cutter = new Cutter(recipe, gathering, baseline, prepared.coupling());
      Candidate whole = PrepareStage.of(prepared, recipe.cut().heads().word());
      MeasuredLatency latency = new MeasuredLatency(prepared, recipe, null, tools.progress());
      CutResult cut =
          new Aiming(recipe, cutter, latency, Aiming.Helpers.none())
              .cut(
                  cutter.ready(whole),
                  Targeting.at(recipe.goal(), recipe.goal().ratio()),
                  new WidthSearch.Request(StageContext.ORIGINAL, 1));
      double epoch = PassTime.seconds(tools, recipe, source.examples(), cut.candidate(), teacher);
      return described(
          prepared,
          cut,
          recipe,
          cost,
          seconds(
              recipe,
              epoch,
              new Training(tools, recipe, source.examples(), teacher, null).shortEpochs()));
    }
  }

  private static DryRun described(
      Prepared prepared, CutResult cut, Recipe recipe, Cost cost, double seconds) {
    List<String> removed = cut.candidate().plan().removed();
    Remains remains = Remains.of(prepared.coupling(), removed);
    Map<String, Integer> kept = new LinkedHashMap<>(Depth.gone(removed));
    List<GroupCut> groups = new ArrayList<>();
    for (Group group : prepared.coupling().groups()) {
      PrunePlan.Keep keep = cut.candidate().plan().groups().get(group.name());
      int stays = keep == null ? group.units() : keep.kept().length;
      kept.put(group.name(), stays);
      groups.add(new GroupCut(group.name(), group.units(), remains.holds(group) ? stays : 0));
    }
    String time =
        Double.isNaN(seconds)
            ? "nothing would be tuned"
            : String.format(Locale.ROOT, "about %.0f minutes in all", Math.ceil(seconds / 60));
    String search = recipe.goal().searches() ? " (the first trial of the search)" : "";
    String verdict =
        String.format(
            Locale.ROOT,
            "%,d MACs and %,d parameters would stay%s; %s",
            cost.macs(kept),
            cost.parameters(kept),
            search,
            time);
    return new DryRun(
        cut.achieved(), cost.macs(kept), cost.parameters(kept), seconds, groups, removed, verdict);
  }

  /** Tuning is nearly all of a run. */
  private static double seconds(Recipe recipe, double epoch, double shortEpochs) {
    int cuts =
        recipe.goal().searches()
            ? recipe.schedule().trials()
            : Schedules.CATALOGUE
                    .require(recipe.schedule().kind())
                    .targets(recipe.goal().ratio(), recipe.schedule().steps())
                    .length
                - 1;
    return OVERHEAD_SECONDS + epoch * (cuts * shortEpochs + recipe.tune().amount().epochs());
  }
}
