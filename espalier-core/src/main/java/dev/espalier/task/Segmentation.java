package dev.espalier.task;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/**
 * A class for each pixel of a picture.
 *
 * <p>Metrics: iou (intersection over union of each class over all pixels of all records, the mean
 * over the classes that occur; of one score a pixel that of class 1), dice (twice the intersection
 * over the sum of both, likewise), accuracy (the share of pixels that are right), and of two
 * classes auc (area under the ROC curve of all pixels). Pixels whose label is negative count for
 * nothing. Without labels agreement, which is iou with the original's masks in place of labels.
 *
 * <p>None is a mean over records, so a drop has its interval by drawing images anew: pixels of one
 * image are no independent examples.
 *
 * @param told whether there are masks to learn and judge by
 * @param form how the scores of pixels lie in the output
 */
public record Segmentation(boolean told, PixelForm form) implements TaskKind {
  /** What DATA calls it. */
  public static final String NAME = "segmentation";

  /** Intersection over union. */
  public static final String IOU = "iou";

  private static final String DICE = "dice";
  private static final String ACCURACY = "accuracy";
  private static final String AUC = "auc";

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public String summary() {
    return "a class for each pixel of a picture, by intersection over union";
  }

  @Override
  public String source() {
    return "Everingham et al., The Pascal Visual Object Classes Challenge, IJCV 88, 2010";
  }

  @Override
  public List<String> metrics(int classes) {
    if (!told) {
      return List.of(Task.AGREEMENT);
    }
    return classes <= 2
        ? List.of(IOU, DICE, ACCURACY, AUC, Task.AGREEMENT)
        : List.of(IOU, DICE, ACCURACY, Task.AGREEMENT);
  }

  @Override
  public LabelForm labels() {
    return told ? LabelForm.PIXELS : LabelForm.NONE;
  }

  /** Labels are of pixels, which no row of numbers foretells. */
  @Override
  public boolean direct() {
    return false;
  }

  /** A record has many answers, each as sure as it is. */
  @Override
  public boolean routed() {
    return false;
  }

  @Override
  public Map<String, Double> figures(Task task, Predictions predictions) {
    Map<String, Double> figures = new LinkedHashMap<>();
    if (told) {
      PlaceScores scores = scores(task, predictions);
      Overlaps overlaps = overlaps(scores);
      int[] all = Averages.all(scores.records());
      figures.put(IOU, overlaps.meanIou().over(all));
      figures.put(DICE, overlaps.meanDice().over(all));
      figures.put(ACCURACY, scores.accuracy().whole());
      if (scores.classes() == 2) {
        figures.put(AUC, new PixelAuc(scores).over(all));
      }
    }
    return figures;
  }

  /** Of each image alone. */
  @Override
  public double[] perRecord(Task task, Predictions predictions) {
    Statistic statistic = statistic(task, predictions);
    return Averages.each(predictions.records(), r -> statistic.over(new int[] {r}));
  }

  @Override
  public Statistic statistic(Task task, Predictions predictions) {
    PlaceScores scores = scores(task, predictions);
    return switch (task.metric()) {
      case DICE -> overlaps(scores).meanDice();
      case ACCURACY -> scores.accuracy();
      case AUC -> new PixelAuc(scores);
      default -> overlaps(scores).meanIou();
    };
  }

  @Override
  public boolean byDegrees() {
    return true;
  }

  @Override
  public String disagreement() {
    return "what intersection over union lacks of 1 where the original's own masks count as right";
  }

  @Override
  public double[] agreement(Task task, Predictions original, Predictions other) {
    Statistic same = agreements(task, original, other);
    return Averages.each(original.records(), r -> same.over(new int[] {r}));
  }

  @Override
  public Statistic agreements(Task task, Predictions original, Predictions other) {
    PlaceScores first = scores(task, original);
    return new Overlaps(scores(task, other), first::best, single()).meanIou();
  }

  /**
   * Of each image the mean over its pixels: cross-entropy and what the overlap of probabilities
   * lacks of 1 ({@link #softDice}); without labels the divergence from the whole model.
   */
  @Override
  public double[] losses(Task task, Predictions predictions, Predictions whole) {
    PlaceScores own = scores(task, predictions);
    if (!told) {
      PlaceScores from = scores(task, whole);
      return own.over((r, p) -> from.divergence(own, r, p)).byRecord(own.records());
    }
    double[] entropy = own.over(own::crossEntropy).byRecord(own.records());
    return Averages.each(entropy.length, r -> entropy[r] + 1 - softDice(own, r));
  }

  /**
   * (2 Σ p·y + 1) / (Σ p + Σ y + 1) of one image, the mean over the classes.
   *
   * <p>Source: Milletari, Navab and Ahmadi, V-Net, 3DV 2016; one added to both parts, so that a
   * class which is nowhere is right where it is answered nowhere.
   */
  private double softDice(PlaceScores scores, int record) {
    double[] both = new double[scores.classes()];
    double[] sum = new double[scores.classes()];
    for (int p = 0; p < scores.places(); p++) {
      if (scores.counts(record, p)) {
        double[] chances = scores.chances(record, p);
        int label = scores.label(record, p);
        Arrays.setAll(sum, c -> sum[c] + chances[c]);
        sum[label]++;
        both[label] += chances[label];
      }
    }
    int first = single() ? 1 : 0;
    return Averages.mean(sum.length - first, c -> (2 * both[first + c] + 1) / (sum[first + c] + 1));
  }

  /** Of one class for every pixel; of auc a half. */
  @Override
  public double chance(Task task, Predictions predictions) {
    if (!told || task.metric().equals(Task.AGREEMENT)) {
      return Double.NaN;
    }
    long[] counts = classCounts(task, predictions);
    double all = Math.max(1, Arrays.stream(counts).sum());
    double occur = Math.max(1, Arrays.stream(counts).filter(n -> n > 0).count());
    double share = (single() ? counts[1] : Arrays.stream(counts).max().orElse(0)) / all;
    double classes = single() ? 1 : occur;
    return switch (task.metric()) {
      case IOU -> share / classes;
      case DICE -> 2 * share / (1 + share) / classes;
      case ACCURACY -> Arrays.stream(counts).max().orElse(0) / all;
      case AUC -> 0.5;
      default -> Double.NaN;
    };
  }

  @Override
  public String classFigure() {
    return "IoU";
  }

  /** Pixels of each class. */
  @Override
  public long[] classCounts(Task task, Predictions predictions) {
    return told ? overlaps(scores(task, predictions)).counts() : new long[0];
  }

  @Override
  public double[] recalls(Task task, Predictions predictions) {
    return told ? overlaps(scores(task, predictions)).iou() : new double[0];
  }

  @Override
  public String words(Task task, Predictions predictions) {
    int scores = form.layout().scores(Math.max(1, task.classes()));
    return "segmentation into "
        + task.classes()
        + " classes ("
        + predictions.columns() / scores
        + " pixels a record)";
  }

  /** Which numbers are of which pixel, columns alone do not tell. */
  @Override
  public String answer(float[] columns, IntFunction<String> classNames) {
    return columns.length + " scores";
  }

  @Override
  public String loss() {
    return "cross-entropy-dice";
  }

  /**
   * {@return by the number of a record the class of each of its pixels, row by row; -1 where scores
   * are no numbers}
   *
   * @param task what the outputs mean
   * @param predictions what a model said of some records
   */
  public IntFunction<int[]> masks(Task task, Predictions predictions) {
    PlaceScores scores = scores(task, predictions);
    return record -> IntStream.range(0, scores.places()).map(p -> scores.best(record, p)).toArray();
  }

  private boolean single() {
    return form == PixelForm.ONE_SCORE;
  }

  private PlaceScores scores(Task task, Predictions predictions) {
    return new PlaceScores(task, predictions, form.layout());
  }

  private Overlaps overlaps(PlaceScores scores) {
    return new Overlaps(scores, scores::label, single());
  }
}
