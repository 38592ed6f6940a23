package dev.espalier.study;

import dev.espalier.data.Batch;
import dev.espalier.data.Layout;
import dev.espalier.data.Sample;
import dev.espalier.recipe.Recipe;
import dev.espalier.recipe.RecipeCodec;
import dev.espalier.recipe.Target;
import dev.espalier.record.DataProfile;
import dev.espalier.record.ModelProfile;
import dev.espalier.record.ModelProfile.BlockLoss;
import dev.espalier.record.StudyRecord;
import dev.espalier.record.TaskProfile;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.hipparchus.stat.descriptive.rank.Median;

/**
 * Studies a task, its data and a model, and plans how to prune it. Seeded by the recipe; bounded by
 * caps that the record states. The model runs on train and on the examples that decide, never on
 * those of the final figures.
 *
 * <p>Read {@link #of} from top to bottom.
 */
public final class Study {
  private Study() {}

  /**
   * Throws {@code DataException} where there are no examples, or they do not fit the task's metric.
   */
  public static StudyResult of(StudyRequest request) {
    Recipe recipe = request.recipe();
    Ground ground = Ground.of(request.splits(), recipe);
    Batch first = ground.gate().batch(new int[] {0});
    Layout seen = Layout.of(first);
    Layout layout = seen.named(ground.gate().columns(seen.inputs().get(0)));
    int most = Math.max(TaskStudy.JUDGED, ground.task().groupSize() * TaskStudy.JUDGED_GROUPS);
    Sample gate = Sample.of(ground.gate(), ground.task(), most, recipe.seed());

    TaskProfile task =
        new TaskStudy(request.coupling(), ground, layout, request.progress())
            .profile(gate, recipe.seed());
    DataProfile data =
        new DataStudy(request.coupling(), ground, layout, request.progress())
            .profile(gate, request.splits().classNames(), request.gradients(), recipe.seed());
    ModelProfile network = new ModelStudy(request, ground).profile(gate);
    Findings findings = findings(request, ground, task, network);
    Planner.Plan plan = Planner.plan(Rules.ALL, findings, request.stated());

    return new StudyResult(
        plan.recipe(),
        new StudyRecord(
            request.name(),
            request.splits().source(),
            looked(ground, gate, network),
            task,
            data,
            network,
            plan.choices(),
            Doubts.of(task, data),
            RecipeCodec.tree(plan.recipe())));
  }

  /** The recipe that an earlier study of the same request led to. */
  public static Recipe again(StudyRecord record, Recipe recipe) {
    return Planner.again(record.plan(), recipe);
  }

  private static Findings findings(
      StudyRequest request, Ground ground, TaskProfile task, ModelProfile network) {
    return new Findings(
        new Findings.Learning(
            !ground.task().unlabelled(),
            task.scale().trainExamples(),
            ground.gate().size() / Math.max(1, ground.task().groupSize()),
            task.scale().parameters(),
            request.passSeconds()),
        StructureStudy.of(request.coupling()),
        StartingRatio.of(request.coupling(), network.groups()),
        new Findings.Cuttable(
            request.coupling().prunable().size(),
            fragile(network),
            network.blocks().size(),
            blockLoss(network)),
        new Findings.Times(Stairs.of(network.widthCosts()), network.leastTime()),
        request.searching() && request.recipe().goal().target() == Target.NONE,
        request.recipe());
  }

  /**
   * Groups that surely lose 20 points with their first quarter, and hold less than 2 % of the MACs.
   */
  private static List<String> fragile(ModelProfile network) {
    return network.groups().stream()
        .filter(g -> g.macsShare() < 0.02)
        .filter(g -> g.points().stream().anyMatch(p -> p.cut() < 0.4 && p.low() > 0.2))
        .map(ModelProfile.Sensitivity::group)
        .toList();
  }

  private static double blockLoss(ModelProfile network) {
    double[] losses = network.blocks().stream().mapToDouble(BlockLoss::drop).toArray();
    return losses.length == 0 ? Double.NaN : new Median().evaluate(losses);
  }

  private static List<String> looked(Ground ground, Sample gate, ModelProfile network) {
    List<String> lines = new ArrayList<>(ground.lines());
    lines.add(
        String.format(
            Locale.ROOT,
            "the model ran on train and on %,d of the %,d examples that decide; on none of the final figures",
            gate.size(),
            ground.gate().size()));
    lines.add(
        String.format(
            Locale.ROOT,
            "statistics, repeats and drift: at most %,d examples of each split (of the final figures' only inputs and class counts)",
            Scan.MOST));
    lines.add(
        String.format(
            Locale.ROOT,
            "sensitivity: %,d examples, the %d groups that save most at most; layers: the first %d",
            network.sensitivityRecords(),
            ModelStudy.MOST_GROUPS,
            Redundancy.MOST_LAYERS));
    lines.add(
        String.format(
            Locale.ROOT,
            "time over width: the %d groups that save most at most, for about %.0f seconds",
            ModelStudy.STAIRCASES,
            ModelStudy.STAIRCASE_SECONDS));
    return lines;
  }
}
