package dev.espalier.task;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * A tag for each word of a text: named things, parts of speech.
 *
 * <p>Metrics: span-f1, span-precision and span-recall where tags mark spans (B-PER, I-PER, O), over
 * all spans of all types; token-accuracy; loss (cross-entropy). All are of tokens with a label:
 * those that begin a word.
 *
 * <p>None is a mean over records, so a drop has its interval by drawing records anew.
 *
 * @param told whether there are tags to learn and judge by
 * @param tags their names in the order of the scores; empty where not known
 */
record Tagging(boolean told, List<String> tags) implements TokenKind {
  static final String NAME = "tagging";
  private static final String F1 = "span-f1";
  private static final String PRECISION = "span-precision";
  private static final String RECALL = "span-recall";
  private static final String ACCURACY = "token-accuracy";

  Tagging {
    tags = List.copyOf(tags);
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public String summary() {
    return "a tag for each word of a text";
  }

  @Override
  public String source() {
    return "Tjong Kim Sang and De Meulder, CoNLL-2003; figures as seqeval has them";
  }

  @Override
  public List<String> metrics(int classes) {
    if (!told) {
      return List.of(Task.AGREEMENT);
    }
    return tags.isEmpty() || Spans.marked(tags)
        ? List.of(F1, PRECISION, RECALL, ACCURACY, "loss", Task.AGREEMENT)
        : List.of(ACCURACY, "loss", Task.AGREEMENT);
  }

  @Override
  public String measure() {
    return told ? "share of words right" : "share of words as by the original";
  }

  @Override
  public double[] each(PlaceScores scores) {
    return scores.accuracy().byRecord(scores.records());
  }

  @Override
  public Map<String, Double> figures(Task task, Predictions predictions) {
    Map<String, Double> figures = new LinkedHashMap<>();
    if (told) {
      PlaceScores scores = new PlaceScores(task, predictions);
      if (Spans.marked(tags)) {
        Counts counts = counts(scores);
        List.of(F1, PRECISION, RECALL).forEach(m -> figures.put(m, counts.ratio(m).whole()));
      }
      figures.put(ACCURACY, scores.accuracy().whole());
      figures.put("loss", scores.over(scores::crossEntropy).whole());
    }
    return figures;
  }

  @Override
  public double[] perRecord(Task task, Predictions predictions) {
    return ratio(task, predictions).byRecord(predictions.records());
  }

  @Override
  public Statistic statistic(Task task, Predictions predictions) {
    return ratio(task, predictions);
  }

  private Ratio ratio(Task task, Predictions predictions) {
    PlaceScores scores = new PlaceScores(task, predictions);
    return switch (task.metric()) {
      case F1, PRECISION, RECALL -> counts(scores).ratio(task.metric());
      case "loss" -> scores.over(scores::crossEntropy);
      default -> scores.accuracy();
    };
  }

  /** Spans of each record: those in the labels, those answered, and those in both. */
  private record Counts(double[] labelled, double[] answered, double[] both) {
    Ratio ratio(String metric) {
      return switch (metric) {
        case PRECISION -> new Ratio(both, answered, 0);
        case RECALL -> new Ratio(both, labelled, 0);
        default ->
            new Ratio(
                Averages.each(both.length, r -> 2 * both[r]),
                Averages.each(both.length, r -> labelled[r] + answered[r]),
                1);
      };
    }
  }

  private Counts counts(PlaceScores scores) {
    int records = scores.records();
    Counts counts = new Counts(new double[records], new double[records], new double[records]);
    for (int r = 0; r < records; r++) {
      List<String> right = new ArrayList<>();
      List<String> said = new ArrayList<>();
      for (int t = 0; t < scores.places(); t++) {
        if (scores.counts(r, t)) {
          right.add(tag(scores.label(r, t)));
          said.add(tag(scores.best(r, t)));
        }
      }
      Set<Spans.Span> labelled = Spans.of(right);
      Set<Spans.Span> answered = Spans.of(said);
      counts.labelled[r] = labelled.size();
      counts.answered[r] = answered.size();
      counts.both[r] = answered.stream().filter(labelled::contains).count();
    }
    return counts;
  }

  /** Scores without a name, and scores that are no numbers, mark nothing. */
  private String tag(int number) {
    return number >= 0 && number < tags.size() ? tags.get(number) : "O";
  }

  /** Of the commonest tag for every word, by which no span is found where it is O. */
  @Override
  public double chance(Task task, Predictions predictions) {
    long[] counts = told ? classCounts(task, predictions) : new long[0];
    double most = Arrays.stream(counts).max().orElse(0);
    return switch (task.metric()) {
      case ACCURACY -> most / Math.max(1, Arrays.stream(counts).sum());
      case F1, RECALL -> 0;
      default -> Double.NaN;
    };
  }

  /** Words with each tag. */
  @Override
  public long[] classCounts(Task task, Predictions predictions) {
    return told ? counted(new PlaceScores(task, predictions), false) : new long[0];
  }

  @Override
  public double[] recalls(Task task, Predictions predictions) {
    if (!told) {
      return new double[0];
    }
    PlaceScores scores = new PlaceScores(task, predictions);
    long[] all = counted(scores, false);
    long[] right = counted(scores, true);
    return Averages.each(all.length, c -> right[c] / (double) all[c]);
  }

  /** How many words have each tag, of all or of those that are answered right. */
  private static long[] counted(PlaceScores scores, boolean right) {
    long[] counts = new long[scores.classes()];
    for (int r = 0; r < scores.records(); r++) {
      int record = r;
      IntStream.range(0, scores.places())
          .filter(t -> scores.counts(record, t))
          .filter(t -> !right || scores.best(record, t) == scores.label(record, t))
          .forEach(t -> counts[scores.label(record, t)]++);
    }
    return counts;
  }

  @Override
  public String words(Task task, Predictions predictions) {
    return "tagging with "
        + task.classes()
        + " tags ("
        + predictions.columns() / Math.max(1, task.classes())
        + " tokens a record)";
  }

  @Override
  public String loss() {
    return "token-cross-entropy";
  }
}
