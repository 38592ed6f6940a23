package dev.espalier.dynamic;

import dev.espalier.adaptive.Cascade;
import dev.espalier.adaptive.Chain;
import dev.espalier.adaptive.Join;
import dev.espalier.measure.Latency;
import dev.espalier.measure.LatencyRequest;
import dev.espalier.model.Model;
import dev.espalier.recipe.LatencySettings;
import dev.espalier.recipe.Recipe;
import dev.espalier.routing.StageCosts;
import java.util.Arrays;
import java.util.List;

/**
 * What choosing itself costs a record: the score, the branch and the gathering behind a stage, and
 * the second call for those that go on. Measured on one chain, joined as it would be written: with
 * thresholds that stop every row, with thresholds that stop none, and its stages alone.
 *
 * @param stopping behind every stage but the last, for each record that arrives there
 * @param goingOn for each record that arrives at a later stage
 */
record ChoosingMeter(double stopping, double goingOn) {
  private static final double SECONDS = 5;

  /** Micros of a record, of the first two stages of this chain. */
  static ChoosingMeter of(Cascade cascade, Recipe recipe) {
    Chain chain = cascade.chain();
    int gates = chain.size() - 1;
    Model first = chain.stage(0).model();
    Model all = Join.fixed(cascade, thresholds(gates, -Float.MAX_VALUE));
    Model none = Join.fixed(cascade, thresholds(gates, Float.MAX_VALUE));
    LatencySettings timed = recipe.latency();
    LatencyRequest request =
        new LatencyRequest(timed.batch(), timed.threads(), timed.runs(), recipe.seed())
            .withSeconds(SECONDS);
    Latency latency = Latency.measure(List.of(first, chain.last().model(), all, none), request);
    double records = latency.figures().get(0).batch();
    double stopping = Math.max(0, latency.quietMicros(2) - latency.quietMicros(0));
    double onwards = latency.quietMicros(3) - latency.quietMicros(2) - latency.quietMicros(1);
    return new ChoosingMeter(stopping / records, Math.max(0, onwards) / records);
  }

  private static float[] thresholds(int gates, float value) {
    float[] all = new float[gates];
    Arrays.fill(all, value);
    return all;
  }

  /** The costs of the stages with that of choosing. */
  StageCosts with(StageCosts stages) {
    double[] each = stages.each().clone();
    for (int k = 0; k < each.length; k++) {
      each[k] += (k < each.length - 1 ? stopping : 0) + (k > 0 ? goingOn : 0);
    }
    return new StageCosts(each, stages.unit());
  }
}
