package dev.espalier.dynamic;

import dev.espalier.adaptive.Cascade;
import dev.espalier.adaptive.Scoring;
import dev.espalier.measure.Latency;
import dev.espalier.measure.LatencyRequest;
import dev.espalier.model.Model;
import dev.espalier.recipe.LatencySettings;
import dev.espalier.recipe.Recipe;
import dev.espalier.routing.StageCosts;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * By how much longer than the fastest signal each of the others takes to judge a record, so that a
 * subtle signal has to earn what it costs. One of each kind is timed, all in one interleaved run.
 */
final class ScoreMeter {
  private static final double SECONDS = 5;

  private final Map<String, Double> micros = new LinkedHashMap<>();

  ScoreMeter(List<Cascade> cascades, Recipe recipe) {
    Map<String, Model> kinds = new LinkedHashMap<>();
    for (Cascade cascade : cascades) {
      int last = cascade.scorings().size() - 1;
      kinds.computeIfAbsent(kind(cascade), k -> cascade.scorer(last));
    }
    LatencySettings timed = recipe.latency();
    LatencyRequest request =
        new LatencyRequest(timed.batch(), timed.threads(), timed.runs(), recipe.seed());
    List<String> names = new ArrayList<>(kinds.keySet());
    Latency latency = Latency.measure(List.copyOf(kinds.values()), request.withSeconds(SECONDS));
    for (int i = 0; i < names.size(); i++) {
      micros.put(names.get(i), latency.quietMicros(i) / latency.figures().get(i).batch());
    }
    double fastest = micros.values().stream().mapToDouble(Double::doubleValue).min().orElse(0);
    micros.replaceAll((kind, time) -> time - fastest);
  }

  /** The costs of the stages, and of judging behind each but the last. */
  StageCosts with(StageCosts stages, Cascade cascade) {
    double[] each = stages.each().clone();
    double more = micros.getOrDefault(kind(cascade), 0.0);
    for (int k = 0; k < each.length - 1; k++) {
      each[k] += more;
    }
    return new StageCosts(each, stages.unit());
  }

  private static String kind(Cascade cascade) {
    Scoring scoring = cascade.scorings().get(cascade.scorings().size() - 1);
    boolean scaled = scoring.temperature() != 1;
    boolean pair = cascade.scorings().size() > 1;
    return scoring.signal() + scaled + scoring.weights().isEmpty() + pair;
  }
}
