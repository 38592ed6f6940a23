package dev.espalier.prepare;

import dev.espalier.coupling.Coupling;
import dev.espalier.coupling.Group;
import dev.espalier.coupling.ResidualBlock;
import dev.espalier.model.Node;
import dev.espalier.op.Axis;
import dev.espalier.op.Consumption;
import dev.espalier.plan.Folding;
import dev.espalier.plan.KeptAxes;
import dev.espalier.plan.PrunePlan;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/** A plan that keeps some units of every group, drawn at random, and leaves constants behind. */
final class RandomPlan {
  /** A mean over one unit is that unit: what is left of it is rounding, many times enlarged. */
  private static final int LEAST = 2;

  private RandomPlan() {}

  /** Consumers that share their weights share what cut units leave behind, as in every run. */
  static PrunePlan of(Coupling coupling, String heads, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    Map<String, int[]> kept = new LinkedHashMap<>();
    for (Group group : coupling.prunable()) {
      int[] units =
          IntStream.range(0, group.units()).filter(u -> random.nextDouble() < 0.6).toArray();
      int least = Math.min(LEAST, group.units());
      kept.put(
          group.name(),
          units.length < least
              ? IntStream.range(group.units() - least, group.units()).toArray()
              : units);
    }
    PrunePlan plan = PrunePlan.keeping(heads, coupling, kept);
    KeptAxes axes = new KeptAxes(coupling, plan);
    Map<String, Node> nodes = new LinkedHashMap<>();
    coupling.model().graph().nodes().forEach(n -> nodes.put(n.key(), n));
    Map<String, float[]> byWeights = new LinkedHashMap<>();
    Map<String, float[]> constants = new LinkedHashMap<>();
    for (Consumption c : coupling.consumptions()) {
      Node node = nodes.get(c.node());
      boolean[] gone = axes.gone(new Axis(node.input(c.input()), c.axis()));
      if (gone != null && c.kind() == Consumption.Kind.SUM) {
        String weights = node.input(1 - c.input()) + Arrays.toString(gone);
        constants.put(Folding.key(c), byWeights.computeIfAbsent(weights, w -> drawn(gone, random)));
      }
    }
    return plan.withConstants(constants);
  }

  /** Some residual blocks of the coupling: at least one where there is any. */
  static List<String> blocks(Coupling coupling, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    List<ResidualBlock> all = coupling.removable();
    int sure = all.isEmpty() ? 0 : random.nextInt(all.size());
    return IntStream.range(0, all.size())
        .filter(i -> i == sure || random.nextBoolean())
        .mapToObj(i -> all.get(i).name())
        .toList();
  }

  private static float[] drawn(boolean[] gone, SplittableRandom random) {
    float[] values = new float[gone.length];
    for (int i = 0; i < gone.length; i++) {
      values[i] = gone[i] ? (float) random.nextGaussian() * 0.1f : 0;
    }
    return values;
  }
}
