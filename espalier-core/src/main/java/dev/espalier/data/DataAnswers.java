package dev.espalier.data;

import static dev.espalier.data.DataSpec.or;

import com.fasterxml.jackson.annotation.JsonCreator;
import dev.espalier.task.TaskKinds;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What the outputs are to say, and how that is judged: part of a DATA file ({@link DataSpec}).
 *
 * @param labels what is to be predicted
 * @param task the kind of task; empty for that of {@code labels}, or to recognise it
 * @param metric what quality is measured in; empty for the usual one of the task
 * @param tasks what several outputs of the model are to say; empty for one output and {@code
 *     labels}
 * @param outputs how the outputs are read, where the task has several ways: of embeddings the
 *     pooling, of a detector a name of {@link dev.espalier.boxes.BoxDecoder}
 * @param by a column or array that figures are split by
 */
public record DataAnswers(
    Labels labels, String task, String metric, List<OutputTask> tasks, String outputs, String by) {
  public DataAnswers {
    task = or(task, "");
    labels = or(labels, Labels.of("")).orOf(task);
    metric = or(metric, "");
    tasks = List.copyOf(or(tasks, List.<OutputTask>of()));
    outputs = or(outputs, "");
    by = or(by, "");
  }

  /**
   * What is to be predicted.
   *
   * @param columns one column, or several for multi-label and regression; empty to recognise it;
   *     {@code none} for no labels
   * @param classes class names (or numbers) in order; empty for the sorted values that occur
   * @param task {@code classification}, {@code multi-label}, {@code regression}; empty to recognise
   *     it
   * @param pair two columns of texts that are compared; empty for none
   * @param score how alike the texts of a pair are, a column of numbers; empty where the second
   *     text is the one that answers the first
   */
  public record Labels(
      List<String> columns, List<String> classes, String task, List<String> pair, String score) {
    public Labels {
      columns = List.copyOf(or(columns, List.<String>of()));
      classes = List.copyOf(or(classes, List.<String>of()));
      pair = List.copyOf(or(pair, List.<String>of()));
      task = or(task, pair.isEmpty() ? "" : TaskKinds.EMBEDDING.name());
      score = or(score, "");
    }

    private Labels(List<String> columns, List<String> classes, String task) {
      this(columns, classes, task, List.of(), "");
    }

    /** {@code labels: class}. */
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    static Labels of(String column) {
      return new Labels(column.isEmpty() ? List.of() : List.of(column), List.of(), "");
    }

    /** {@code labels: [a, b]}: several columns. */
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    static Labels of(List<String> columns) {
      return new Labels(columns, List.of(), "");
    }

    boolean none() {
      return columns.equals(List.of("none"));
    }

    /** Columns that it names. */
    Set<String> named() {
      Set<String> all = new HashSet<>(columns);
      all.addAll(pair);
      all.add(score);
      all.remove("");
      return all;
    }

    /** The same of this kind of task where none is named. */
    Labels orOf(String kind) {
      return task.isEmpty() ? new Labels(columns, classes, kind, pair, score) : this;
    }
  }

  /**
   * What one output of the model is to say.
   *
   * @param output its name
   * @param labels where its labels are
   * @param weight against the other tasks
   * @param metric what its quality is measured in; empty for the usual one
   */
  public record OutputTask(String output, Labels labels, Double weight, String metric) {
    public OutputTask {
      output = or(output, "");
      labels = or(labels, Labels.of(""));
      weight = or(weight, 1.0);
      metric = or(metric, "");
    }
  }

  /** Everything is recognised. */
  static DataAnswers recognised() {
    return new DataAnswers(Labels.of(""), "", "", List.of(), "", "");
  }

  /** The labels that name a pair of texts: those of the only task. */
  Optional<Labels> paired() {
    return (tasks.size() == 1 ? Stream.of(tasks.get(0).labels()) : Stream.of(labels))
        .filter(l -> !l.pair().isEmpty())
        .findFirst();
  }

  /** Columns that it names. */
  Set<String> named() {
    Set<String> all = new HashSet<>(labels.named());
    tasks.forEach(t -> all.addAll(t.labels().named()));
    all.add(by);
    return all;
  }

  /** The same of this kind of task where none is named. */
  DataAnswers orOf(String kind) {
    return new DataAnswers(labels.orOf(kind), task, metric, tasks, outputs, by);
  }

  DataAnswers toldBy(String column) {
    return new DataAnswers(labels, task, metric, tasks, outputs, column);
  }
}
