package dev.espalier.report;

import dev.espalier.record.ErrorMetrics;

/**
 * How one metric is read.
 *
 * @param name as in the record
 */
record Metric(String name) {
  boolean error() {
    return ErrorMetrics.has(name);
  }

  String show(double value) {
    return error() ? NumberText.plain(value) : NumberText.percent(value);
  }

  /** The worst value that an allowed loss leaves: relative for errors, points for shares. */
  double floor(double original, double allowed) {
    return error() ? original * (1 + allowed) : original - allowed;
  }

  /** A loss in words: 0.69 points, or 1.2 % more. */
  String loss(double drop) {
    String number = NumberText.points(drop).replace("+", "");
    return error() ? number + " %" : number + " points";
  }

  /** Result against original, with its sign. */
  String change(double original, double result) {
    return error()
        ? NumberText.points(result / original - 1) + " %"
        : NumberText.points(result - original);
  }
}
