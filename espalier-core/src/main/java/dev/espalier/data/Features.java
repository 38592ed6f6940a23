package dev.espalier.data;

import dev.espalier.feed.Column;
import dev.espalier.feed.Geometry;
import dev.espalier.feed.Images;
import dev.espalier.feed.Numbers;
import dev.espalier.feed.Preprocess;
import dev.espalier.files.DataException;
import dev.espalier.model.DType;
import dev.espalier.model.ModelFormatException;
import dev.espalier.model.ValueInfo;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Which columns feed which input of the model, and their values as one column of numbers. */
final class Features {
  /** Under this name DATA says which text feeds all inputs of tokens. */
  private static final String ANY_TEXT = "text";

  private final DataSpec spec;
  private final Set<String> taken;
  private final Path base;
  private final Set<String> gaps;

  /**
   * @param taken columns that hold labels or choose splits, which feed an input only where a DATA
   *     file says so
   * @param base the folder that file names in {@code spec} are relative to
   * @param gaps inputs in which the model itself fills empty cells
   */
  Features(DataSpec spec, Set<String> taken, Path base, Set<String> gaps) {
    this.spec = spec;
    this.taken = taken;
    this.base = base;
    this.gaps = gaps;
  }

  /**
   * One input of the model and what feeds it.
   *
   * @param name of the input
   * @param type its elements; null takes the columns' own
   * @param info the input; null where no model is at hand
   * @param columns names, in order
   */
  record Binding(
      String name, @Nullable DType type, @Nullable ValueInfo info, List<String> columns) {}

  /**
   * Bindings for all inputs of the model, or for all columns (texts only with a tokenizer) where
   * {@code inputs} is empty.
   */
  List<Binding> bind(Table table, List<ValueInfo> inputs) {
    List<String> free = table.names().stream().filter(n -> !taken.contains(n)).toList();
    if (inputs.isEmpty()) {
      return unbound(table, free);
    }
    for (String named : spec.feeding().inputs().keySet()) {
      if (!named.equals(ANY_TEXT) && inputs.stream().noneMatch(i -> i.name().equals(named))) {
        throw new DataException(
            table.place().of(0)
                + ": `inputs:` names \""
                + named
                + "\", but the model's inputs are "
                + String.join(", ", inputs.stream().map(ValueInfo::name).toList()));
      }
    }
    List<Binding> bindings = new ArrayList<>();
    for (ValueInfo input : inputs) {
      if (input.type() == DType.STRING) {
        throw ModelFormatException.texts(input.name());
      }
      List<String> columns = columns(table, input, inputs.size(), free);
      bindings.add(new Binding(input.name(), input.type(), input, columns));
    }
    return bindings;
  }

  private List<Binding> unbound(Table table, List<String> free) {
    List<Binding> bindings = new ArrayList<>();
    spec.feeding()
        .inputs()
        .forEach((name, input) -> bindings.add(new Binding(name, null, null, input.columns())));
    if (bindings.isEmpty()) {
      for (String name : free) {
        boolean text = text(table, name);
        if (!text || !spec.feeding().tokenizer().isEmpty()) {
          bindings.add(new Binding(name, text ? DType.INT64 : null, null, List.of(name)));
        }
      }
    }
    return bindings;
  }

  private List<String> columns(Table table, ValueInfo input, int inputs, List<String> free) {
    DataFeeding.Input stated = spec.feeding().inputs().get(input.name());
    if (stated != null && !stated.columns().isEmpty()) {
      stated.columns().forEach(c -> table.column(c, "the model's input " + input.name()));
      return stated.columns();
    }
    DataFeeding.Input text = spec.feeding().inputs().get(ANY_TEXT);
    if (text != null && !input.type().floating()) {
      text.columns().forEach(c -> table.column(c, "`inputs: {text: …}`"));
      return text.columns();
    }
    if (free.contains(input.name())) {
      return List.of(input.name());
    }
    if (inputs == 1 && free.size() == 1) {
      return free;
    }
    List<String> arrays =
        free.stream()
            .filter(n -> table.columns().get(n) instanceof Numbers c && c.shape().length > 0)
            .toList();
    if (inputs == 1 && arrays.size() == 1) {
      return arrays;
    }
    List<String> texts = free.stream().filter(n -> text(table, n)).toList();
    boolean plain = inputs == 1 && arrays.isEmpty() && !free.isEmpty();
    if (plain && input.type().floating() || plain && texts.isEmpty() && wide(input, free.size())) {
      return free;
    }
    if (texts.size() == 1 && !input.type().floating()) {
      return texts;
    }
    throw new DataException(
        table.place().of(0)
            + ": which column feeds the model's input "
            + input.name()
            + " "
            + input.dims()
            + "? Say `inputs: {"
            + input.name()
            + ": COLUMN}`. Columns: "
            + String.join(", ", free));
  }

  /** Whether a column holds texts, or tokens of texts. */
  private static boolean text(Table table, String column) {
    return table.columns().get(column) instanceof Texts
        || table.columns().get(column) instanceof Segments;
  }

  /** Whether the input takes a row of so many values. */
  private static boolean wide(ValueInfo input, int columns) {
    return input.dims().size() == 2 && input.dims().get(1).size() == columns;
  }

  /** What feeds a binding from each of the tables, as numbers, with texts as token ids. */
  Map<Table, Numbers> numbers(Binding binding, List<Table> tables) {
    Map<Table, Numbers> numbers = new IdentityHashMap<>();
    String name = binding.columns().get(0);
    boolean integers = binding.type() != null && !binding.type().floating();
    if (binding.columns().size() == 1
        && tables.stream().allMatch(t -> t.columns().get(name) instanceof Segments)) {
      TokenPart part = TokenPart.of(binding.name());
      tables.forEach(t -> numbers.put(t, ((Segments) t.column(name, "")).numbers(part)));
    } else if (binding.columns().size() == 1
        && integers
        && tables.stream().allMatch(t -> t.columns().get(name) instanceof Texts)) {
      List<Texts> texts = tables.stream().map(t -> (Texts) t.column(name, "")).toList();
      Tokens tokens = Tokens.of(spec, base);
      int length = length(binding, tokens, texts);
      for (int i = 0; i < texts.size(); i++) {
        numbers.put(
            tables.get(i), tokens.numbers(texts.get(i), length, TokenPart.of(binding.name())));
      }
    } else {
      tables.forEach(
          t ->
              numbers.put(
                  t,
                  Images.fitted(
                      numbers(binding, t), spec.feeding().preprocess(), t.place().of(0))));
    }
    return numbers;
  }

  /** For each token of each text the number of the word that it begins; -1 for all others. */
  int[] words(Texts texts, int length) {
    return Tokens.of(spec, base).words(texts, length);
  }

  private int length(Binding binding, Tokens tokens, List<Texts> texts) {
    long model =
        binding.info() != null && binding.info().dims().size() == 2
            ? binding.info().dims().get(1).size()
            : -1;
    if (model > 0 && model <= 1 << 20) {
      return (int) model;
    }
    return spec.feeding().length() > 0 ? spec.feeding().length() : tokens.longest(texts);
  }

  private Numbers numbers(Binding binding, Table table) {
    List<Numbers> parts = new ArrayList<>();
    for (String name : binding.columns()) {
      Column column = table.column(name, "the input " + binding.name());
      if (column instanceof Texts texts && gaps.contains(binding.name())) {
        column = texts.withGaps();
      }
      if (!(column instanceof Numbers numbers)) {
        throw notNumeric(binding, table, name);
      }
      parts.add(numbers);
    }
    Numbers joined = side(parts, table);
    if (binding.type() != null && !binding.type().floating() && !joined.integral()) {
      throw new DataException(
          table.place().of(0)
              + ": the model's input "
              + binding.name()
              + " takes "
              + binding.type()
              + ", but "
              + String.join(", ", binding.columns())
              + " holds "
              + Table.describe(joined)
              + "; name whole-number columns under `inputs:`");
    }
    return joined;
  }

  private DataException notNumeric(Binding binding, Table table, String name) {
    Column column = table.column(name, "");
    int row = 0;
    while (row < table.size() - 1 && column.text(row).matches("[-+]?[0-9.]+([eE][-+]?\\d+)?")) {
      row++;
    }
    Set<String> others = new LinkedHashSet<>(binding.columns());
    others.removeIf(n -> !(table.columns().get(n) instanceof Numbers));
    return new DataException(
        table.place().of(row)
            + ", column "
            + name
            + ": \""
            + column.text(row)
            + "\" is not a number, so it cannot feed the "
            + "input "
            + binding.name()
            + "; leave the column out with `inputs: {"
            + binding.name()
            + ": ["
            + String.join(", ", others)
            + "]}`, or turn it into numbers first");
  }

  /** Columns side by side. */
  static Numbers side(List<Numbers> parts, Table table) {
    if (parts.size() == 1) {
      return parts.get(0);
    }
    int length = parts.stream().mapToInt(Numbers::length).sum();
    if ((long) length * table.size() * 8 > DataFile.LARGEST) {
      throw new DataException(
          table.place().of(0) + ": the joined columns need more than 2 GiB; name fewer of them");
    }
    return Numbers.beside(parts);
  }

  /**
   * Mean and standard deviation of each channel of {@code rows}, after scaling; a constant channel
   * keeps its scale.
   */
  static Preprocess standardised(
      Preprocess preprocess, Numbers column, Geometry geometry, int[] rows) {
    int channels = geometry.sizes()[0];
    int each = column.length() / channels;
    List<Double> mean = new ArrayList<>();
    List<Double> std = new ArrayList<>();
    for (int c = 0; c < channels; c++) {
      double sum = 0;
      double squares = 0;
      int[] at = elements(geometry, c);
      double first = column.at(rows[0], at[0]) * preprocess.scale();
      for (int row : rows) {
        for (int element : at) {
          double value = column.at(row, element) * preprocess.scale() - first;
          sum += value;
          squares += value * value;
        }
      }
      double count = (double) rows.length * each;
      double variance = squares / count - sum / count * (sum / count);
      mean.add(first + sum / count);
      std.add(variance > 0 ? Math.sqrt(variance) : 1);
    }
    return preprocess.withMoments(mean, std);
  }

  private static int[] elements(Geometry geometry, int channel) {
    int[] at = new int[geometry.sizes()[1] * geometry.sizes()[2]];
    int next = 0;
    for (int y = 0; y < geometry.sizes()[1]; y++) {
      for (int x = 0; x < geometry.sizes()[2]; x++) {
        at[next++] =
            channel * geometry.source()[0] + y * geometry.source()[1] + x * geometry.source()[2];
      }
    }
    return at;
  }

  /** NaN is an empty cell, which only models that fill them take; an infinite number is a fault. */
  void requireFinite(Binding binding, Table table, Numbers column) {
    if (column.integral()) {
      return;
    }
    boolean filled = gaps.contains(binding.name());
    int length = column.length();
    for (int row = 0; row < column.size(); row++) {
      for (int i = 0; i < length; i++) {
        double value = column.at(row, i);
        if (Double.isInfinite(value) || Double.isNaN(value) && !filled) {
          throw new DataException(
              table.place().of(row)
                  + " holds "
                  + (Double.isNaN(value) ? "NaN" : "an infinite number")
                  + ", which feeds input "
                  + binding.name()
                  + "; correct the record or leave it out");
        }
      }
    }
  }
}
