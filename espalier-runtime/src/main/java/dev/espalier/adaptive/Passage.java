package dev.espalier.adaptive;

import dev.espalier.model.Tensor;
import dev.espalier.model.ValueInfo;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** The way of one batch through the stages. */
final class Passage {
  private final Cascade cascade;
  private final List<StageRunner> runners;
  private final float[] thresholds;
  private final double micros;
  private final long begin = System.nanoTime();

  /**
   * @param micros after which the batch should be answered; infinite for no such budget
   */
  Passage(Cascade cascade, List<StageRunner> runners, float[] thresholds, double micros) {
    this.cascade = cascade;
    this.runners = runners;
    this.thresholds = thresholds;
    this.micros = micros;
  }

  Routed of(Map<String, Tensor> inputs) {
    StageRunner.Timed made = runners.get(0).run(inputs, Map.of());
    Map<String, Tensor> answers = answers(made.outputs());
    int[] rows = IntStream.range(0, made.use().rows()).toArray();
    int[] routes = new int[rows.length];
    List<Routed.Use> uses = new ArrayList<>(List.of(made.use()));
    Map<String, Tensor> own = inputs;
    for (int k = 1; k < runners.size(); k++) {
      int[] onwards = rows.length == 0 ? rows : onwards(k, made.outputs());
      if (onwards.length == 0) {
        rows = onwards;
        uses.add(runners.get(k).unused());
        continue;
      }
      rows = IntStream.of(onwards).map(at(rows)).toArray();
      own = RowNumbers.select(own, onwards);
      made = runners.get(k).run(own, RowNumbers.select(made.outputs(), onwards));
      uses.add(made.use());
      for (int row : rows) {
        routes[row] = k;
      }
      replace(answers, made.outputs(), rows);
    }
    return new Routed(answers, routes, uses);
  }

  /** Positions, among the rows of the stage before {@code k}, of those that go on to it. */
  private int[] onwards(int k, Map<String, Tensor> made) {
    Tensor output = made.get(Cascade.SCORE);
    if (output == null) {
      return new int[0];
    }
    float[] scores = output.floats();
    int[] unsure =
        IntStream.range(0, scores.length).filter(i -> !(scores[i] >= thresholds[k - 1])).toArray();
    double left = micros - (System.nanoTime() - begin) / 1000.0;
    int fit = runners.get(k).fitting(unsure.length, left);
    if (fit == unsure.length) {
      return unsure;
    }
    return IntStream.of(unsure)
        .boxed()
        .sorted(Comparator.comparingDouble(i -> Float.isNaN(scores[i]) ? -1e300 : scores[i]))
        .limit(fit)
        .mapToInt(Integer::intValue)
        .sorted()
        .toArray();
  }

  private Map<String, Tensor> answers(Map<String, Tensor> made) {
    Map<String, Tensor> answers = new LinkedHashMap<>();
    for (ValueInfo answer : cascade.chain().answers()) {
      answers.put(answer.name(), present(made, answer.name()));
    }
    return answers;
  }

  private static void replace(Map<String, Tensor> answers, Map<String, Tensor> made, int[] rows) {
    answers.replaceAll((name, whole) -> RowNumbers.replaced(whole, present(made, name), rows));
  }

  private static Tensor present(Map<String, Tensor> made, String name) {
    Tensor tensor = made.get(name);
    if (tensor == null) {
      throw new IllegalStateException("a stage gave no output '" + name + "'");
    }
    return tensor;
  }

  private static java.util.function.IntUnaryOperator at(int[] rows) {
    return i -> rows[i];
  }
}
