package dev.espalier.task;

import dev.espalier.boxes.BoxDecoders;
import dev.espalier.catalogue.Catalogue;
import java.util.List;
import java.util.ServiceLoader;

/** All kinds of tasks: those here, and those of other jars. */
public final class TaskKinds {
  /** One class of several. */
  public static final TaskKind CLASSIFICATION = new Classification();

  /** Any number of classes at once. */
  public static final TaskKind MULTI_LABEL = new MultiLabel();

  /** Numbers. */
  public static final TaskKind REGRESSION = new Regression("regression", "numbers");

  /** Numbers to come, one for each step ahead. */
  public static final TaskKind FORECAST =
      new Regression("forecast", "numbers, one for each step ahead");

  /** Which of several items comes first. */
  public static final TaskKind RANKING = new Ranking();

  /** Where which things are in a picture. */
  public static final TaskKind DETECTION = new Detection(BoxDecoders.YOLOV8, true);

  /** A class for each pixel of a picture. */
  public static final TaskKind SEGMENTATION = segmentation(true, PixelForm.CLASSES_FIRST);

  /** Answers like the original's; labels are not read. */
  public static final TaskKind MATCH = new Match();

  /** Vectors that lie near each other where what they stand for is alike. */
  public static final TaskKind EMBEDDING = embedding(PairForm.ANY, Pooling.FOUND);

  /** A tag for each word. */
  public static final TaskKind TAGGING = tagging(true, List.of());

  /** The next token of a text. */
  public static final TaskKind NEXT_TOKEN = nextToken(0);

  /** Nothing is known of the answers. */
  public static final TaskKind UNLABELLED = new Unlabelled();

  /** Several outputs, each a task of its own. */
  public static final TaskKind SEVERAL = new Several();

  /** Those that DATA can name, and behind them those of other jars. */
  public static final Catalogue<TaskKind> CATALOGUE =
      Catalogue.open(
          "task",
          ServiceLoader.load(TaskKind.class),
          CLASSIFICATION,
          MULTI_LABEL,
          REGRESSION,
          FORECAST,
          RANKING,
          DETECTION,
          SEGMENTATION,
          MATCH,
          EMBEDDING,
          TAGGING,
          NEXT_TOKEN,
          UNLABELLED,
          SEVERAL);

  private TaskKinds() {}

  /**
   * Embeddings of which DATA has said this.
   *
   * @param form how pairs of texts are labelled
   * @param pooling how the vectors of tokens become one
   * @return a kind of task of that form
   */
  public static TaskKind embedding(PairForm form, Pooling pooling) {
    return new Embedding(form, pooling);
  }

  /**
   * Masks of which DATA has said this.
   *
   * @param told whether there are masks to learn and judge by
   * @param form how the scores of pixels lie in the output
   * @return a kind of task for such outputs
   */
  public static TaskKind segmentation(boolean told, PixelForm form) {
    return new Segmentation(told, form);
  }

  /**
   * Tags of which DATA has said this.
   *
   * @param told whether there are tags to learn and judge by
   * @param tags their names in the order of the scores; empty where not known
   * @return a kind of task for these tags
   */
  public static TaskKind tagging(boolean told, List<String> tags) {
    return new Tagging(told, tags);
  }

  /**
   * The next of so many tokens.
   *
   * @param tokens that are scored; 0 where the model does not say
   * @return a kind of task for so many tokens
   */
  public static TaskKind nextToken(int tokens) {
    return new NextToken(tokens);
  }
}
