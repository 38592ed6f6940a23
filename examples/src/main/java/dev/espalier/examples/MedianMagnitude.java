package dev.espalier.examples;

import dev.espalier.coupling.Group;
import dev.espalier.criterion.Criterion;
import dev.espalier.criterion.Evidence;
import dev.espalier.criterion.Slices;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;

/**
 * A criterion: the median of the absolute weights that make a unit. One huge weight among small
 * ones, which decides a sum, counts no more than any other here.
 *
 * <p>To copy: {@link #needs} says what must be gathered (with more than the weights, read it by
 * {@link Evidence#needActivations} and its like), {@link #refusal} for which groups there is none
 * of it, and {@link #scores} gives one number a unit, higher for what should stay. Named in {@code
 * META-INF/services/dev.espalier.criterion.Criterion}; recipes say {@code cut.criterion:
 * median-magnitude}.
 */
public final class MedianMagnitude implements Criterion {
  @Override
  public String name() {
    return "median-magnitude";
  }

  @Override
  public String summary() {
    return "median of the absolute weights that make the unit";
  }

  @Override
  public String source() {
    return "An example; after Li et al., Pruning Filters for Efficient ConvNets, ICLR 2017 (their sum)";
  }

  @Override
  public Set<Evidence.Kind> needs() {
    return Set.of(Evidence.Kind.WEIGHTS);
  }

  @Override
  public Optional<String> refusal(Group group, Evidence evidence) {
    return Slices.refusal(group, evidence);
  }

  /** Units may be made by several tensors (a weight, both weights of a sum): all count together. */
  @Override
  public double[] scores(Group group, Evidence evidence) {
    int[] counts = new int[group.units()];
    Slices.each(group, evidence, (unit, weight) -> counts[unit]++);
    float[][] sizes = new float[group.units()][];
    Arrays.setAll(sizes, unit -> new float[counts[unit]]);
    int[] filled = new int[group.units()];
    Slices.each(group, evidence, (unit, weight) -> sizes[unit][filled[unit]++] = Math.abs(weight));
    return Arrays.stream(sizes).mapToDouble(MedianMagnitude::median).toArray();
  }

  private static double median(float[] sizes) {
    Arrays.sort(sizes);
    int half = sizes.length / 2;
    if (sizes.length == 0) {
      return 0;
    }
    return sizes.length % 2 == 1 ? sizes[half] : (sizes[half - 1] + sizes[half]) / 2.0;
  }
}
