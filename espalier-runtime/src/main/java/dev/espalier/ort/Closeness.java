package dev.espalier.ort;

import dev.espalier.model.Tensor;
import java.util.Arrays;
import java.util.Map;
import java.util.function.IntToDoubleFunction;
import org.jspecify.annotations.Nullable;

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
      all = all.and(of(entry.getKey(), entry.getValue(), other, rtol, i -> atol));
    }
    return all;
  }

  /**
   * Compares one tensor with another, element by element with a tolerance of its own.
   *
   * @param name for messages
   * @param expected what is right
   * @param actual what is compared; null where there is none
   * @param rtol relative tolerance
   * @param atol absolute tolerance of each element, by its place in row-major order
   */
  public static Closeness of(
      String name,
      Tensor expected,
      @Nullable Tensor actual,
      double rtol,
      IntToDoubleFunction atol) {
    if (actual == null) {
      return incomparable(name + " is missing");
    }
    if (!Arrays.equals(expected.dims(), actual.dims()) || expected.type() != actual.type()) {
      return incomparable(name + " is " + actual + ", expected " + expected);
    }
    if (expected.opaque()) {
      return expected.equals(actual)
          ? new Closeness(0, 0, true, "")
          : incomparable(name + " differs");
    }
    double maxAbs = 0;
    double maxRel = 0;
    boolean within = true;
    int worst = -1;
    for (int i = 0; i < expected.size(); i++) {
      double e = expected.number(i);
      double a = actual.number(i);
      double abs = e == a ? 0 : Double.isFinite(e - a) ? Math.abs(e - a) : Double.POSITIVE_INFINITY;
      double least = atol.applyAsDouble(i);
      double floor = rtol > 0 ? least / rtol : least;
      double rel = abs == 0 ? 0 : abs / (Math.abs(e) + floor);
      rel = Double.isNaN(rel) ? Double.POSITIVE_INFINITY : rel;
      within &= abs == 0 || (Double.isFinite(abs) && abs <= least + rtol * Math.abs(e));
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

  /**
   * {@return infinitely far}
   *
   * @param why nothing can be compared
   */
  public static Closeness incomparable(String why) {
    return new Closeness(Double.POSITIVE_INFINITY, Double.POSITIVE_INFINITY, false, why);
  }

  /**
   * {@return both together}
   *
   * @param other what else was compared
   */
  public Closeness and(Closeness other) {
    String worse = other.maxRel > maxRel ? other.worst : worst;
    return new Closeness(
        Math.max(maxAbs, other.maxAbs),
        Math.max(maxRel, other.maxRel),
        within && other.within,
        worse);
  }
}
