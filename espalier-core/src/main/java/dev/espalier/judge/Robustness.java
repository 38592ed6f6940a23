package dev.espalier.judge;

import dev.espalier.data.Batch;
import dev.espalier.data.Layout;
import dev.espalier.data.Perturbation;
import dev.espalier.data.Perturbing;
import dev.espalier.data.Sample;
import dev.espalier.data.Spread;
import dev.espalier.job.Examples;
import dev.espalier.model.Model;
import dev.espalier.progress.Progress;
import dev.espalier.record.RobustnessRecord;
import dev.espalier.record.RobustnessRecord.Curve;
import dev.espalier.record.RobustnessRecord.Point;
import dev.espalier.task.Task;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * How original and result hold out when inputs become worse, on a seeded sample of the final
 * examples; nothing is decided here.
 *
 * <p>Cost: both models once for each perturbation and strength on at most {@value #MOST} examples,
 * fewer where that would take more than {@value #WORK} multiply–accumulates or {@value #NUMBERS}
 * numbers of input; about ten seconds at the most on two cores.
 */
public record Robustness(Model original, Model result, Progress progress) {
  private static final int MOST = 1000;
  private static final int FEWEST = 50;
  private static final double WORK = 6e11;
  private static final double NUMBERS = 4e7;

  /**
   * @param macs multiply–accumulates of both models for one record
   */
  public RobustnessRecord of(Examples examples, double macs, long seed) {
    Task task = examples.task();
    Layout layout = Layout.of(examples.test().batch(new int[] {0}));
    List<Perturbation> ways = Perturbation.fitting(layout);
    if (task.byAgreement() || ways.isEmpty()) {
      return none(
          ways.isEmpty()
              ? layout.words() + " cannot be made harder by degrees"
              : "without labels there is no right and wrong");
    }
    double passes = 1 + ways.size() * Perturbation.STRENGTHS;
    double affordable = Math.min(WORK / (passes * macs), NUMBERS / layout.elements());
    int group = Math.max(1, task.groupSize());
    if (affordable < FEWEST * group) {
      return none(
          String.format(
              Locale.ROOT,
              "%d examples in %.0f passes through models of %.2g MACs would take too long",
              FEWEST * group,
              passes,
              macs / 2));
    }
    Sample clean =
        Sample.of(examples.test(), task, (int) Math.min(MOST * (double) group, affordable), seed);
    List<Curve> curves = curves(task, clean, layout, seed);
    return new RobustnessRecord(
        clean.size(), metric(task, original, clean), metric(task, result, clean), curves, "");
  }

  private static RobustnessRecord none(String note) {
    return new RobustnessRecord(0, Double.NaN, Double.NaN, List.of(), note);
  }

  private List<Curve> curves(Task task, Sample clean, Layout layout, long seed) {
    List<Perturbation> ways = Perturbation.fitting(layout);
    Perturbing perturbing = new Perturbing(layout, Spread.of(layout, clean.all()));
    List<Curve> curves = new ArrayList<>();
    int done = 0;
    for (Perturbation way : ways) {
      List<Point> points = new ArrayList<>();
      for (int strength = 1; strength <= Perturbation.STRENGTHS; strength++) {
        Batch harder = perturbing.apply(clean.all(), way, strength, seed);
        points.add(
            new Point(
                strength,
                way.amount(strength),
                metric(task, original, new Sample(harder)),
                metric(task, result, new Sample(harder))));
        progress.at("make inputs harder", ++done, (long) ways.size() * Perturbation.STRENGTHS);
      }
      curves.add(new Curve(way.title(), way.unit(), points));
    }
    return curves;
  }

  private static double metric(Task task, Model model, Sample sample) {
    return task.value(Gate.predict(model, task, sample));
  }
}
