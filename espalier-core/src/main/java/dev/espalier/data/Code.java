package dev.espalier.data;

import dev.espalier.feed.Numbers;
import dev.espalier.task.Task;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How labels become numbers, the same way for every split. */
interface Code {
  /** Values a record. */
  int width();

  /** Columns that hold the labels. */
  List<String> columns();

  /** Names of the classes in order; empty where unknown. */
  List<String> classNames();

  /**
   * What the labels mean.
   *
   * @param metric that it is judged by; empty for the usual one
   * @param outputs how the model's outputs are read; empty for what their shape says
   */
  Task task(String metric, String outputs);

  /** The labels of all records; null without. */
  @Nullable Numbers encode(Table table);
}
