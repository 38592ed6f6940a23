package dev.espalier.data;

import dev.espalier.data.Tokens.Whole;
import dev.espalier.feed.Column;
import dev.espalier.files.DataException;
import dev.espalier.model.ValueInfo;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Texts cut into pieces of as many tokens as a model takes. A piece begins with the last token of
 * the one before it, so that each token but the first is once the next one. Splits are divided by
 * whole texts.
 */
final class TextSegments {
  private static final int LONGEST = 512;

  private final DataSpec spec;
  private final Path base;
  private final List<ValueInfo> inputs;
  private final Set<String> kept;

  /**
   * @param base the folder that file names in {@code spec} are relative to
   * @param inputs of the model
   * @param kept further columns that are asked for, such as the one that figures are told by
   */
  TextSegments(DataSpec spec, Path base, List<ValueInfo> inputs, Set<String> kept) {
    this.spec = spec;
    this.base = base;
    this.inputs = inputs;
    this.kept = kept;
  }

  /** The same choices of texts, in pieces; as they are where no text feeds the model. */
  Map<String, Splitter.Choice> cut(Map<String, Splitter.Choice> choices) {
    String column = column(choices.values().iterator().next().table()).orElse("");
    if (column.isEmpty() || inputs.isEmpty()) {
      return choices;
    }
    Map<Table, List<Whole>> whole = new IdentityHashMap<>();
    Splitter.tables(choices).forEach(t -> whole.put(t, whole(t, column)));
    int length = length(whole.values());
    Map<Table, Cut> cuts = new IdentityHashMap<>();
    whole.forEach((table, texts) -> cuts.put(table, cut(table, column, texts, length)));
    Map<String, Splitter.Choice> out = new LinkedHashMap<>();
    choices.forEach(
        (split, choice) -> {
          Cut cut = Objects.requireNonNull(cuts.get(choice.table()));
          int[] rows =
              IntStream.of(choice.rows()).flatMap(r -> IntStream.of(cut.rows().get(r))).toArray();
          if (rows.length == 0) {
            throw new DataException(
                choice.table().place().of(choice.rows()[0])
                    + ": no text of the split "
                    + split
                    + " has two tokens; give it longer ones");
          }
          out.put(split, new Splitter.Choice(cut.table(), rows));
        });
    return out;
  }

  private List<Whole> whole(Table table, String column) {
    if (table.column(column, "the model's tokens") instanceof Texts texts) {
      return Tokens.of(spec, base).whole(texts);
    }
    throw new DataException(
        table.place().of(0)
            + ": column "
            + column
            + " holds numbers here and texts in other splits; all splits must be alike");
  }

  /** Where the text stands: in the column that DATA names, else in the only one of texts. */
  private Optional<String> column(Table table) {
    List<String> named =
        spec.feeding().inputs().values().stream()
            .flatMap(i -> i.columns().stream())
            .distinct()
            .toList();
    List<String> texts =
        (named.isEmpty() ? table.names() : named)
            .stream()
                .filter(n -> !kept.contains(n) && table.columns().get(n) instanceof Texts)
                .toList();
    return texts.size() == 1 ? Optional.of(texts.get(0)) : Optional.empty();
  }

  /**
   * Pieces of a table's texts.
   *
   * @param table of pieces
   * @param rows the pieces of each text
   */
  private record Cut(Table table, List<int[]> rows) {}

  private Cut cut(Table table, String column, List<Whole> whole, int length) {
    Column texts = table.column(column, "the model's tokens");
    List<String> pieces = new ArrayList<>();
    List<int[]> ids = new ArrayList<>();
    List<int[]> rows = new ArrayList<>();
    List<Integer> from = new ArrayList<>();
    for (int row = 0; row < whole.size(); row++) {
      Whole text = whole.get(row);
      int first = pieces.size();
      for (int start = 0; start + 1 < text.ids().length; start += length - 1) {
        int end = Math.min(text.ids().length, start + length);
        pieces.add(text.text(texts.text(row), start, end));
        ids.add(Arrays.copyOfRange(text.ids(), start, end));
        from.add(row);
      }
      rows.add(IntStream.range(first, pieces.size()).toArray());
    }
    int[] of = from.stream().mapToInt(Integer::intValue).toArray();
    Map<String, Column> columns = new LinkedHashMap<>();
    columns.put(column, new Segments(pieces, ids, length));
    for (String name : kept) {
      Column told = table.column(name, "the DATA file");
      columns.put(name, new Texts(IntStream.of(of).mapToObj(told::text).toList()));
    }
    return new Cut(
        new Table(columns, of.length, row -> table.place().of(of[row]), table.notes()), rows);
  }

  /** As the model says, else as DATA says, else the longest text, up to 512. */
  private int length(Collection<List<Whole>> texts) {
    long model =
        inputs.stream()
            .filter(i -> !i.type().floating() && i.dims().size() == 2 && i.dims().get(1).known())
            .mapToLong(i -> i.dims().get(1).size())
            .findFirst()
            .orElse(spec.feeding().length());
    int longest =
        texts.stream().flatMap(List::stream).mapToInt(t -> t.ids().length).max().orElse(LONGEST);
    long length = model > 0 ? model : Math.min(longest, LONGEST);
    return (int) Math.max(2, Math.min(length, 1 << 20));
  }
}
