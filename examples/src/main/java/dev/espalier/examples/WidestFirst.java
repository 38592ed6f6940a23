package dev.espalier.examples;

import dev.espalier.allocation.Allocation;
import dev.espalier.allocation.Allotment;
import dev.espalier.allocation.Ladder;
import dev.espalier.allocation.Lane;
import dev.espalier.allocation.Masks;
import dev.espalier.model.Tensor;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * An allocation: the group that is widest at the moment loses the next unit, until the budget is
 * met, so that wide layers are brought down to the width of narrow ones before these lose anything.
 * Scores decide only which units of a group go.
 *
 * <p>To copy: where a method can say in which order units go, it is a {@link Ladder} and {@link
 * Ladder#largest} does the rest (bisection to the budget, limits, rounding, what to say where it
 * cannot be met). Another method asks {@link Request#budget} itself and answers with an {@link
 * Allotment}. Named in {@code META-INF/services/dev.espalier.allocation.Allocation}; recipes say
 * {@code cut.allocation: widest-first}.
 */
public final class WidestFirst implements Allocation {
  @Override
  public String name() {
    return "widest-first";
  }

  @Override
  public String summary() {
    return "the widest group loses the next unit: layers become equally wide";
  }

  @Override
  public String source() {
    return "An example of this project; filling up from above, as water levels out";
  }

  @Override
  public Allotment choose(Request request) {
    return Ladder.largest(request, Levels::new);
  }

  /** Single weights have no widths; they are chosen as by the threshold over all. */
  @Override
  public Map<String, Tensor> masks(SingleWeights weights) {
    return Masks.global(weights);
  }

  /** Rung k: k units are gone, each from the group that was widest then, the first among equals. */
  private static final class Levels implements Ladder {
    private final List<Lane> lanes;
    private final int[] order;

    Levels(List<Lane> lanes) {
      this.lanes = lanes;
      this.order = new int[lanes.stream().mapToInt(Lane::units).sum()];
      int[] left = lanes.stream().mapToInt(Lane::units).toArray();
      Arrays.setAll(order, rung -> narrowed(left));
    }

    /** Takes a unit from the widest group; its number. */
    private static int narrowed(int[] left) {
      int widest = 0;
      for (int i = 1; i < left.length; i++) {
        widest = left[i] > left[widest] ? i : widest;
      }
      left[widest]--;
      return widest;
    }

    @Override
    public int last() {
      return order.length;
    }

    /** Limits and rounding may ask for more than is left: the next width that they allow stays. */
    @Override
    public Map<String, Integer> widths(int rung) {
      int[] gone = new int[lanes.size()];
      Arrays.stream(order, 0, rung).forEach(i -> gone[i]++);
      Map<String, Integer> widths = new LinkedHashMap<>();
      for (int i = 0; i < gone.length; i++) {
        Lane lane = lanes.get(i);
        widths.put(lane.name(), lane.allowed(lane.units() - gone[i]));
      }
      return widths;
    }
  }
}
