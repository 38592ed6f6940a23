package dev.espalier.task;

import dev.espalier.boxes.AveragePrecision;
import dev.espalier.boxes.Box;
import dev.espalier.boxes.BoxDecoder;
import dev.espalier.boxes.BoxHead;
import dev.espalier.boxes.Detections;
import dev.espalier.boxes.HeadDistance;
import dev.espalier.boxes.Truth;
import dev.espalier.files.DataException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/**
 * Boxes round objects of some classes.
 *
 * <p>Metrics: map50 (the mean over the classes of the average precision at an overlap of 0.5),
 * map50-95 (the mean over the overlaps 0.5, 0.55 … 0.95 besides). Without labels agreement, which
 * is map50 with the original's boxes of a score of at least 0.25 in place of labels.
 *
 * <p>None is a mean over records, so a drop has its interval by drawing images anew, both models'
 * boxes of an image together (Efron and Tibshirani, An Introduction to the Bootstrap, 1993, chapter
 * 8: the independent units are drawn, and images are what was sampled, not boxes).
 *
 * @param decoder how outputs say boxes
 * @param told whether there are labelled boxes
 */
public record Detection(BoxDecoder decoder, boolean told) implements TaskKind {
  /** What DATA calls it. */
  public static final String NAME = "detection";

  static final String HALF = "map50";
  static final String ALL = "map50-95";

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public String summary() {
    return "boxes round objects, by average precision";
  }

  @Override
  public String source() {
    return "Lin et al., Microsoft COCO: Common Objects in Context, ECCV 2014";
  }

  @Override
  public List<String> metrics(int classes) {
    return told ? List.of(HALF, ALL, Task.AGREEMENT) : List.of(Task.AGREEMENT);
  }

  @Override
  public LabelForm labels() {
    return told ? LabelForm.BOXES : LabelForm.NONE;
  }

  @Override
  public int outputs() {
    return decoder.outputs();
  }

  @Override
  public boolean direct() {
    return false;
  }

  @Override
  public boolean taught() {
    return true;
  }

  /** A record has many boxes, each with a score of its own. */
  @Override
  public boolean routed() {
    return false;
  }

  @Override
  public Map<String, Double> figures(Task task, Predictions predictions) {
    Map<String, Double> figures = new LinkedHashMap<>();
    if (told) {
      AveragePrecision precision = precision(task, predictions);
      figures.put(HALF, precision.mean(AveragePrecision.HALF));
      figures.put(ALL, precision.mean(AveragePrecision.ALL));
    }
    return figures;
  }

  /** Of each image how far its sure boxes and the labelled ones are the same. */
  @Override
  public double[] perRecord(Task task, Predictions predictions) {
    return AveragePrecision.same(truths(predictions), found(task, predictions));
  }

  @Override
  public Statistic statistic(Task task, Predictions predictions) {
    AveragePrecision precision = precision(task, predictions);
    int threshold = task.metric().equals(ALL) ? AveragePrecision.ALL : AveragePrecision.HALF;
    return records -> precision.mean(threshold, records);
  }

  /** Of each image how far the sure boxes of both are the same. */
  @Override
  public double[] agreement(Task task, Predictions original, Predictions other) {
    return AveragePrecision.same(asTruths(task, original), found(task, other));
  }

  @Override
  public Statistic agreements(Task task, Predictions original, Predictions other) {
    AveragePrecision precision =
        AveragePrecision.of(classes(task), asTruths(task, original), found(task, other));
    double[] same = agreement(task, original, other);
    return records -> {
      double mean = precision.mean(AveragePrecision.HALF, records);
      return Double.isNaN(mean) ? Averages.mean(records.length, i -> same[records[i]]) : mean;
    };
  }

  @Override
  public boolean byDegrees() {
    return true;
  }

  @Override
  public String disagreement() {
    return "what average precision lacks of 1 where the original's own boxes count as right";
  }

  /** From what the whole model says: labels do not say which candidate is to find which box. */
  @Override
  public double[] losses(Task task, Predictions predictions, Predictions whole) {
    HeadDistance distance = new HeadDistance(head(task, predictions));
    List<BoxHead.Output> said = outputs(predictions);
    List<BoxHead.Output> taught = outputs(whole);
    return Averages.each(predictions.records(), r -> distance.of(said, taught, r));
  }

  @Override
  public String classFigure() {
    return "AP50";
  }

  /** Average precision of each class at an overlap of 0.5. */
  @Override
  public double[] recalls(Task task, Predictions predictions) {
    if (!told) {
      return new double[0];
    }
    AveragePrecision precision = precision(task, predictions);
    return Averages.each(precision.classes(), c -> precision.of(c, AveragePrecision.HALF));
  }

  /** Of boxes. */
  @Override
  public long[] classCounts(Task task, Predictions predictions) {
    long[] counts = new long[classes(task)];
    truths(predictions).stream()
        .flatMap(List::stream)
        .filter(t -> t.box().category() < counts.length)
        .forEach(t -> counts[t.box().category()]++);
    return counts;
  }

  @Override
  public String words(Task task, Predictions predictions) {
    int classes = classes(task);
    return "detection of "
        + classes
        + (classes == 1 ? " class" : " classes")
        + " ("
        + head(task, predictions).candidates()
        + " candidates a record)";
  }

  /** The numbers of boxes by class need the layout, which columns alone do not tell. */
  @Override
  public String answer(float[] columns, IntFunction<String> classNames) {
    return columns.length + " numbers";
  }

  /**
   * {@return the boxes of each record, the surest first}
   *
   * @param task what the outputs mean
   * @param predictions what a model said of some records
   */
  public List<List<Box>> found(Task task, Predictions predictions) {
    return Detections.of(head(task, predictions), outputs(predictions), predictions.records());
  }

  private List<List<Truth>> asTruths(Task task, Predictions original) {
    return found(task, original).stream().map(Detections::asTruth).toList();
  }

  private AveragePrecision precision(Task task, Predictions predictions) {
    return AveragePrecision.of(classes(task), truths(predictions), found(task, predictions));
  }

  private static List<List<Truth>> truths(Predictions predictions) {
    double[] labels = predictions.targets();
    int records = predictions.records();
    return IntStream.range(0, records).mapToObj(r -> Truth.of(labels, r, records)).toList();
  }

  /**
   * {@return where boxes and scores lie in what a model gives}
   *
   * @param task what the outputs mean
   * @param columns numbers per record of each judged output
   */
  public BoxHead head(Task task, List<Integer> columns) {
    return decoder.head(columns, classes(task));
  }

  private BoxHead head(Task task, Predictions predictions) {
    return head(task, parts(predictions).stream().map(Predictions::columns).toList());
  }

  private static int classes(Task task) {
    if (task.classes() < 1) {
      throw new DataException(
          "the number of the detector's classes is unknown; name them under `labels: {classes:"
              + " […]}`");
    }
    return task.classes();
  }

  private static List<Predictions> parts(Predictions predictions) {
    return predictions.parts().isEmpty() ? List.of(predictions) : predictions.parts();
  }

  private static List<BoxHead.Output> outputs(Predictions predictions) {
    return parts(predictions).stream()
        .map(p -> new BoxHead.Output(p.outputs(), p.columns()))
        .toList();
  }

  @Override
  public String loss() {
    return "detection-matching";
  }
}
