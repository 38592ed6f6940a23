package dev.espalier.dynamic;

import dev.espalier.model.Tensor;
import dev.espalier.record.DataRoles;
import dev.espalier.task.Task;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Labels and answers of single records as a person reads them: class names, or numbers. */
public record Wording(Task task, DataRoles roles) {
  /**
   * One record's label; empty where it has none or several.
   *
   * @param labels of {@code records} records
   */
  public String label(@Nullable Tensor labels, int record, int records) {
    if (labels == null || labels.size() != records) {
      return "";
    }
    return task.classed()
        ? roles.className((int) labels.longs()[record])
        : number(labels.floats()[record]);
  }

  /** What a model says of one record, all columns given: the class, or the first number. */
  public String answer(float... columns) {
    return task.kind().answer(columns, roles::className);
  }

  private static String number(float value) {
    return String.format(Locale.ROOT, "%.4g", value);
  }
}
