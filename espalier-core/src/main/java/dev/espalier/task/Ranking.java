package dev.espalier.task;

import dev.espalier.files.DataException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One positive (label 1) among {@link Task#groupSize} candidates, scored by the last column.
 *
 * <p>Metrics: hr@10 and ndcg@10 (1/log2(1+rank) within the ten best); ties count against the model.
 */
record Ranking() implements TaskKind {
  private static final int BEST = 10;

  @Override
  public String name() {
    return "ranking";
  }

  @Override
  public String summary() {
    return "the positive among candidates";
  }

  @Override
  public String source() {
    return "He et al., Neural Collaborative Filtering, WWW 2017";
  }

  @Override
  public List<String> metrics(int classes) {
    return List.of("hr@10", "ndcg@10", Task.AGREEMENT);
  }

  @Override
  public LabelForm labels() {
    return LabelForm.NUMBERS;
  }

  /** Pairs make it, whatever DATA says of labels. */
  @Override
  public boolean stated() {
    return false;
  }

  @Override
  public boolean grouped() {
    return true;
  }

  @Override
  public Map<String, Double> figures(Task task, Predictions predictions) {
    int[] ranks = ranks(task, predictions);
    Map<String, Double> out = new LinkedHashMap<>();
    out.put("hr@10", Averages.mean(ranks.length, i -> hit(ranks[i])));
    out.put("ndcg@10", Averages.mean(ranks.length, i -> gain(ranks[i])));
    return out;
  }

  /** One figure a group: hit or discounted gain. */
  @Override
  public double[] perRecord(Task task, Predictions predictions) {
    int[] ranks = ranks(task, predictions);
    boolean gain = gain(task);
    return Averages.each(ranks.length, i -> gain ? gain(ranks[i]) : hit(ranks[i]));
  }

  private static boolean gain(Task task) {
    return task.metric().startsWith("ndcg");
  }

  /** Rank (from 1) of each group's positive. */
  private static int[] ranks(Task task, Predictions predictions) {
    int size = task.groupSize();
    int[] labels = predictions.classes();
    if (labels.length % size != 0) {
      throw new DataException(
          labels.length
              + " records do not make whole groups of "
              + size
              + " candidates; check the group size");
    }
    int[] ranks = new int[labels.length / size];
    int score = predictions.columns() - 1;
    for (int g = 0; g < ranks.length; g++) {
      int positive = positive(labels, g * size, size);
      for (int i = g * size; i < (g + 1) * size; i++) {
        // written so that NaN never wins
        ranks[g] +=
            i == positive || !(predictions.at(i, score) < predictions.at(positive, score)) ? 1 : 0;
      }
    }
    return ranks;
  }

  private static int positive(int[] labels, int from, int size) {
    for (int i = from; i < from + size; i++) {
      if (labels[i] == 1) {
        return i;
      }
    }
    throw new DataException(
        "records "
            + from
            + " to "
            + (from + size - 1)
            + " form a group without a positive (label 1)");
  }

  private static double hit(int rank) {
    return rank <= BEST ? 1 : 0;
  }

  private static double gain(int rank) {
    return rank <= BEST ? Math.log(2) / Math.log(1 + rank) : 0;
  }

  @Override
  public Pairing pairing(String metric) {
    return metric.equals("hr@10") ? Pairing.BY_RECORD : Pairing.BY_RESAMPLING;
  }

  /** Binary cross-entropy of each candidate. */
  @Override
  public double[] losses(Task task, Predictions predictions, Predictions whole) {
    return predictions.binaryLosses();
  }

  /** Of a random order. */
  @Override
  public double chance(Task task, Predictions predictions) {
    double sum = 0;
    for (int rank = 1; rank <= Math.min(BEST, task.groupSize()); rank++) {
      sum += gain(task) ? gain(rank) : 1;
    }
    return sum / task.groupSize();
  }

  /** Score of a group's positive less the tenth best of the others. */
  @Override
  public double[] margins(Task task, Predictions predictions) {
    int size = task.groupSize();
    int[] labels = predictions.classes();
    int score = predictions.columns() - 1;
    double[] margins = new double[labels.length / size];
    for (int g = 0; g < margins.length; g++) {
      double positive = Double.NaN;
      double[] others = new double[size];
      for (int i = 0; i < size; i++) {
        double s = predictions.at(g * size + i, score);
        positive = labels[g * size + i] == 1 ? s : positive;
        others[i] = labels[g * size + i] == 1 ? Double.NEGATIVE_INFINITY : s;
      }
      Arrays.sort(others);
      margins[g] = positive - others[Math.max(0, size - BEST)];
    }
    return margins;
  }

  @Override
  public String words(Task task, Predictions predictions) {
    return "ranking of " + task.groupSize() + " candidates";
  }

  @Override
  public String loss() {
    return "binary-cross-entropy";
  }
}
