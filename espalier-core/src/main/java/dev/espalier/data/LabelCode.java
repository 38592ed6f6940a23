package dev.espalier.data;

import dev.espalier.data.DataAnswers.Labels;
import dev.espalier.feed.Column;
import dev.espalier.feed.Numbers;
import dev.espalier.files.DataException;
import dev.espalier.task.LabelForm;
import dev.espalier.task.PairForm;
import dev.espalier.task.Pooling;
import dev.espalier.task.Task;
import dev.espalier.task.TaskKind;
import dev.espalier.task.TaskKinds;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * How labels become class numbers or targets: learned once over all records, then the same for
 * every split.
 */
final class LabelCode implements Code {
  private static final List<String> USUAL =
      List.of("label", "labels", "y", "target", "targets", "class");
  private static final int MOST_CLASSES = 1 << 16;

  private final List<String> columns;
  private final TaskKind kind;
  private final List<String> classes;
  private final int count;
  private final Map<String, Integer> byText;
  private final int width;

  /**
   * @param width values a record: one a column, more where a column holds arrays
   * @param byText class numbers by what is stored; empty where class numbers themselves are stored
   */
  private LabelCode(
      List<String> columns,
      TaskKind kind,
      List<String> classes,
      int count,
      int width,
      Map<String, Integer> byText) {
    this.columns = columns;
    this.kind = kind;
    this.classes = classes;
    this.count = count;
    this.byText = byText;
    this.width = width;
  }

  /**
   * @param named class names that lie beside the data
   * @param wanted what the model's scores are of
   */
  static LabelCode learn(Labels spec, List<Table> tables, List<String> named, Wanted wanted) {
    if (spec.task().equals(TaskKinds.EMBEDDING.name())) {
      return embedding(spec, tables.get(0));
    }
    Optional<TaskKind> none =
        TaskKinds.CATALOGUE.find(spec.task()).filter(k -> k.labels() == LabelForm.NONE);
    List<String> columns = none.isPresent() ? List.of() : columns(spec, tables.get(0));
    if (columns.isEmpty()) {
      TaskKind kind = none.orElse(wanted.scores() ? TaskKinds.UNLABELLED : TaskKinds.MATCH);
      return new LabelCode(columns, kind, List.of(), 0, 0, Map.of());
    }
    TaskKind kind = new LabelKind(spec, columns, tables).kind(wanted);
    if (kind.labels() != LabelForm.CLASSES) {
      return new LabelCode(columns, kind, List.of(), 0, width(columns, tables.get(0)), Map.of());
    }
    boolean texts = tables.get(0).columns().get(columns.get(0)) instanceof Texts;
    List<String> stated = spec.classes().isEmpty() ? own(wanted.classes(), texts) : spec.classes();
    LabelCode code;
    if (texts || !stated.isEmpty()) {
      List<String> classes = stated.isEmpty() ? distinct(columns.get(0), tables) : stated;
      code = new LabelCode(columns, kind, classes, classes.size(), 1, numbered(classes));
    } else {
      code = new LabelCode(columns, kind, named, count(columns, named, tables), 1, Map.of());
    }
    if (wanted.columns() > 1 && code.count > wanted.columns()) {
      code.refuseBeyond(wanted.columns(), tables);
    }
    return code;
  }

  /** Of pairs that were taken apart, or of none. */
  private static LabelCode embedding(Labels spec, Table table) {
    if (spec.pair().isEmpty() && !spec.columns().isEmpty() && !spec.none()) {
      throw new DataException(
          table.place().of(0)
              + ": embeddings are judged by pairs of texts, not by `labels: "
              + String.join(", ", spec.columns())
              + "`; say `labels: {pair: [A, B], score: S}`, or `labels: none`");
    }
    PairForm form =
        spec.pair().isEmpty()
            ? PairForm.NONE
            : spec.score().isEmpty() ? PairForm.DOCUMENTS : PairForm.SCORES;
    List<String> columns = form == PairForm.NONE ? List.of() : List.of(TextPairs.LABEL);
    TaskKind kind = TaskKinds.embedding(form, Pooling.FOUND);
    return new LabelCode(columns, kind, List.of(), 0, columns.size(), Map.of());
  }

  /** Names the first record, of any split, whose class the model has no score for. */
  private void refuseBeyond(int scores, List<Table> tables) {
    for (Table table : tables) {
      for (int row = 0; row < table.size(); row++) {
        if (number(table, row) >= scores) {
          String label = table.column(columns.get(0), "labels").text(row);
          throw outOfRange(
              table,
              row,
              "it is \"%s\", %s, and the model gives %d scores: correct the label, or name the model's classes with `labels: {columns: …, classes: […]}`"
                  .formatted(
                      label,
                      byText.isEmpty()
                          ? "class " + number(table, row)
                          : "one of %d classes".formatted(count),
                      scores));
        }
      }
    }
  }

  /**
   * The model's names of its classes where they tell more than the labels do: words for words,
   * numbers for numbers that do not simply count from 0.
   */
  private static List<String> own(List<String> classes, boolean texts) {
    boolean counting =
        IntStream.range(0, classes.size()).allMatch(i -> classes.get(i).equals("" + i));
    boolean numbers = classes.stream().allMatch(c -> c.matches("-?[0-9]+"));
    return counting || !texts && !numbers ? List.of() : classes;
  }

  private static int width(List<String> columns, Table table) {
    return columns.stream()
        .mapToInt(c -> table.column(c, "labels") instanceof Numbers n ? n.length() : 1)
        .sum();
  }

  private static Map<String, Integer> numbered(List<String> classes) {
    Map<String, Integer> numbers = new LinkedHashMap<>();
    for (int i = 0; i < classes.size(); i++) {
      numbers.put(classes.get(i), i);
    }
    return numbers;
  }

  /**
   * Number of classes where numbers are stored: as many as have names, or one more than the largest
   * that occurs.
   */
  private static int count(List<String> columns, List<String> named, List<Table> tables) {
    LabelCode code = new LabelCode(columns, TaskKinds.CLASSIFICATION, List.of(), 0, 1, Map.of());
    int most = named.size();
    for (Table table : tables) {
      for (int row = 0; row < table.size(); row++) {
        int number = code.number(table, row);
        if (!named.isEmpty() && number >= named.size()) {
          throw outOfRange(
              table, row, "there are " + named.size() + " classes, 0 to " + (named.size() - 1));
        }
        most = Math.max(most, number + 1);
      }
    }
    return most;
  }

  private static List<String> columns(Labels spec, Table table) {
    if (spec.none()) {
      return List.of();
    }
    if (!spec.columns().isEmpty()) {
      requireColumns(spec, table);
      return spec.columns();
    }
    for (String usual : USUAL) {
      for (String name : table.names()) {
        if (name.equalsIgnoreCase(usual)) {
          return List.of(name);
        }
      }
    }
    if (table.names().size() > 1) {
      throw new DataException(
          table.place().of(0)
              + ": which column holds the labels? Say `labels: NAME`, or `labels: none`. Columns: "
              + String.join(", ", table.names()));
    }
    return List.of();
  }

  private static List<String> distinct(String column, List<Table> tables) {
    TreeSet<String> values = new TreeSet<>();
    for (Table table : tables) {
      Column texts = table.column(column, "labels");
      for (int row = 0; row < table.size() && values.size() <= MOST_CLASSES; row++) {
        values.add(texts.text(row));
      }
    }
    if (values.size() > MOST_CLASSES) {
      throw new DataException(
          tables.get(0).place().of(0)
              + ": column "
              + column
              + " has too many different values for class names; "
              + "name another one with `labels:`");
    }
    return List.copyOf(values);
  }

  /** A plain list names columns; class names are another key. */
  private static void requireColumns(Labels spec, Table table) {
    if (spec.columns().size() > 1 && spec.columns().stream().noneMatch(table.names()::contains)) {
      String names = String.join(", ", spec.columns());
      throw new DataException(
          table.place().of(0)
              + ": `labels: ["
              + names
              + "]` names columns, but no column has these names. For the names of classes say"
              + " `labels: {columns: COLUMN, classes: ["
              + names
              + "]}`. Columns: "
              + String.join(", ", table.names()));
    }
    spec.columns().forEach(c -> table.column(c, "labels"));
  }

  @Override
  public int width() {
    return width;
  }

  @Override
  public List<String> columns() {
    return columns;
  }

  @Override
  public List<String> classNames() {
    return classes;
  }

  @Override
  public Task task(String metric, String outputs) {
    TaskKind read = kind.readAs(outputs);
    String judged =
        metric.isEmpty() ? read.metrics(count).get(0) : Task.required(read, metric, count);
    return new Task(read, judged, count, read.grouped() ? 2 : 1);
  }

  /** Class numbers as INT32, targets as FLOAT; null without labels. */
  @Override
  public @Nullable Numbers encode(Table table) {
    return switch (kind.labels()) {
      case NONE, BOXES, TOKENS, PIXELS -> null;
      case CLASSES -> {
        int[] numbers = new int[table.size()];
        for (int row = 0; row < numbers.length; row++) {
          numbers[row] = number(table, row);
        }
        yield Numbers.ints(numbers, numbers.length);
      }
      case YES_NO, NUMBERS -> targets(table);
    };
  }

  private int number(Table table, int row) {
    Column column = table.column(columns.get(0), "labels");
    if (column instanceof Numbers n && n.length() != 1) {
      throw new DataException(
          table.place().of(row)
              + ": a label of shape "
              + Table.describe(n)
              + " is no class number; say `labels: {task: multi-label}` or `{task: regression}`");
    }
    if (!byText.isEmpty()) {
      Integer at = byText.get(column.text(row));
      if (at == null) {
        throw outOfRange(
            table,
            row,
            "it is \"" + column.text(row) + "\", and known are " + String.join(", ", classes));
      }
      return at;
    }
    if (!(column instanceof Numbers n)) {
      throw outOfRange(table, row, "name the classes with `labels: {columns: …, classes: […]}`");
    }
    double value = n.at(row, 0);
    if (value != Math.rint(value) || value < 0 || value >= MOST_CLASSES) {
      throw outOfRange(
          table,
          row,
          "class numbers run from 0 to 65535; for a quantity say `labels: {task: regression}`");
    }
    return (int) value;
  }

  private static DataException outOfRange(Table table, int row, String why) {
    return new DataException(table.place().of(row) + ": the label is out of range; " + why);
  }

  private Numbers targets(Table table) {
    List<Numbers> parts = new ArrayList<>();
    for (String name : columns) {
      if (!(table.column(name, "labels") instanceof Numbers numbers)) {
        throw new DataException(
            table.place().of(0)
                + ": column "
                + name
                + " holds text, so it cannot be a target; name numeric columns");
      }
      parts.add(numbers);
    }
    boolean yesNo = kind.labels() == LabelForm.YES_NO;
    Numbers joined = Table.asFloats(Features.side(parts, table));
    for (int row = 0; row < table.size(); row++) {
      for (int i = 0; i < joined.length(); i++) {
        double value = joined.at(row, i);
        if (!Double.isFinite(value) || yesNo && value != 0 && value != 1) {
          throw outOfRange(table, row, "it is " + value + (yesNo ? ", not 0 or 1" : ""));
        }
      }
    }
    return joined;
  }
}
