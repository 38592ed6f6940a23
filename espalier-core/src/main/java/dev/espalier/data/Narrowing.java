package dev.espalier.data;

import dev.espalier.feed.Column;
import dev.espalier.feed.Numbers;
import dev.espalier.files.DataException;
import dev.espalier.task.Task;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/**
 * Narrows splits down to a domain: what is left of each is what criteria, tuning and figures see.
 * Class numbers, and means and deviations of {@code standardise}, stay those of all records, since
 * the model was trained with them.
 */
final class Narrowing {
  private final Domain domain;
  private final LabelCodes labels;
  private final String source;

  Narrowing(Domain domain, LabelCodes labels, String source) {
    this.domain = domain;
    this.labels = labels;
    this.source = source;
  }

  /** Throws {@link DataException} where a split would be empty, or the data knows no such class. */
  Map<String, Splitter.Choice> of(Map<String, Splitter.Choice> choices) {
    if (domain.all()) {
      return choices;
    }
    List<Integer> classes = domain.classes().stream().map(this::number).toList();
    Map<String, Splitter.Choice> kept = new LinkedHashMap<>();
    choices.forEach(
        (split, choice) -> {
          IntPredicate within = within(choice.table(), classes);
          int[] rows = Arrays.stream(choice.rows()).filter(within).toArray();
          if (rows.length == 0) {
            throw new DataException(
                source
                    + ": no record of the split "
                    + split
                    + " lies in the domain ("
                    + domain.words()
                    + "); see `domain:`");
          }
          kept.put(split, new Splitter.Choice(choice.table(), rows));
        });
    return kept;
  }

  /** Class numbers whose outputs are kept, ascending; empty where all are. */
  List<Integer> outputs() {
    return domain.narrow()
        ? domain.classes().stream().map(this::number).distinct().sorted().toList()
        : List.of();
  }

  /** The task of all classes, or of those whose outputs are kept. */
  Task task() {
    Task task = labels.task();
    return domain.narrow()
        ? new Task(task.kind(), task.metric(), outputs().size(), 1, task.output(), List.of())
        : task;
  }

  List<String> classNames() {
    List<String> names = labels.classNames();
    return domain.narrow() && !names.isEmpty()
        ? outputs().stream().map(names::get).toList()
        : names;
  }

  /** Labels as they are, or numbered within the classes kept (-1 elsewhere). */
  @Nullable Numbers labels(Table table) {
    Numbers all = labels.encode(table);
    List<Integer> kept = outputs();
    if (all == null || kept.isEmpty()) {
      return all;
    }
    int[] numbers = new int[table.size()];
    Arrays.setAll(numbers, row -> kept.indexOf((int) all.integer(row, 0)));
    return Numbers.ints(numbers, numbers.length);
  }

  private IntPredicate within(Table table, List<Integer> classes) {
    List<IntPredicate> all = new ArrayList<>();
    if (!classes.isEmpty()) {
      Numbers numbers = Objects.requireNonNull(labels.encode(table));
      all.add(row -> classes.contains((int) numbers.integer(row, 0)));
    }
    if (!domain.column().isEmpty()) {
      Column column = table.column(domain.column(), "the domain");
      all.add(row -> domain.values().contains(column.text(row)));
    }
    return row -> all.stream().allMatch(p -> p.test(row));
  }

  private int number(String name) {
    Task task = labels.task();
    if (!task.classed()) {
      throw new DataException(
          source
              + ": `domain.classes` needs the class labels of one task; choose records by"
              + " `domain.column`");
    }
    int named = labels.classNames().indexOf(name);
    int number = named >= 0 ? named : name.matches("\\d{1,6}") ? Integer.parseInt(name) : -1;
    if (number < 0 || number >= task.classes()) {
      throw new DataException(
          source
              + ": `domain.classes` names \""
              + name
              + "\", but the classes are "
              + (labels.classNames().isEmpty()
                  ? "0 to " + (task.classes() - 1)
                  : String.join(", ", new TreeSet<>(labels.classNames()))));
    }
    return number;
  }
}
