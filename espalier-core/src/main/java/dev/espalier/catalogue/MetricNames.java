package dev.espalier.catalogue;

import java.util.List;
import java.util.stream.Stream;

/** Names of the metrics that a model may be judged by, the usual one first. */
public final class MetricNames {
  public static final List<String> AGREEMENT = List.of("agreement");

  /** f1 and auc are of two classes, top5 of more than five. */
  public static final List<String> CLASSIFICATION =
      List.of(
          "accuracy",
          "macro-f1",
          "macro-precision",
          "macro-recall",
          "f1",
          "auc",
          "top5",
          "loss",
          "agreement");

  public static final List<String> MULTI_LABEL =
      List.of(
          "macro-f1", "macro-precision", "macro-recall", "accuracy", "exact-match", "agreement");
  public static final List<String> REGRESSION =
      List.of("relative-mse", "mse", "mae", "r2", "agreement");
  public static final List<String> RANKING = List.of("hr@10", "ndcg@10", "agreement");

  private MetricNames() {}

  /** All of them, once each. */
  public static List<String> all() {
    return Stream.of(CLASSIFICATION, MULTI_LABEL, REGRESSION, RANKING)
        .flatMap(List::stream)
        .distinct()
        .toList();
  }

  /** Why {@code name} is none of {@code known}, for a person. */
  public static String refusal(String name, List<String> known) {
    return "there is no metric \""
        + name
        + "\" here; did you mean \""
        + Nearest.to(name, known)
        + "\"? Known: "
        + String.join(", ", known);
  }
}
