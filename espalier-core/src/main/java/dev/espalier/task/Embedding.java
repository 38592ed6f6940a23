package dev.espalier.task;

import dev.espalier.files.DataException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;

/**
 * Vectors that stand for records, and lie near each other where these mean the same. Two records
 * that are compared follow each other: {@link Task#groupSize} is 2 then.
 *
 * <p>Metrics of pairs with scores: spearman, pearson (of the cosines with the scores). Of queries
 * with their documents: mrr (mean reciprocal rank), recall@1, recall@10. Without pairs agreement
 * alone: the mean cosine to the original's vectors.
 *
 * @param form what is known of pairs
 * @param pooling how an output becomes a vector
 */
record Embedding(PairForm form, Pooling pooling) implements TaskKind {
  static final String NAME = "embedding";
  private static final String RECALL = "recall@";
  private static final double FEW = 0.01;
  private static final double TINY = 1e-12;

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public String summary() {
    return "vectors whose cosines say how alike records are";
  }

  @Override
  public String source() {
    return "Reimers and Gurevych, Sentence-BERT, EMNLP 2019";
  }

  @Override
  public List<String> metrics(int classes) {
    return switch (form) {
      case SCORES -> List.of("spearman", "pearson", Task.AGREEMENT);
      case DOCUMENTS -> List.of("mrr", "recall@1", "recall@10", Task.AGREEMENT);
      case NONE -> List.of(Task.AGREEMENT);
      case ANY -> List.of("spearman", "pearson", "mrr", "recall@1", "recall@10", Task.AGREEMENT);
    };
  }

  @Override
  public LabelForm labels() {
    return form == PairForm.NONE ? LabelForm.NONE : LabelForm.NUMBERS;
  }

  @Override
  public TaskKind readAs(String outputs) {
    return new Embedding(form, Pooling.of(outputs));
  }

  /** What is trained is the distance to the original; scores judge it. */
  @Override
  public boolean taught() {
    return true;
  }

  /** A vector does not say how sure it is. */
  @Override
  public boolean routed() {
    return false;
  }

  /** Labels are of pairs. */
  @Override
  public boolean direct() {
    return false;
  }

  @Override
  public boolean grouped() {
    return form == PairForm.SCORES || form == PairForm.DOCUMENTS;
  }

  @Override
  public Map<String, Double> figures(Task task, Predictions predictions) {
    Map<String, Double> out = new LinkedHashMap<>();
    if (form == PairForm.SCORES) {
      RankCorrelation correlation = correlation(predictions);
      out.put("spearman", correlation.over(Averages.all(predictions.records() / 2)));
      out.put("pearson", correlation.linear());
    } else if (form == PairForm.DOCUMENTS) {
      int[] ranks = new Retrieval(predictions).ranks();
      out.put("mrr", Averages.mean(ranks.length, i -> 1.0 / ranks[i]));
      out.put("recall@1", Averages.mean(ranks.length, i -> within(ranks[i], 1)));
      out.put("recall@10", Averages.mean(ranks.length, i -> within(ranks[i], 10)));
    }
    return out;
  }

  private static double within(int rank, int best) {
    return rank <= best ? 1 : 0;
  }

  /** Cosines of the pairs, and their scores. */
  private static RankCorrelation correlation(Predictions predictions) {
    double[] targets = predictions.targets();
    if (targets.length % 2 != 0 || targets.length != predictions.records()) {
      throw new DataException(
          targets.length
              + " scores for "
              + predictions.records()
              + " records do not make pairs; name both texts of a pair under `labels: {pair: [A, B]}`");
    }
    return new RankCorrelation(
        Cosines.ofPairs(predictions), Averages.each(targets.length / 2, p -> targets[2 * p]));
  }

  /** One figure a pair. */
  @Override
  public double[] perRecord(Task task, Predictions predictions) {
    if (form == PairForm.SCORES) {
      return correlation(predictions).products();
    }
    if (form != PairForm.DOCUMENTS) {
      throw new DataException(
          "embeddings without pairs can only be compared with those of the original; compare two models instead");
    }
    int[] ranks = new Retrieval(predictions).ranks();
    String metric = task.metric();
    int best = metric.startsWith(RECALL) ? Integer.parseInt(metric.substring(RECALL.length())) : 0;
    return Averages.each(ranks.length, i -> best > 0 ? within(ranks[i], best) : 1.0 / ranks[i]);
  }

  /** Documents are looked for among those of all records, whichever queries are taken. */
  @Override
  public Statistic statistic(Task task, Predictions predictions) {
    if (form != PairForm.SCORES || !task.metric().equals("spearman")) {
      return Statistic.mean(perRecord(task, predictions));
    }
    return correlation(predictions)::over;
  }

  @Override
  public Pairing pairing(String metric) {
    return metric.equals("pearson")
        ? Pairing.NONE
        : metric.startsWith(RECALL) ? Pairing.BY_RECORD : Pairing.BY_RESAMPLING;
  }

  @Override
  public double[] agreement(Task task, Predictions original, Predictions other) {
    return Cosines.ofRecords(original, other);
  }

  @Override
  public Map<String, Double> nearness(Predictions original, Predictions other) {
    double[] cosines = Cosines.ofRecords(original, other);
    Arrays.sort(cosines);
    Map<String, Double> out = new LinkedHashMap<>();
    out.put("cosine", Averages.mean(cosines.length, i -> cosines[i]));
    out.put("cosine-1%", cosines[(int) (FEW * (cosines.length - 1))]);
    return out;
  }

  @Override
  public boolean byDegrees() {
    return true;
  }

  @Override
  public String disagreement() {
    return "how far its vectors turn away from the original's (1 less the mean cosine)";
  }

  /** One less the cosine, and the squared distance as a share of the original's mean square. */
  @Override
  public double[] losses(Task task, Predictions predictions, Predictions whole) {
    double[] cosines = Cosines.ofRecords(whole, predictions);
    double[] squared = predictions.squaredDistances(i -> whole.outputs()[i]);
    double[] lengths = whole.squaredDistances(i -> 0);
    double mean = Math.max(TINY, Averages.mean(lengths.length, i -> lengths[i]));
    return Averages.each(cosines.length, r -> 1 - cosines[r] + squared[r] / mean);
  }

  /** Of a random order. */
  @Override
  public double chance(Task task, Predictions predictions) {
    int pairs = Math.max(1, predictions.records() / 2);
    if (form == PairForm.SCORES) {
      return 0;
    }
    if (form != PairForm.DOCUMENTS) {
      return Double.NaN;
    }
    return task.metric().startsWith(RECALL)
        ? Math.min(1, Integer.parseInt(task.metric().substring(RECALL.length())) / (double) pairs)
        : Averages.mean(pairs, i -> 1.0 / (i + 1));
  }

  @Override
  public String words(Task task, Predictions predictions) {
    String vectors = "embeddings of " + predictions.columns() + " values";
    return switch (form) {
      case SCORES -> vectors + ", pairs with scores";
      case DOCUMENTS -> vectors + ", queries with their documents";
      default -> vectors;
    };
  }

  @Override
  public String answer(float[] columns, IntFunction<String> classNames) {
    return TaskKinds.MATCH.answer(columns, classNames);
  }

  @Override
  public String loss() {
    return "embedding-matching";
  }
}
