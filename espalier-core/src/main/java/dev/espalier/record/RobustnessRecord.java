package dev.espalier.record;

import java.util.List;

/**
 * The metric of original and result on inputs made harder by degrees, the same ones for both.
 *
 * @param records final examples that were taken
 * @param original the metric on them as they are
 * @param result the metric on them as they are
 * @param curves one for each perturbation; empty where none fits the inputs
 * @param note what was not measured, and why; empty where everything was
 */
public record RobustnessRecord(
    int records, double original, double result, List<Curve> curves, String note) {
  public RobustnessRecord {
    curves = Copies.list(curves);
    note = Copies.text(note);
  }

  /**
   * How the metric of original and result depends on the strength of one perturbation.
   *
   * @param perturbation its name
   * @param unit what amounts count
   * @param points by rising strength
   */
  public record Curve(String perturbation, String unit, List<Point> points) {
    public Curve {
      points = Copies.list(points);
    }
  }

  /**
   * Metrics of original and result at one strength of a perturbation.
   *
   * @param strength from 1
   * @param amount in the curve's unit
   * @param original the metric
   * @param result the metric
   */
  public record Point(int strength, double amount, double original, double result) {}
}
