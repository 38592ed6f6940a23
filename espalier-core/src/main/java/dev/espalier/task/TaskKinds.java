package dev.espalier.task;

import dev.espalier.boxes.BoxDecoders;
import dev.espalier.catalogue.Catalogue;
import java.util.ServiceLoader;

/** All kinds of tasks: those here, and those of other jars. */
public final class TaskKinds {
  public static final TaskKind CLASSIFICATION = new Classification();
  public static final TaskKind MULTI_LABEL = new MultiLabel();
  public static final TaskKind REGRESSION = new Regression("regression", "numbers");
  public static final TaskKind FORECAST =
      new Regression("forecast", "numbers, one for each step ahead");
  public static final TaskKind RANKING = new Ranking();
  public static final TaskKind DETECTION = new Detection(BoxDecoders.YOLOV8, true);
  public static final TaskKind MATCH = new Match();
  public static final TaskKind EMBEDDING = embedding(PairForm.ANY, Pooling.FOUND);
  public static final TaskKind UNLABELLED = new Unlabelled();
  public static final TaskKind SEVERAL = new Several();

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
          MATCH,
          EMBEDDING,
          UNLABELLED,
          SEVERAL);

  private TaskKinds() {}

  /** Embeddings of which DATA has said this. */
  public static TaskKind embedding(PairForm form, Pooling pooling) {
    return new Embedding(form, pooling);
  }
}
