package dev.espalier.ort;

import dev.espalier.model.Tensor;
import java.util.Arrays;
import java.util.Map;

/**
 * How far outputs are from what was expected.
 *
 * <p>An element is close when {@code |actual - expected| <= atol + rtol * |expected|}. The relative
 * error divides by {@code |expected| + atol / rtol}, which is the same test: {@code within} says
 * that {@code maxRel <= rtol}. NaN is close to nothing; an infinity only to itself.
 *
 * @param maxAbs largest absolute error, infinite where elements cannot be compared
 * @param maxRel largest relative error as above, infinite where elements cannot be compared
 * @param within whether every element is close
 * @param worst output and position of the largest relative error with both values, for a person;
 *     empty when all are equal
 */
public record Closeness(double maxAbs, double maxRel, boolean within, String worst) {
  /**
   * Compares all tensors of {@code expected}; {@code actual} must have them, of the same shapes.
   * Integers must be equal.
   */
  public static Closeness of(
      Map<String, Tensor> expected, Map<String, Tensor> actual, double rtol, double atol) {
    Closeness all = new Closeness(0, 0, true, "");
    for (Map.Entry<String, Tensor> entry : expected.entrySet()) {
      Tensor other = actual.get(entry.getKey());
      Closeness one =
          other == null
              ? incomparable(entry.getKey() + " is missing")
              : of(entry.getKey(), entry.getValue(), other, rtol, atol);
      all = all.and(one);
    }
    return all;
  }

  private static Closeness of(
      String name, Tensor expected, Tensor actual, double rtol, double atol) {
    if (!Arrays.equals(expected.dims(), actual.dims()) || expected.type() != actual.type()) {
      return incomparable(name + " is " + actual + ", expected " + expected);
    }
    if (expected.opaque()) {
      return expected.equals(actual)
          ? new Closeness(0, 0, true, "")
          : incomparable(name + " differs");
    }
    double floor = rtol > 0 ? atol / rtol : atol;
    double maxAbs = 0;
    double maxRel = 0;
    boolean within = true;
    int worst = -1;
    for (int i = 0; i < expected.size(); i++) {
      double e = expected.number(i);
      double a = actual.number(i);
      double abs = e == a ? 0 : Double.isFinite(e - a) ? Math.abs(e - a) : Double.POSITIVE_INFINITY;
      double rel = abs == 0 ? 0 : abs / (Math.abs(e) + floor);
      rel = Double.isNaN(rel) ? Double.POSITIVE_INFINITY : rel;
      within &= abs == 0 || (Double.isFinite(abs) && abs <= atol + rtol * Math.abs(e));
      maxAbs = Math.max(maxAbs, abs);
      if (rel > maxRel) {
        maxRel = rel;
        worst = i;
      }
    }
    return new Closeness(
        maxAbs, maxRel, within, worst < 0 ? "" : describe(name, expected, actual, worst));
  }

  private static String describe(String name, Tensor expected, Tensor actual, int flat) {
    int[] position = expected.dims().clone();
    int rest = flat;
    for (int axis = position.length - 1; axis >= 0; axis--) {
      position[axis] = rest % expected.dims()[axis];
      rest /= expected.dims()[axis];
    }
    return name
        + Arrays.toString(position)
        + " is "
        + actual.number(flat)
        + ", expected "
        + expected.number(flat);
  }

  private static Closeness incomparable(String why) {
    return new Closeness(Double.POSITIVE_INFINITY, Double.POSITIVE_INFINITY, false, why);
  }

  private Closeness and(Closeness other) {
    String worse = other.maxRel > maxRel ? other.worst : worst;
    return new Closeness(
        Math.max(maxAbs, other.maxAbs),
        Math.max(maxRel, other.maxRel),
        within && other.within,
        worse);
  }
}
