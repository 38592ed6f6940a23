package dev.espalier.data;

import dev.espalier.feed.Column;
import dev.espalier.files.DataException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Decides which records belong to which split: by file, part, row range, value or seeded fraction.
 */
final class Splitter {
  private static final List<String> ORDER = List.of("train", "validation", "test");
  private static final Pattern RANGE = Pattern.compile("(\\d{1,9}) *- *(\\d{0,9})");

  private final DataSpec spec;
  private final String source;

  Splitter(DataSpec spec, String source) {
    this.spec = spec;
    this.source = source;
  }

  /**
   * The records of one split.
   *
   * @param table where they are
   * @param rows which, in rising order
   */
  record Choice(Table table, int[] rows) {}

  /** The tables that splits choose from, each once. */
  static List<Table> tables(Map<String, Choice> choices) {
    Set<Table> seen = Collections.newSetFromMap(new IdentityHashMap<>());
    return choices.values().stream().map(Choice::table).filter(seen::add).toList();
  }

  /**
   * Splits by name in the order train, validation, test; {@code pools} gives each split's own
   * records to choose from.
   */
  Map<String, Choice> choose(Map<String, Table> pools) {
    Map<Table, int[]> owners = new IdentityHashMap<>();
    Map<String, Choice> choices = new LinkedHashMap<>();
    for (String split : ORDER) {
      DataDivision.Part part = spec.division().splits().get(split);
      Table pool = pools.get(split);
      if (part != null && pool != null) {
        int[] owner = owners.computeIfAbsent(pool, p -> new int[p.size()]);
        if (part.fraction() == 0) {
          choices.put(split, new Choice(pool, claim(split, owner, rows(split, part, pool), pool)));
        }
      }
    }
    owners.forEach((pool, owner) -> fractions(pool, owner, pools).forEach(choices::put));
    Map<String, Choice> ordered = new LinkedHashMap<>();
    ORDER.stream().filter(choices::containsKey).forEach(s -> ordered.put(s, choices.get(s)));
    return ordered;
  }

  private int[] claim(String split, int[] owner, int[] rows, Table pool) {
    for (int row : rows) {
      if (owner[row] != 0) {
        throw new DataException(
            pool.place().of(row)
                + " is in both splits, "
                + ORDER.get(owner[row] - 1)
                + " and "
                + split
                + "; each record may be in one only");
      }
      owner[row] = ORDER.indexOf(split) + 1;
    }
    return rows;
  }

  private int[] rows(String split, DataDivision.Part part, Table pool) {
    int[] rows =
        !part.rows().isEmpty()
            ? range(split, part.rows(), pool)
            : !part.column().isEmpty()
                ? matching(split, part, pool)
                : Rows.all(pool.size()).numbers();
    if (rows.length == 0) {
      throw new DataException(
          source + ": the split " + split + " is empty; see its entry under `splits:`");
    }
    return rows;
  }

  private int[] range(String split, String text, Table pool) {
    Matcher range = RANGE.matcher(text.strip());
    if (!range.matches()) {
      throw new DataException(
          source + ": splits." + split + ".rows is \"" + text + "\"; write a range such as 0-1499");
    }
    int from = Integer.parseInt(range.group(1));
    int to = range.group(2).isEmpty() ? pool.size() - 1 : Integer.parseInt(range.group(2));
    if (to >= pool.size() || from > to) {
      throw new DataException(
          source
              + ": splits."
              + split
              + " wants the rows "
              + text
              + ", but the records are numbered 0 to "
              + (pool.size() - 1));
    }
    int[] rows = new int[to - from + 1];
    Arrays.setAll(rows, i -> from + i);
    return rows;
  }

  private int[] matching(String split, DataDivision.Part part, Table pool) {
    Column column = pool.column(part.column(), "the split " + split);
    List<Integer> rows = new ArrayList<>();
    for (int row = 0; row < pool.size(); row++) {
      if (part.values().contains(column.text(row))) {
        rows.add(row);
      }
    }
    if (rows.isEmpty()) {
      throw new DataException(
          source
              + ": no record has "
              + part.column()
              + " among "
              + part.values()
              + ", so the split "
              + split
              + " is empty; values look like "
              + column.text(0));
    }
    return rows.stream().mapToInt(Integer::intValue).toArray();
  }

  /**
   * Cuts the unclaimed records of a pool, in a seeded order (those of a series in the order of
   * time), into the shares that splits ask for.
   */
  @SuppressWarnings(
      "ReferenceEquality") // tables are told apart by identity: equal ones may lie in two files
  private Map<String, Choice> fractions(Table pool, int[] owner, Map<String, Table> pools) {
    Map<String, Double> shares = new TreeMap<>();
    spec.division()
        .splits()
        .forEach(
            (split, part) -> {
              if (part.fraction() != 0 && pools.get(split) == pool) {
                shares.put(split, part.fraction());
              }
            });
    double sum = shares.values().stream().mapToDouble(Double::doubleValue).sum();
    if (shares.values().stream().anyMatch(s -> !(s > 0)) || sum > 1 + 1e-9) {
      throw new DataException(
          source + ": the fractions under `splits:` must be above 0 and add up to at most 1");
    }
    int[] free =
        java.util.stream.IntStream.range(0, pool.size()).filter(r -> owner[r] == 0).toArray();
    boolean inTime = !spec.feeding().window().none();
    int[] drawn =
        inTime
            ? free
            : new Rows(free)
                .shuffled(new java.util.SplittableRandom(spec.division().seed()))
                .numbers();
    Map<String, Choice> choices = new LinkedHashMap<>();
    double done = 0;
    for (String split : inTime ? ORDER : List.of("test", "validation", "train")) {
      Double share = shares.get(split);
      if (share != null) {
        int from = (int) Math.round(done * drawn.length);
        int to = (int) Math.round(Math.min(1, done + share) * drawn.length);
        if (from == to) {
          throw new DataException(
              source
                  + ": the split "
                  + split
                  + " is empty: "
                  + share
                  + " of "
                  + drawn.length
                  + " records; say under `splits:` what belongs to it");
        }
        int[] rows = Arrays.copyOfRange(drawn, from, to);
        Arrays.sort(rows);
        choices.put(split, new Choice(pool, rows));
        done += share;
      }
    }
    return choices;
  }
}
