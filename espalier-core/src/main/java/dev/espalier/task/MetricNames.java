package dev.espalier.task;

import dev.espalier.catalogue.Nearest;
import java.util.List;

/** Names of the metrics that a model may be judged by. */
public final class MetricNames {
  private MetricNames() {}

  /** Those of all kinds of tasks, once each. */
  public static List<String> all() {
    return TaskKinds.CATALOGUE.members().stream()
        .flatMap(kind -> kind.metrics(0).stream())
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
