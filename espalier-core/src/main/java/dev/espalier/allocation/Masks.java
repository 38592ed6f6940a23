package dev.espalier.allocation;

import dev.espalier.coupling.Coupling;
import dev.espalier.coupling.Group;
import dev.espalier.coupling.Slot;
import dev.espalier.model.Tensor;
import dev.espalier.op.Role;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Chooses single weights by their scores. */
public final class Masks {
  private Masks() {}

  /**
   * Initializers whose weights may become zero one by one: floating point, at least two axes, and
   * making units of a group that is not frozen. Groups whose units cannot be cut count too.
   *
   * @param coupling of the model
   * @param frozen names of groups that stay whole
   * @return names of initializers, in the model's order
   */
  public static List<String> eligible(Coupling coupling, Set<String> frozen) {
    Set<String> names = new LinkedHashSet<>();
    for (Group group : coupling.groups()) {
      for (Slot slot : group.parameters(Role.PRODUCES)) {
        Tensor tensor = coupling.model().graph().initializers().get(slot.axis().value());
        boolean weights = tensor != null && tensor.type().floating() && tensor.rank() >= 2;
        if (weights && !frozen.contains(group.name())) {
          names.add(slot.axis().value());
        }
      }
    }
    return List.copyOf(names);
  }

  /**
   * The best weights of all tensors together stay; among equals the first.
   *
   * @param weights scores of single weights, and how many may stay
   * @return a mask of zeros and ones for each initializer, of its shape, float32
   */
  public static Map<String, Tensor> global(Allocation.SingleWeights weights) {
    int total = weights.scores().values().stream().mapToInt(s -> s.length).sum();
    float[] all = new float[total];
    int at = 0;
    for (float[] scores : weights.scores().values()) {
      float[] comparable = normalised(scores, weights.normalise());
      System.arraycopy(comparable, 0, all, at, scores.length);
      at += scores.length;
    }
    float[] mask = mask(all, weights.density());
    Map<String, Tensor> masks = new LinkedHashMap<>();
    at = 0;
    for (Map.Entry<String, float[]> entry : weights.scores().entrySet()) {
      float[] part = Arrays.copyOfRange(mask, at, at + entry.getValue().length);
      masks.put(entry.getKey(), tensor(weights, entry.getKey(), part));
      at += part.length;
    }
    return masks;
  }

  /**
   * The best weights of each tensor stay, the same share of each.
   *
   * @param weights scores of single weights, and how many may stay
   * @return a mask of zeros and ones for each initializer, of its shape, float32
   */
  public static Map<String, Tensor> uniform(Allocation.SingleWeights weights) {
    Map<String, Tensor> masks = new LinkedHashMap<>();
    weights
        .scores()
        .forEach(
            (name, scores) ->
                masks.put(name, tensor(weights, name, mask(scores, weights.density()))));
    return masks;
  }

  private static float[] normalised(float[] scores, Normalisation normalise) {
    double divisor = normalise.divisor(scores.length, i -> scores[i]);
    float[] out = new float[scores.length];
    for (int i = 0; i < out.length; i++) {
      out[i] = (float) (scores[i] / divisor);
    }
    return out;
  }

  /** Ones for the {@code density} of all that scores highest. */
  private static float[] mask(float[] scores, double density) {
    int keep = (int) Math.round(density * scores.length);
    float[] mask = new float[scores.length];
    if (keep == 0) {
      return mask;
    }
    float[] sorted = scores.clone();
    Arrays.sort(sorted);
    float threshold = sorted[sorted.length - keep];
    int above = 0;
    for (float score : scores) {
      above += score > threshold ? 1 : 0;
    }
    int equals = keep - above;
    for (int i = 0; i < mask.length; i++) {
      boolean tie = scores[i] == threshold && equals-- > 0;
      mask[i] = scores[i] > threshold || tie ? 1 : 0;
    }
    return mask;
  }

  private static Tensor tensor(Allocation.SingleWeights weights, String name, float[] mask) {
    int[] dims = weights.dims().get(name);
    if (dims == null) {
      throw new IllegalArgumentException("no dims for " + name);
    }
    return Tensor.floats(mask, dims);
  }
}
