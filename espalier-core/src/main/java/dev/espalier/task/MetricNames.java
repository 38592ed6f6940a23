package dev.espalier.task;

import dev.espalier.catalogue.Nearest;
import java.util.List;

/** Names of the metrics that a model may be judged by. */
public final class MetricNames {
  private MetricNames() {}

  /**
   * Those of all kinds of tasks, once each.
   *
   * @return names that a recipe or DATA may state
   */
  public static List<String> all() {
    return TaskKinds.CATALOGUE.members().stream()
        .flatMap(kind -> kind.metrics(0).stream())
        .distinct()
        .toList();
  }

  /**
   * {@return why {@code name} is none of {@code known}, for a person}
   *
   * @param name as it was written
   * @param known names that would have been understood
   */
  public static String refusal(String name, List<String> known) {
    return "there is no metric \""
        + name
        + "\" here; did you mean \""
        + Nearest.to(name, known)
        + "\"? Known: "
        + String.join(", ", known);
  }
}
