package dev.espalier.data;

import dev.espalier.data.DataAnswers.Labels;
import dev.espalier.feed.Column;
import dev.espalier.feed.Numbers;
import dev.espalier.files.DataException;
import dev.espalier.model.ValueInfo;
import dev.espalier.task.Task;
import dev.espalier.task.TaskKind;
import dev.espalier.task.TaskKinds;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * How the tags of words become class numbers: as many for each record, {@link #NONE} where there is
 * no word any more. Arrays of numbers are those of tokens already.
 */
final class TagCode implements Code {
  /** A word that does not count. */
  static final int IGNORED = -1;

  /** Behind the last word. */
  static final int NONE = -2;

  private static final List<String> USUAL =
      List.of("tag", "tags", "ner_tags", "ner", "pos", "label", "labels");

  private final String column;
  private final List<String> tags;
  private final int count;
  private final Map<String, Integer> numbers;

  /**
   * @param column that holds the tags; empty where there are none
   * @param count of classes that are scored
   */
  private TagCode(String column, List<String> tags, int count) {
    this.column = column;
    this.tags = tags;
    this.count = count;
    this.numbers = Annotated.numbered(tags);
  }

  static boolean asked(Labels labels) {
    return labels.task().equals(TaskKinds.TAGGING.name());
  }

  /**
   * @param wanted whose outputs say how many tags there are
   */
  static TagCode learn(Labels spec, List<Table> tables, Wanted wanted) {
    String column = spec.none() ? "" : column(spec, tables.get(0));
    List<String> names =
        Stream.of(
                spec.classes(),
                wanted.classes(),
                column.isEmpty() ? List.<String>of() : distinct(column, tables))
            .filter(n -> !n.isEmpty())
            .findFirst()
            .orElse(List.of());
    int scored = scored(wanted);
    boolean numbered = IntStream.range(0, names.size()).allMatch(i -> names.get(i).equals("" + i));
    if (scored > 0 && names.size() != scored && !(numbered && names.size() < scored)) {
      throw new DataException(
          "%s: the model scores %d tags, and the data has %d (%s); name all, in the model's order, under `labels: {columns: %s, classes: […]}`"
              .formatted(
                  tables.get(0).place().of(0),
                  scored,
                  names.size(),
                  String.join(", ", names),
                  column.isEmpty() ? "none" : column));
    }
    return new TagCode(column, names, Math.max(scored, names.size()));
  }

  /** How many scores a token has, as far as the model says. */
  private static int scored(Wanted wanted) {
    List<ValueInfo.Dim> dims =
        wanted.outputs().isEmpty() ? List.of() : wanted.outputs().get(0).dims();
    return dims.size() == 3 && dims.get(2).known() ? (int) dims.get(2).size() : 0;
  }

  private static String column(Labels spec, Table table) {
    if (spec.columns().size() > 1) {
      throw new DataException(
          table.place().of(0)
              + ": `labels: ["
              + String.join(", ", spec.columns())
              + "]` names several columns, but a word has one tag; name one of them");
    }
    if (!spec.columns().isEmpty()) {
      table.column(spec.columns().get(0), "labels");
      return spec.columns().get(0);
    }
    return USUAL.stream()
        .filter(table.names()::contains)
        .findFirst()
        .orElseThrow(
            () ->
                new DataException(
                    table.place().of(0)
                        + ": which column holds the tags? Say `labels: NAME`, or `labels: none`."
                        + " Columns: "
                        + String.join(", ", table.names())));
  }

  /** All tags that occur, sorted; of numbers those from 0 to the largest. */
  private static List<String> distinct(String column, List<Table> tables) {
    TreeSet<String> tags = new TreeSet<>();
    long largest = -1;
    for (Table table : tables) {
      if (table.column(column, "labels") instanceof Numbers stored) {
        for (int i = 0; i < stored.size() * stored.length(); i++) {
          largest = Math.max(largest, (long) stored.at(i / stored.length(), i % stored.length()));
        }
      } else {
        Column texts = table.column(column, "labels");
        IntStream.range(0, table.size()).forEach(r -> tags.addAll(TokenWords.of(texts.text(r))));
      }
    }
    if (tags.stream().allMatch(t -> t.matches("-?\\d{1,9}"))) {
      largest = Math.max(largest, tags.stream().mapToLong(Long::parseLong).max().orElse(-1));
      return IntStream.rangeClosed(0, (int) largest).mapToObj(Integer::toString).toList();
    }
    return List.copyOf(tags);
  }

  @Override
  public int width() {
    return 0;
  }

  @Override
  public List<String> columns() {
    return column.isEmpty() ? List.of() : List.of(column);
  }

  @Override
  public List<String> classNames() {
    return tags;
  }

  @Override
  public Task task(String metric, String outputs) {
    TaskKind kind = TaskKinds.tagging(!column.isEmpty(), tags).readAs(outputs);
    String judged =
        metric.isEmpty() ? kind.metrics(count).get(0) : Task.required(kind, metric, count);
    return new Task(kind, judged, count, 1);
  }

  /** INT32, one for each word of the longest record; null without tags. */
  @Override
  public @Nullable Numbers encode(Table table) {
    if (column.isEmpty()) {
      return null;
    }
    int[][] rows =
        IntStream.range(0, table.size()).mapToObj(r -> row(table, r)).toArray(int[][]::new);
    int most = Arrays.stream(rows).mapToInt(r -> r.length).max().orElse(0);
    int[] all = new int[Math.multiplyExact(rows.length, most)];
    Arrays.fill(all, NONE);
    for (int r = 0; r < rows.length; r++) {
      System.arraycopy(rows[r], 0, all, r * most, rows[r].length);
    }
    return Numbers.ints(all, rows.length, most);
  }

  private int[] row(Table table, int row) {
    Column stored = table.column(column, "labels");
    if (stored instanceof Numbers array && array.shape().length > 0) {
      return IntStream.range(0, array.length())
          .map(i -> inRange((long) array.at(row, i), table, row, i))
          .toArray();
    }
    List<String> words = TokenWords.of(stored.text(row));
    return IntStream.range(0, words.size()).map(i -> number(words.get(i), table, row, i)).toArray();
  }

  private int number(String tag, Table table, int row, int word) {
    Integer known = numbers.get(tag);
    if (known != null) {
      return known;
    }
    if (tag.matches("-\\d{1,9}")) {
      return IGNORED;
    }
    throw new DataException(
        "%s: word %d has the tag \"%s\", and known are %s; correct it, or name it under `labels: {columns: %s, classes: […]}`"
            .formatted(table.place().of(row), word + 1, tag, String.join(", ", tags), column));
  }

  private int inRange(long tag, Table table, int row, int token) {
    if (tag >= count) {
      throw new DataException(
          "%s: token %d has the tag %d, and the classes are 0 to %d; correct it, or name the classes under `labels: {columns: %s, classes: […]}`"
              .formatted(table.place().of(row), token + 1, tag, count - 1, column));
    }
    return tag < 0 ? IGNORED : (int) tag;
  }
}
