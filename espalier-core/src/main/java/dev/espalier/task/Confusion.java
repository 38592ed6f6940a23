package dev.espalier.task;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Counts of right and wrong answers for each class.
 *
 * <p>Macro averages are over the classes that occur among labels or answers, a quotient by zero
 * counting as 0 (as scikit-learn has it).
 */
final class Confusion {
  private final double[] right;
  private final double[] answered;
  private final double[] present;

  Confusion(int classes) {
    right = new double[classes];
    answered = new double[classes];
    present = new double[classes];
  }

  /** Counts one record; an answer of -1 is none. */
  void add(int label, int answer) {
    present[label]++;
    if (answer >= 0) {
      answered[answer]++;
      right[label] += label == answer ? 1 : 0;
    }
  }

  /** Counts one yes-or-no label that belongs to {@code c}. */
  void addBinary(int c, boolean label, boolean answer) {
    present[c] += label ? 1 : 0;
    answered[c] += answer ? 1 : 0;
    right[c] += label && answer ? 1 : 0;
  }

  /** The macro averages in a fixed order, by name. */
  Map<String, Double> macros() {
    Map<String, Double> macros = new LinkedHashMap<>();
    for (String name : List.of("macro-precision", "macro-recall", "macro-f1")) {
      macros.put(name, metric(name));
    }
    return macros;
  }

  /** A macro average, or f1 of class 1, by its name. */
  double metric(String name) {
    return switch (name) {
      case "macro-precision" -> macro(c -> ratio(right[c], answered[c]));
      case "macro-recall" -> macro(c -> ratio(right[c], present[c]));
      case "macro-f1" -> macro(this::f1);
      case "f1" -> f1(1);
      default -> throw new IllegalArgumentException(name);
    };
  }

  /** Of one class; 0 where neither labels nor answers have it. */
  double f1(int c) {
    return ratio(2 * right[c], answered[c] + present[c]);
  }

  /** Recall of each class; NaN where no record has it. */
  double[] recalls() {
    double[] recalls = new double[right.length];
    for (int c = 0; c < recalls.length; c++) {
      recalls[c] = right[c] / present[c];
    }
    return recalls;
  }

  private double macro(java.util.function.IntToDoubleFunction ofClass) {
    double sum = 0;
    int seen = 0;
    for (int c = 0; c < right.length; c++) {
      if (present[c] + answered[c] > 0) {
        sum += ofClass.applyAsDouble(c);
        seen++;
      }
    }
    return ratio(sum, seen);
  }

  private static double ratio(double a, double b) {
    return b == 0 ? 0 : a / b;
  }
}
