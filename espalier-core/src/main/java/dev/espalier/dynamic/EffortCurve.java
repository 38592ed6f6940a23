package dev.espalier.dynamic;

import dev.espalier.model.Tensor;
import dev.espalier.record.DynamicRecord.Effort;
import dev.espalier.record.DynamicRecord.Share;
import dev.espalier.routing.Outcomes;
import dev.espalier.routing.Paired;
import dev.espalier.routing.RoutingFigures;
import dev.espalier.routing.StageCosts;
import dev.espalier.task.Predictions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** What a dynamic model does on the final examples, at every effort and at the calibrated point. */
final class EffortCurve {
  private static final int STEPS = 20;

  private final UnseenParts parts;
  private final Routes.Chosen chosen;
  private final AnsweredRows answered;
  private final Outcomes outcomes;
  private final StageCosts macs;
  private final double originalMacs;

  EffortCurve(UnseenParts parts, Routes.Chosen chosen, AnsweredRows answered, StageMeter meter) {
    this.parts = parts;
    this.chosen = chosen;
    this.answered = answered;
    this.macs = meter.macs(chosen.line().chain());
    this.originalMacs = meter.original(StageMeter.MACS);
    this.outcomes = answered.outcomes(chosen.line(), chosen.cascade());
  }

  /** The stage that answers each record at the calibrated point. */
  int[] routes() {
    return routes(chosen.table().calibrated());
  }

  int lastStage() {
    return outcomes.stages() - 1;
  }

  /** How sure a stage but the last is of a record. */
  double score(int record, int stage) {
    return outcomes.scores()[stage][record];
  }

  /** Each record's answer there, picked from the members' own. */
  Predictions byHand() {
    return answered.routed(chosen.line(), routes());
  }

  /** How far a record's score is from the calibrated threshold of a stage. */
  double distance(int record, int stage) {
    float threshold = chosen.table().thresholds()[chosen.table().calibrated()][stage];
    return Math.abs((double) outcomes.scores()[stage][record] - threshold);
  }

  /** Mean MACs of a record there. */
  double meanMacs() {
    return macs.mean(routes());
  }

  /** At steps of 0.05, and at the calibrated point. */
  List<Effort> efforts() {
    Set<Integer> told = new TreeSet<>(Set.of(chosen.table().calibrated()));
    for (int step = 0; step <= STEPS; step++) {
      told.add(chosen.table().row((float) step / STEPS));
    }
    List<Effort> rows = new ArrayList<>();
    double[] before = {};
    for (int row : told) {
      int[] routes = routes(row);
      double[] losses = outcomes.lossesOf(routes);
      Paired gain = gain(before, losses);
      rows.add(
          new Effort(
              effort(row),
              macs.mean(routes) / originalMacs,
              metric(answered.routed(chosen.line(), routes)),
              gain.mean(),
              gain.standardError()));
      before = losses;
    }
    return rows;
  }

  /** By how much less is lost than one effort before. */
  private static Paired gain(double[] before, double[] now) {
    if (before.length == 0) {
      return new Paired(Double.NaN, Double.NaN);
    }
    double[] gains = new double[now.length];
    Arrays.setAll(gains, i -> before[i] - now[i]);
    return Paired.of(gains);
  }

  List<Share> shares() {
    int[] routes = routes();
    List<Share> rows = new ArrayList<>();
    int[] one = new int[routes.length];
    rows.add(share("all", routes, one, 0));
    Tensor labels = answered.original().labels();
    if (labels != null && parts.task().classed()) {
      int[] classes = Arrays.stream(labels.longs()).mapToInt(Math::toIntExact).toArray();
      for (int c = 0; c <= Arrays.stream(classes).max().orElse(-1); c++) {
        rows.add(share(parts.roles().className(c), routes, classes, c));
      }
    }
    return rows;
  }

  private Share share(String name, int[] routes, int[] classes, int wanted) {
    long records = Arrays.stream(classes).filter(c -> c == wanted).count();
    double[][] shares =
        RoutingFigures.sharesByClass(routes, classes, chosen.line().variants().size());
    return new Share(name, records, Arrays.stream(shares[wanted]).boxed().toList());
  }

  double metric(Predictions predictions) {
    return parts.task().unlabelled()
        ? dev.espalier.quality.Agreement.of(parts.task(), answered.original(), predictions)
            .sameAnswer()
        : parts.task().value(predictions);
  }

  private int[] routes(int row) {
    return outcomes.routes(chosen.table().thresholds()[row]);
  }

  double effort(int row) {
    return (double) row / (chosen.table().rows() - 1);
  }
}
