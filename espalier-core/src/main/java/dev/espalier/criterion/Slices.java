package dev.espalier.criterion;

import dev.espalier.coupling.Group;
import dev.espalier.coupling.Slot;
import dev.espalier.model.Tensor;
import dev.espalier.op.Role;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.DoubleUnaryOperator;

/** Sums over the parameter slices of units. */
final class Slices {
  private Slices() {}

  /** For each unit the sum of {@code f(w)} over all weights that make it (role PRODUCES). */
  static double[] sum(Group group, Evidence evidence, DoubleUnaryOperator f) {
    double[] sums = new double[group.units()];
    for (Slot slot : producing(group, evidence)) {
      Tensor tensor = evidence.weight(slot.axis().value());
      if (tensor != null) {
        float[] values = tensor.floats();
        add(slot, tensor.dims(), i -> f.applyAsDouble(values[i]), sums);
      }
    }
    return sums;
  }

  /**
   * Adds {@code element} at each index of a tensor to the sum of the unit that the index belongs
   * to.
   */
  static void add(Slot slot, int[] dims, Element element, double[] sums) {
    int axis = slot.axis().index();
    int inner = 1;
    for (int i = axis + 1; i < dims.length; i++) {
      inner *= dims[i];
    }
    int total = Arrays.stream(dims).reduce(1, Math::multiplyExact);
    for (int start = 0, position = 0; start < total; start += inner, position++) {
      int unit = slot.units()[position % dims[axis]];
      for (int i = start; unit >= 0 && i < start + inner; i++) {
        sums[unit] += element.at(i);
      }
    }
  }

  /** A number for each element of a tensor, row-major. */
  @FunctionalInterface
  interface Element {
    double at(int index);
  }

  /** Slots of float32 parameters that make the units. */
  static List<Slot> producing(Group group, Evidence evidence) {
    return group.parameters(Role.PRODUCES).stream()
        .filter(s -> evidence.weight(s.axis().value()) != null)
        .toList();
  }

  /** Why weights cannot judge this group; empty where they can. */
  static Optional<String> refusal(Group group, Evidence evidence) {
    return producing(group, evidence).isEmpty()
        ? Optional.of("no float32 weights make its units")
        : Optional.empty();
  }

  /** Weights of an initializer that a caller found eligible. */
  static float[] weights(String initializer, Evidence evidence) {
    Tensor tensor = evidence.weight(initializer);
    if (tensor == null) {
      throw new IllegalArgumentException(
          "the initializer " + initializer + " holds no float32 weights");
    }
    return tensor.floats();
  }
}
