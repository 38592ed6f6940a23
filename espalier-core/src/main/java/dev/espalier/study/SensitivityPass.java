package dev.espalier.study;

import dev.espalier.allocation.UnitChoice;
import dev.espalier.coupling.Coupler;
import dev.espalier.coupling.Coupling;
import dev.espalier.coupling.Group;
import dev.espalier.coupling.ResidualBlock;
import dev.espalier.criterion.Activations;
import dev.espalier.criterion.Criteria;
import dev.espalier.criterion.Criterion;
import dev.espalier.criterion.Evidence;
import dev.espalier.data.Sample;
import dev.espalier.measure.Evaluator;
import dev.espalier.model.Model;
import dev.espalier.op.OpRules;
import dev.espalier.plan.Cost;
import dev.espalier.plan.Folding;
import dev.espalier.plan.LeftBehind;
import dev.espalier.plan.PrunePlan;
import dev.espalier.plan.Surgeon;
import dev.espalier.progress.Progress;
import dev.espalier.quality.PairedDrop;
import dev.espalier.record.ModelProfile.BlockLoss;
import dev.espalier.record.ModelProfile.Point;
import dev.espalier.record.ModelProfile.Sensitivity;
import dev.espalier.task.Predictions;
import dev.espalier.task.Task;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What cutting one group costs, all others whole: its lowest-scored units go, their means are
 * folded, nothing is tuned. Cost: one surgery and one pass over the sample for each group and
 * ratio.
 */
final class SensitivityPass {
  static final List<Double> RATIOS = List.of(0.25, 0.5, 0.75);
  private static final double LEVEL = 0.95;
  private static final int BATCH = 64;

  private final Coupling coupling;
  private final Coupler coupler;
  private final Task task;
  private final Sample sample;
  private final Predictions whole;

  SensitivityPass(Coupling coupling, Coupler coupler, Task task, Sample sample) {
    this.coupling = coupling;
    this.coupler = coupler;
    this.task = task;
    this.sample = sample;
    this.whole = predict(coupling.model());
  }

  /**
   * @param groups which are looked at
   * @param evidence that the criterion and folding need
   */
  List<Sensitivity> of(
      List<Group> groups, Criterion criterion, Evidence evidence, Progress progress) {
    Map<String, double[]> scores = Criteria.scores(criterion, evidence);
    Activations means = java.util.Objects.requireNonNull(evidence.activations());
    Cost cost = new Cost(coupling, OpRules.standard());
    List<Sensitivity> found = new ArrayList<>();
    int done = 0;
    for (Group group : groups) {
      double[] score = scores.get(group.name());
      List<Point> points = new ArrayList<>();
      for (double ratio : RATIOS) {
        int kept = group.units() - (int) Math.round(ratio * group.units());
        if (score != null && kept > 0 && kept < group.units()) {
          points.add(point(group, UnitChoice.best(score, kept), means));
        }
        progress.at("cut group by group", ++done, (long) groups.size() * RATIOS.size());
      }
      double share = 1 - (double) cost.macs(Map.of(group.name(), 1)) / Math.max(1, cost.macs());
      found.add(new Sensitivity(group.name(), group.units(), share, points));
    }
    return found;
  }

  /** What taking one residual block out costs, nothing tuned; the first {@code most} of them. */
  List<BlockLoss> blocks(int most, Progress progress) {
    Cost cost = new Cost(coupling, OpRules.standard());
    List<ResidualBlock> blocks = coupling.removable().stream().limit(most).toList();
    List<BlockLoss> found = new ArrayList<>();
    for (ResidualBlock block : blocks) {
      PrunePlan plan = PrunePlan.whole("blocks").without(List.of(block.name()), coupling);
      Model cut = new Surgeon(OpRules.standard()).apply(coupling, plan);
      PairedDrop drop = PairedDrop.of(task, whole, predict(cut), LEVEL);
      long left = cost.macs(Map.of(block.name(), 0));
      double share = 1 - (double) left / Math.max(1, cost.macs());
      found.add(new BlockLoss(block.label(), share, drop.drop(), drop.low(), drop.high()));
      progress.at("take blocks out", found.size(), blocks.size());
    }
    return found;
  }

  private Point point(Group group, int[] kept, Activations means) {
    PrunePlan plan = PrunePlan.keeping("blocks", coupling, Map.of(group.name(), kept));
    plan = plan.withConstants(LeftBehind.constants(coupling, plan, means));
    Model cut = new Surgeon(OpRules.standard()).apply(Folding.apply(coupling, plan, coupler), plan);
    PairedDrop drop = PairedDrop.of(task, whole, predict(cut), LEVEL);
    double share = 1 - (double) kept.length / group.units();
    return new Point(share, drop.drop(), drop.low(), drop.high());
  }

  private Predictions predict(Model model) {
    return Evaluator.predict(
        model,
        task,
        sample,
        new Evaluator.Run(BATCH, Runtime.getRuntime().availableProcessors(), Progress.NONE));
  }
}
