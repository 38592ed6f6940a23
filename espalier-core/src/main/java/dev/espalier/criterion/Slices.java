package dev.espalier.criterion;

import dev.espalier.coupling.Group;
import dev.espalier.coupling.Slot;
import dev.espalier.model.Tensor;
import dev.espalier.op.Role;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.DoubleUnaryOperator;

/** Walks over the weights that make units, for criteria that look at weights. */
public final class Slices {
  private Slices() {}

  /**
   * For each unit the sum of {@code f(w)} over all weights that make it (role PRODUCES).
   *
   * @param group whose units are scored
   * @param evidence with the weights
   * @param f of one weight
   * @return one sum a unit
   */
  public static double[] sum(Group group, Evidence evidence, DoubleUnaryOperator f) {
    double[] sums = new double[group.units()];
    each(group, evidence, (unit, weight) -> sums[unit] += f.applyAsDouble(weight));
    return sums;
  }

  /**
   * Every weight that makes a unit of the group (role PRODUCES), with the unit's number.
   *
   * @param group whose units are visited
   * @param evidence with the weights
   * @param visit told of each weight
   */
  public static void each(Group group, Evidence evidence, Visit visit) {
    for (Slot slot : producing(group, evidence)) {
      Tensor tensor = evidence.weight(slot.axis().value());
      if (tensor != null) {
        float[] values = tensor.floats();
        walk(slot, tensor.dims(), (unit, i) -> visit.weight(unit, values[i]));
      }
    }
  }

  /** What is done with a weight. */
  @FunctionalInterface
  public interface Visit {
    /**
     * One weight.
     *
     * @param unit number of the unit within its group
     * @param weight its value
     */
    void weight(int unit, float weight);
  }

  /**
   * Adds {@code element} at each index of a tensor to the sum of the unit that the index belongs
   * to.
   */
  static void add(Slot slot, int[] dims, Element element, double[] sums) {
    walk(slot, dims, (unit, i) -> sums[unit] += element.at(i));
  }

  /** Every index of a tensor, row-major, that belongs to a unit. */
  private static void walk(Slot slot, int[] dims, Place place) {
    int axis = slot.axis().index();
    int inner = 1;
    for (int i = axis + 1; i < dims.length; i++) {
      inner *= dims[i];
    }
    int total = Arrays.stream(dims).reduce(1, Math::multiplyExact);
    int[] units = slot.units();
    for (int start = 0, position = 0; start < total; start += inner, position++) {
      int unit = units[position % dims[axis]];
      for (int i = start; unit >= 0 && i < start + inner; i++) {
        place.at(unit, i);
      }
    }
  }

  @FunctionalInterface
  private interface Place {
    void at(int unit, int index);
  }

  /** A number for each element of a tensor, row-major. */
  @FunctionalInterface
  interface Element {
    double at(int index);
  }

  /** Slots of floating-point parameters that make the units. */
  static List<Slot> producing(Group group, Evidence evidence) {
    return group.parameters(Role.PRODUCES).stream()
        .filter(s -> evidence.weight(s.axis().value()) != null)
        .toList();
  }

  /**
   * {@return why weights cannot judge this group, for a person; empty where they can}
   *
   * @param group in question
   * @param evidence with the weights
   */
  public static Optional<String> refusal(Group group, Evidence evidence) {
    return producing(group, evidence).isEmpty()
        ? Optional.of("no floating-point weights make its units")
        : Optional.empty();
  }

  /**
   * {@return weights of a floating-point initializer, row-major: a copy} {@link
   * IllegalArgumentException} for others.
   *
   * @param initializer its name
   * @param evidence with the weights
   */
  public static float[] weights(String initializer, Evidence evidence) {
    Tensor tensor = evidence.weight(initializer);
    if (tensor == null) {
      throw new IllegalArgumentException(
          "the initializer " + initializer + " holds no floating-point weights");
    }
    return tensor.floats();
  }
}
