package dev.espalier.data;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * The part of the data that a model is to serve: every split keeps only these records.
 *
 * @param classes names (or numbers) of the classes kept; empty for all
 * @param column a column or array whose {@code values} choose records; empty for all
 * @param values the values of {@code column}
 * @param outputs {@code all} of the model's outputs stay, or {@code narrow}: the model has one for
 *     each class kept
 */
public record Domain(List<String> classes, String column, List<String> values, String outputs) {
  static final Domain ALL = new Domain(List.of(), "", List.of(), "all");

  public Domain {
    classes = List.copyOf(Objects.requireNonNullElse(classes, List.<String>of()));
    column = Objects.requireNonNullElse(column, "");
    values = List.copyOf(Objects.requireNonNullElse(values, List.<String>of()));
    outputs = Objects.requireNonNullElse(outputs, "all");
  }

  boolean narrow() {
    return outputs.equals("narrow");
  }

  boolean all() {
    return classes.isEmpty() && column.isEmpty();
  }

  /** For a person; empty where nothing is narrowed down. */
  String words() {
    List<String> parts = new ArrayList<>();
    if (!classes.isEmpty()) {
      parts.add("classes " + String.join(", ", classes));
    }
    if (!column.isEmpty()) {
      parts.add(column + " " + String.join(", ", values));
    }
    return String.join("; ", parts);
  }
}
