package dev.espalier.dynamic;

import dev.espalier.adaptive.Join;
import dev.espalier.data.Batch;
import dev.espalier.data.Layout;
import dev.espalier.data.Perturbation;
import dev.espalier.data.Perturbing;
import dev.espalier.data.Sample;
import dev.espalier.data.Spread;
import dev.espalier.judge.Gate;
import dev.espalier.measure.RouteCount;
import dev.espalier.model.Model;
import dev.espalier.record.DynamicRecord.Stress;
import dev.espalier.task.Predictions;
import dev.espalier.task.Task;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * How a dynamic model and its original hold out when inputs become worse, and how many more rows
 * then pass the first stage, on a seeded sample of the final examples.
 */
final class Disturbed {
  private static final int MOST = 1000;
  private static final double WORK = 6e11;
  private static final int BATCH = 100;

  private final Task task;
  private final Model original;
  private final Model dynamic;

  Disturbed(Task task, Model original, Model dynamic) {
    this.task = task;
    this.original = original;
    this.dynamic = dynamic;
  }

  /**
   * One row for undisturbed inputs, and one for each disturbance and strength; none where inputs
   * cannot be made worse by degrees.
   *
   * @param macs of one record in both models together: fewer examples are taken of dear models
   */
  List<Stress> on(UnseenParts parts, double macs, long seed) {
    Layout layout = Layout.of(parts.last().batch(new int[] {0}));
    List<Perturbation> ways = Perturbation.fitting(layout);
    if (ways.isEmpty()) {
      return List.of();
    }
    double passes = 1 + ways.size() * Perturbation.STRENGTHS;
    int records = (int) Math.max(1, Math.min(MOST, WORK / (passes * macs)));
    Sample clean = Sample.of(parts.last(), task, records, seed);
    Perturbing perturbing = new Perturbing(layout, Spread.of(layout, clean.all()));
    List<Stress> rows = new ArrayList<>();
    rows.add(measured("none", 0, clean));
    for (Perturbation way : ways) {
      for (int strength = 1; strength <= Perturbation.STRENGTHS; strength++) {
        Batch harder = perturbing.apply(clean.all(), way, strength, seed);
        rows.add(measured(way.title(), strength, new Sample(harder)));
      }
    }
    return rows;
  }

  private Stress measured(String kind, int strength, Sample sample) {
    Predictions fromOriginal = Gate.predict(original, task, sample);
    Predictions fromDynamic = Gate.predict(dynamic, task, sample);
    return new Stress(
        kind,
        strength,
        Gate.value(task, fromOriginal, fromOriginal),
        Gate.value(task, fromOriginal, fromDynamic),
        sentOn(sample));
  }

  /** None where one member answers everything. */
  private double sentOn(Sample sample) {
    if (!dynamic.graph().outputNames().contains(Join.ROUTE)) {
      return 0;
    }
    int threads = Runtime.getRuntime().availableProcessors();
    int[] routes = RouteCount.of(dynamic, Join.ROUTE, sample, BATCH, threads);
    return Arrays.stream(routes).filter(r -> r > 0).count() / (double) routes.length;
  }
}
