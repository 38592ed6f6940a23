package dev.espalier.plan;

import dev.espalier.coupling.Coupling;
import dev.espalier.coupling.Slot;
import dev.espalier.criterion.Activations;
import dev.espalier.model.Model;
import dev.espalier.model.Node;
import dev.espalier.model.Parameters;
import dev.espalier.model.Tensor;
import dev.espalier.op.Axis;
import dev.espalier.op.Consumption;
import dev.espalier.op.Role;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/** The constants that cut units leave with their consumers (see {@link Folding}). */
public final class LeftBehind {
  private LeftBehind() {}

  /**
   * For each consumption that loses units, the mean of each lost position; 0 for those that stay.
   * Layers that share their weights, and so the bias that takes the constants, share these: the
   * mean of what each reads.
   *
   * @param coupling of the model that is cut
   * @param plan what stays of the model
   * @param means mean activations of the positions
   * @return one number a position, by name of the consumption
   */
  public static Map<String, float[]> constants(
      Coupling coupling, PrunePlan plan, Activations means) {
    KeptAxes kept = new KeptAxes(coupling, plan);
    Map<String, Node> nodes = new LinkedHashMap<>();
    coupling.model().graph().nodes().forEach(n -> nodes.put(n.key(), n));
    Map<String, double[]> sums = new LinkedHashMap<>();
    Map<String, Integer> layers = new LinkedHashMap<>();
    Map<String, String> sharing = new LinkedHashMap<>();
    Map<String, float[]> constants = new LinkedHashMap<>();
    for (Consumption c : coupling.consumptions()) {
      Node node = nodes.get(c.node());
      if (node == null) {
        continue;
      }
      boolean[] gone = kept.gone(new Axis(node.input(c.input()), c.axis()));
      double[] mean = means.mean(c);
      if (gone != null && mean != null && c.kind() == Consumption.Kind.SUM) {
        String weights = node.input(1 - c.input());
        Tensor shared = coupling.constant(weights);
        String key =
            shared == null || !Parameters.is(shared)
                ? Folding.key(c)
                : weights + ":" + Arrays.hashCode(gone);
        sharing.put(Folding.key(c), key);
        layers.merge(key, 1, Integer::sum);
        double[] sum = sums.computeIfAbsent(key, k -> new double[gone.length]);
        for (int i = 0; i < gone.length; i++) {
          sum[i] += gone[i] ? mean[i] : 0;
        }
      }
    }
    sharing.forEach(
        (consumption, key) -> {
          double[] sum = Objects.requireNonNull(sums.get(key));
          float[] values = new float[sum.length];
          for (int i = 0; i < values.length; i++) {
            values[i] = (float) (sum[i] / layers.getOrDefault(key, 1));
          }
          constants.put(consumption, values);
        });
    return constants;
  }

  /**
   * {@return the model in which the units that go have lost their inputs, so that they emit only
   * what biases make of them}
   *
   * @param coupling of the model that is cut
   * @param plan what stays of the model
   */
  public static Model withoutInputs(Coupling coupling, PrunePlan plan) {
    Map<String, Tensor> initializers = new LinkedHashMap<>(coupling.model().graph().initializers());
    plan.groups()
        .forEach(
            (name, keep) -> {
              boolean[] cut = new boolean[keep.units()];
              keep.cut().forEach(u -> cut[u] = true);
              for (Slot slot :
                  java.util.Objects.requireNonNull(coupling.group(name))
                      .parameters(Role.PRODUCES)) {
                initializers.computeIfPresent(
                    slot.axis().value(), (n, tensor) -> zeroed(tensor, slot, cut));
              }
            });
    return coupling.model().withGraph(coupling.model().graph().withInitializers(initializers));
  }

  private static Tensor zeroed(Tensor tensor, Slot slot, boolean[] cut) {
    if (!tensor.type().floating()) {
      return tensor;
    }
    float[] values = tensor.floats();
    int[] units = slot.units();
    int inner = 1;
    for (int i = slot.axis().index() + 1; i < tensor.rank(); i++) {
      inner *= tensor.dims()[i];
    }
    for (int i = 0; i < values.length; i++) {
      int unit = units[i / inner % units.length];
      values[i] = unit >= 0 && cut[unit] ? 0 : values[i];
    }
    return tensor.with(values);
  }
}
