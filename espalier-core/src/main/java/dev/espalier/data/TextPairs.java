package dev.espalier.data;

import dev.espalier.data.DataAnswers.Labels;
import dev.espalier.feed.Column;
import dev.espalier.feed.Numbers;
import dev.espalier.files.DataException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Rows with two texts as two records of a model, one after the other, which carry the same label:
 * the pair's score, or, without scores, the number of the second text among the distinct ones.
 */
final class TextPairs {
  /** The column of texts. */
  static final String TEXT = "pair.text";

  /** The column of scores or numbers. */
  static final String LABEL = "pair.label";

  private final Labels labels;
  private final Set<String> kept;

  /**
   * @param kept further columns that are asked for, such as the one that figures are told by
   */
  TextPairs(Labels labels, Set<String> kept) {
    this.labels = labels;
    this.kept = kept;
  }

  /** The same choices of records that are each one text. */
  Map<String, Splitter.Choice> apart(Map<String, Splitter.Choice> choices) {
    Map<Table, Table> tables = new IdentityHashMap<>();
    Map<String, Splitter.Choice> apart = new LinkedHashMap<>();
    choices.forEach(
        (split, choice) ->
            apart.put(
                split,
                new Splitter.Choice(
                    tables.computeIfAbsent(choice.table(), this::apart), both(choice.rows()))));
    return apart;
  }

  private static int[] both(int[] rows) {
    return IntStream.of(rows).flatMap(r -> IntStream.of(2 * r, 2 * r + 1)).toArray();
  }

  private Table apart(Table table) {
    List<String> first = texts(table, labels.pair().get(0));
    List<String> second = texts(table, labels.pair().get(1));
    List<String> texts = new ArrayList<>();
    for (int row = 0; row < table.size(); row++) {
      texts.add(first.get(row));
      texts.add(second.get(row));
    }
    Map<String, Column> columns = new LinkedHashMap<>();
    columns.put(TEXT, new Texts(texts));
    columns.put(LABEL, labels.score().isEmpty() ? documents(second) : scores(table));
    for (String name : kept) {
      Column column = table.column(name, "the DATA file");
      columns.put(
          name,
          new Texts(
              IntStream.range(0, 2 * table.size()).mapToObj(r -> column.text(r / 2)).toList()));
    }
    return new Table(columns, 2 * table.size(), row -> table.place().of(row / 2), table.notes());
  }

  private static List<String> texts(Table table, String name) {
    if (table.column(name, "`labels: {pair: …}`") instanceof Texts texts) {
      return texts.values();
    }
    throw new DataException(
        table.place().of(0)
            + ": column "
            + name
            + " holds numbers; `labels: {pair: [A, B]}` names two columns of texts");
  }

  private Numbers scores(Table table) {
    Column column = table.column(labels.score(), "`labels: {score: …}`");
    float[] scores = new float[2 * table.size()];
    for (int row = 0; row < scores.length; row++) {
      double score = column instanceof Numbers n ? n.at(row / 2, 0) : number(column.text(row / 2));
      if (!Double.isFinite(score)) {
        throw new DataException(
            table.place().of(row / 2)
                + ", column "
                + labels.score()
                + ": \""
                + column.text(row / 2)
                + "\" is no score; give a number, or leave the pair out");
      }
      scores[row] = (float) score;
    }
    return Numbers.floats(scores, scores.length);
  }

  /** Of a column that holds other things than numbers too. */
  private static double number(String text) {
    return DelimitedFormat.number(text) ? Double.parseDouble(text.strip()) : Double.NaN;
  }

  private static Numbers documents(List<String> texts) {
    Map<String, Integer> numbers = new HashMap<>();
    int[] all = new int[2 * texts.size()];
    for (int row = 0; row < all.length; row++) {
      all[row] = numbers.computeIfAbsent(texts.get(row / 2), t -> numbers.size());
    }
    return Numbers.ints(all, all.length);
  }
}
