package dev.espalier.dynamic;

import dev.espalier.adaptive.Cascade;
import dev.espalier.adaptive.Mixing;
import dev.espalier.data.Dataset;
import dev.espalier.judge.Gate;
import dev.espalier.model.Model;
import dev.espalier.model.Tensor;
import dev.espalier.ort.Session;
import dev.espalier.ort.SessionOptions;
import dev.espalier.routing.Outcomes;
import dev.espalier.task.Predictions;
import dev.espalier.task.Task;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** What every model of a family says of each record of one part of the data. */
final class AnsweredRows {
  private final Map<Variant, Predictions> predictions = new IdentityHashMap<>();
  private final Predictions original;
  private final RowLosses losses;

  private AnsweredRows(
      Map<Variant, Predictions> predictions, Predictions original, RowLosses losses) {
    this.predictions.putAll(predictions);
    this.original = original;
    this.losses = losses;
  }

  /** Runs all models over {@code data}; the last one is the original. */
  static AnsweredRows of(List<Variant> variants, Task task, Dataset data, RowLosses losses) {
    Map<Variant, Predictions> all = new IdentityHashMap<>();
    variants.forEach(v -> all.put(v, Gate.predict(v.model(), task, data)));
    Predictions original = Objects.requireNonNull(all.get(variants.get(variants.size() - 1)));
    return new AnsweredRows(all, original, losses);
  }

  Predictions original() {
    return original;
  }

  Predictions of(Variant variant) {
    return Objects.requireNonNull(predictions.get(variant));
  }

  /** What each stage of a line says, mixed as the line has it. */
  List<Predictions> of(StageLine line) {
    List<Predictions> stages = new ArrayList<>();
    for (Variant variant : line.variants()) {
      Predictions own = of(variant);
      int before = stages.size() - 1;
      stages.add(
          before < 0 || line.weights().isEmpty()
              ? own
              : mixed(own, stages.get(before), line.weights().get(before)));
    }
    return stages;
  }

  /** Answers that take in a share of those before. */
  static Predictions mixed(Predictions own, Predictions before, double weight) {
    float[] outputs = Mixing.answers(own.outputs(), before.outputs(), weight);
    return new Predictions(outputs, own.columns(), own.labels());
  }

  /** Scores and losses of all stages, had all records passed all of them. */
  Outcomes outcomes(StageLine line, Cascade cascade) {
    List<Predictions> stages = of(line);
    float[][] scores = new float[stages.size() - 1][];
    for (int k = 0; k < scores.length; k++) {
      scores[k] = scores(cascade.scorer(k), stages.get(k), stages.get(Math.max(0, k - 1)));
    }
    double[][] wrong = stages.stream().map(p -> losses.of(p, original)).toArray(double[][]::new);
    return new Outcomes(scores, wrong, losses.of(original, original));
  }

  /** How wrong each stage is on each record: {@code [stages][records]}, less is better. */
  double[][] graded(StageLine line) {
    return of(line).stream().map(p -> losses.graded(p, original)).toArray(double[][]::new);
  }

  /** Each record as the stage answers to which it was routed. */
  Predictions routed(StageLine line, int[] routes) {
    return Predictions.chosen(of(line), routes);
  }

  private static float[] scores(Model scorer, Predictions own, Predictions before) {
    Map<String, Tensor> inputs = new LinkedHashMap<>();
    inputs.put(Cascade.ANSWER, tensor(scorer, own));
    inputs.put(Cascade.BEFORE, tensor(scorer, before));
    try (Session session = Session.open(scorer, SessionOptions.threads(1))) {
      return Objects.requireNonNull(session.run(inputs).get(Cascade.SCORE)).floats();
    }
  }

  private static Tensor tensor(Model scorer, Predictions predictions) {
    boolean flat = scorer.graph().dataInputs().get(0).dims().size() == 1;
    return flat
        ? Tensor.floats(predictions.outputs(), predictions.records())
        : Tensor.floats(predictions.outputs(), predictions.records(), predictions.columns());
  }
}
