package dev.espalier.task;

import dev.espalier.files.DataException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** No labels: only agreement with the original can be judged. */
record Unlabelled() implements TaskKind {
  @Override
  public String name() {
    return "unlabelled";
  }

  @Override
  public String summary() {
    return "what the original says";
  }

  @Override
  public String source() {
    return "common knowledge";
  }

  @Override
  public List<String> metrics(int classes) {
    return List.of(Task.AGREEMENT);
  }

  @Override
  public LabelForm labels() {
    return LabelForm.NONE;
  }

  @Override
  public boolean stated() {
    return false;
  }

  @Override
  public Map<String, Double> figures(Task task, Predictions predictions) {
    return new LinkedHashMap<>();
  }

  @Override
  public double[] perRecord(Task task, Predictions predictions) {
    throw new DataException(
        "unlabelled data cannot tell right from wrong; compare two models instead");
  }

  /** Mean squared distance to what the whole model says. */
  @Override
  public double[] losses(Task task, Predictions predictions, Predictions whole) {
    return predictions.squaredDistances(i -> whole.outputs()[i]);
  }

  @Override
  public String words(Task task, Predictions predictions) {
    return "unlabelled (" + predictions.columns() + " outputs)";
  }

  @Override
  public String loss() {
    return "output-matching";
  }
}
