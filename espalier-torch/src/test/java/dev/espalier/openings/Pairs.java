package dev.espalier.openings;

import dev.espalier.task.LabelForm;
import dev.espalier.task.Pairing;
import dev.espalier.task.Predictions;
import dev.espalier.task.Task;
import dev.espalier.task.TaskKind;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.IntFunction;

/** How alike two outputs are: their cosine against a score from -1 to 1. */
public record Pairs() implements TaskKind {
  private static final double CLOSE = 0.2;

  @Override
  public String name() {
    return "pairs";
  }

  @Override
  public String summary() {
    return "how alike two outputs are";
  }

  @Override
  public String source() {
    return "Reimers and Gurevych, Sentence-BERT, EMNLP 2019";
  }

  @Override
  public List<String> metrics(int classes) {
    return List.of("close", "cosine-mse", Task.AGREEMENT);
  }

  @Override
  public LabelForm labels() {
    return LabelForm.NUMBERS;
  }

  @Override
  public int outputs() {
    return 2;
  }

  @Override
  public Map<String, Double> figures(Task task, Predictions predictions) {
    double[] errors = losses(task, predictions, predictions);
    Map<String, Double> figures = new LinkedHashMap<>();
    figures.put("close", Arrays.stream(close(errors)).average().orElse(Double.NaN));
    figures.put("cosine-mse", Arrays.stream(errors).average().orElse(Double.NaN));
    return figures;
  }

  @Override
  public double[] perRecord(Task task, Predictions predictions) {
    double[] errors = losses(task, predictions, predictions);
    return task.metric().equals("close") ? close(errors) : errors;
  }

  private static double[] close(double[] errors) {
    return Arrays.stream(errors).map(e -> e < CLOSE * CLOSE ? 1 : 0).toArray();
  }

  @Override
  public Pairing pairing(String metric) {
    return metric.equals("close") ? Pairing.BY_RECORD : Pairing.BY_RESAMPLING;
  }

  @Override
  public double[] losses(Task task, Predictions predictions, Predictions whole) {
    double[] scores = predictions.targets();
    double[] losses = new double[predictions.records()];
    Arrays.setAll(losses, r -> Math.pow(cosine(predictions, r) - scores[r], 2));
    return losses;
  }

  private static double cosine(Predictions both, int record) {
    Predictions left = both.parts().get(0);
    Predictions right = both.parts().get(1);
    double product = 0;
    double a = 0;
    double b = 0;
    for (int c = 0; c < left.columns(); c++) {
      product += left.at(record, c) * right.at(record, c);
      a += left.at(record, c) * left.at(record, c);
      b += right.at(record, c) * right.at(record, c);
    }
    return product / Math.sqrt(a * b);
  }

  @Override
  public String words(Task task, Predictions predictions) {
    return "likeness of two outputs of " + predictions.parts().get(0).columns() + " numbers";
  }

  @Override
  public String answer(float[] columns, IntFunction<String> classNames) {
    return String.format(Locale.ROOT, "a vector of %d", columns.length);
  }

  @Override
  public String loss() {
    return "cosine";
  }
}
