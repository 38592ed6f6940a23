package dev.espalier.task;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How likely each token of a text is as the next one. Labels are the texts themselves: at each
 * token the one after it.
 *
 * <p>Metrics: perplexity (the exponential of loss), loss (minus the logarithm of the next token's
 * probability, the mean over tokens), next-token-accuracy (the share of tokens that are the
 * likeliest one). All are over the tokens that count, however long texts are. A run also tells
 * best-token: how often the likeliest token is the original's.
 *
 * <p>A drop in perplexity is its relative growth, {@code exp(growth of the loss) - 1}; its interval
 * comes from drawing records anew.
 *
 * @param tokens that are scored; 0 where the model does not say
 */
record NextToken(int tokens) implements TokenKind {
  static final String NAME = "next-token";
  private static final String PERPLEXITY = "perplexity";
  private static final String LOSS = "loss";
  private static final String ACCURACY = "next-token-accuracy";

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public String summary() {
    return "the next token of a text";
  }

  @Override
  public String source() {
    return "Bengio et al., A Neural Probabilistic Language Model, JMLR 3, 2003";
  }

  @Override
  public boolean told() {
    return true;
  }

  @Override
  public List<String> metrics(int classes) {
    return List.of(PERPLEXITY, LOSS, ACCURACY, Task.AGREEMENT);
  }

  @Override
  public String measure() {
    return "loss per token";
  }

  @Override
  public double[] each(PlaceScores scores) {
    return scores.over(scores::crossEntropy).byRecord(scores.records());
  }

  @Override
  public Map<String, Double> figures(Task task, Predictions predictions) {
    PlaceScores scores = new PlaceScores(task, predictions);
    double loss = scores.over(scores::crossEntropy).whole();
    Map<String, Double> figures = new LinkedHashMap<>();
    figures.put(PERPLEXITY, Math.exp(loss));
    figures.put(LOSS, loss);
    figures.put(ACCURACY, scores.accuracy().whole());
    return figures;
  }

  /** The loss; for next-token-accuracy the share that is right. */
  @Override
  public double[] perRecord(Task task, Predictions predictions) {
    return ratio(task, predictions).byRecord(predictions.records());
  }

  @Override
  public Statistic statistic(Task task, Predictions predictions) {
    Ratio ratio = ratio(task, predictions);
    return task.metric().equals(PERPLEXITY) ? records -> Math.exp(ratio.over(records)) : ratio;
  }

  private static Ratio ratio(Task task, Predictions predictions) {
    PlaceScores scores = new PlaceScores(task, predictions);
    return task.metric().equals(ACCURACY) ? scores.accuracy() : scores.over(scores::crossEntropy);
  }

  @Override
  public Map<String, Double> nearness(Predictions original, Predictions other) {
    Task task = new Task(this, Task.AGREEMENT, tokens, 1);
    int[] all = Averages.all(original.records());
    return Map.of("best-token", agreements(task, original, other).over(all));
  }

  /** Of the shares that tokens have in the texts. */
  @Override
  public double chance(Task task, Predictions predictions) {
    PlaceScores scores = new PlaceScores(task, predictions);
    double[] counts = new double[scores.classes()];
    for (int r = 0; r < scores.records(); r++) {
      for (int t = 0; t < scores.places(); t++) {
        if (scores.counts(r, t)) {
          counts[scores.label(r, t)]++;
        }
      }
    }
    double all = Math.max(1, Arrays.stream(counts).sum());
    double entropy =
        Arrays.stream(counts).filter(c -> c > 0).map(c -> -c / all * Math.log(c / all)).sum();
    return switch (task.metric()) {
      case PERPLEXITY -> Math.exp(entropy);
      case LOSS -> entropy;
      case ACCURACY -> Arrays.stream(counts).max().orElse(0) / all;
      default -> Double.NaN;
    };
  }

  @Override
  public String words(Task task, Predictions predictions) {
    return tokens < 1
        ? "the next token of a text"
        : "the next token of "
            + tokens
            + " ("
            + predictions.columns() / tokens
            + " tokens a record)";
  }

  @Override
  public String loss() {
    return "token-cross-entropy";
  }
}
