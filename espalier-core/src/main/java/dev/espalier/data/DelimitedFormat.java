package dev.espalier.data;

import dev.espalier.feed.Column;
import dev.espalier.files.DataException;
import dev.espalier.files.Limit;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * CSV (RFC 4180: quoted fields may hold commas, line ends and doubled quotes) and TSV (no quoting).
 * Read by a parser of its own, since a library for CSV takes the quotes of TSV as quoting. The
 * first line is a header unless {@code columns:} names the columns or a field of it is a number.
 */
final class DelimitedFormat implements TextFileFormat {
  private static final Pattern NUMBER =
      Pattern.compile("[-+]?(\\d+\\.?\\d*|\\.\\d+)([eE][-+]?\\d+)?");

  /** Columns that a message names. */
  private static final int SHOWN = 20;

  private final String name;
  private final char separator;

  DelimitedFormat(String name, char separator) {
    this.name = name;
    this.separator = separator;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public String summary() {
    return separator == ','
        ? "a record a line, fields between commas, which quotes may hold"
        : "a record a line, fields between tabs, without quotes";
  }

  @Override
  public String source() {
    return separator == ','
        ? "Shafranovich, Common Format and MIME Type for CSV Files, RFC 4180, 2005"
        : "IANA, text/tab-separated-values, 1993";
  }

  @Override
  public boolean named(String file) {
    return file.endsWith("." + name);
  }

  @Override
  public Table table(BufferedReader in, Path file, DataSpec spec) throws IOException {
    Fields fields = new Fields(in, separator, separator == ',', file);
    List<String> first = fields.next();
    if (first == null) {
      throw new DataException(file + " is empty; it needs at least one record");
    }
    boolean header =
        spec.source().columns().isEmpty() && first.stream().noneMatch(DelimitedFormat::number);
    List<String> names =
        header
            ? first
            : spec.source().columns().isEmpty() ? guessed(first) : spec.source().columns();
    if (new HashSet<>(names).size() != names.size()) {
      throw new DataException(file + ": column names must differ: " + shown(names));
    }
    List<ColumnBuilder> builders = new ArrayList<>();
    names.forEach(n -> builders.add(new ColumnBuilder()));
    List<Integer> lines = new ArrayList<>();
    int line = fields.line();
    List<String> record = header ? fields.next() : first;
    line = header ? fields.line() : line;
    while (record != null) {
      if (record.size() != names.size()) {
        throw new DataException(
            file
                + ", line "
                + line
                + ": "
                + record.size()
                + " fields, but there are "
                + names.size()
                + " columns ("
                + shown(names)
                + "); correct the line"
                + (spec.source().columns().isEmpty() ? "" : ", or `columns:` in the DATA file"));
      }
      for (int i = 0; i < names.size(); i++) {
        builders.get(i).add(record.get(i));
      }
      lines.add(line);
      record = fields.next();
      line = fields.line();
    }
    return built(file, names, builders, lines);
  }

  private static Table built(
      Path file, List<String> names, List<ColumnBuilder> builders, List<Integer> lines) {
    if (lines.isEmpty()) {
      throw new DataException(file + " has a header line, but no records");
    }
    Map<String, Column> columns = new LinkedHashMap<>();
    for (int i = 0; i < names.size(); i++) {
      columns.put(names.get(i).strip(), builders.get(i).build());
    }
    int[] at = lines.stream().mapToInt(Integer::intValue).toArray();
    return new Table(columns, at.length, row -> file + ", line " + at[row]);
  }

  /** Two columns without a header, one a number and one not, are a label and a text. */
  private static List<String> guessed(List<String> first) {
    if (first.size() == 2 && number(first.get(0)) != number(first.get(1))) {
      return number(first.get(0)) ? List.of("label", "text") : List.of("text", "label");
    }
    List<String> names = new ArrayList<>();
    for (int i = 0; i < first.size(); i++) {
      names.add("c" + i);
    }
    return names;
  }

  private static String shown(List<String> names) {
    String first = names.stream().limit(SHOWN).collect(Collectors.joining(", "));
    return names.size() > SHOWN ? first + " and " + (names.size() - SHOWN) + " more" : first;
  }

  static boolean number(String field) {
    return NUMBER.matcher(field.strip()).matches();
  }

  /** Reads records of separated fields. */
  private static final class Fields {
    private final long longest = Limit.LINE_CHARACTERS.value();
    private final long mostColumns = Limit.TABLE_COLUMNS.value();
    private final long mostFields = Limit.TABLE_FIELDS.value();
    private long length;
    private long count;
    private final BufferedReader in;
    private final char separator;
    private final boolean quoting;
    private final Path file;
    private int line = 1;
    private int started = 1;

    Fields(BufferedReader in, char separator, boolean quoting, Path file) {
      this.in = in;
      this.separator = separator;
      this.quoting = quoting;
      this.file = file;
    }

    /** The line where the last record started, counted from 1. */
    int line() {
      return started;
    }

    /** The next record; null at the end. Empty lines are skipped. */
    @Nullable List<String> next() throws IOException {
      List<String> fields = new ArrayList<>();
      StringBuilder field = new StringBuilder();
      started = line;
      length = 0;
      boolean any = false;
      int c;
      while ((c = in.read()) >= 0) {
        if (c == '\uFEFF' && line == 1 && !any) {
          continue;
        }
        if (quoting && c == '"' && field.isEmpty()) {
          quoted(field);
        } else if (c == separator) {
          fields.add(taken(field));
          check(fields);
        } else if (c == '\n') {
          line++;
          if (any) {
            fields.add(taken(field));
            return counted(fields);
          }
          started = line;
          continue;
        } else if (c != '\r') {
          field.append((char) c);
          check(fields);
        } else {
          continue;
        }
        any = true;
      }
      if (!any) {
        return null;
      }
      fields.add(taken(field));
      return counted(fields);
    }

    /** The rest of a quoted field, up to its closing quote. */
    private void quoted(StringBuilder field) throws IOException {
      int c;
      while ((c = in.read()) >= 0) {
        if (c == '"') {
          in.mark(1);
          if (in.read() != '"') {
            in.reset();
            return;
          }
        }
        line += c == '\n' ? 1 : 0;
        field.append((char) c);
        check(List.of());
      }
      throw new DataException(
          file + ", line " + started + ": a quote is never closed; correct the line, or use TSV");
    }

    private List<String> counted(List<String> fields) {
      count += fields.size();
      if (count > mostFields) {
        throw new DataException(
            file
                + ", line "
                + started
                + ": there are too many fields in all ("
                + Limit.TABLE_FIELDS.remedy()
                + "); NPY and NPZ files take less memory");
      }
      return fields;
    }

    private void check(List<String> fields) {
      boolean wide = fields.size() >= mostColumns;
      if (++length > longest || wide) {
        throw new DataException(
            file
                + ", line "
                + started
                + (wide
                    ? ": there are too many columns (" + Limit.TABLE_COLUMNS.remedy()
                    : ": the record is too long (in characters, " + Limit.LINE_CHARACTERS.remedy())
                + "); is this a table?");
      }
    }

    private static String taken(StringBuilder field) {
      String text = field.toString();
      field.setLength(0);
      return text;
    }
  }
}
