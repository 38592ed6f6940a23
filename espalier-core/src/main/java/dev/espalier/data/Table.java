package dev.espalier.data;

import dev.espalier.catalogue.Nearest;
import dev.espalier.feed.Column;
import dev.espalier.feed.Numbers;
import dev.espalier.files.DataException;
import dev.espalier.model.DType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Records read from one or more files, as columns of equal size.
 *
 * @param columns by name, in the file's order
 * @param size number of records
 * @param place names file and record for messages
 * @param notes what was left out of the files, for a person
 */
public record Table(Map<String, Column> columns, int size, Place place, List<String> notes) {
  /**
   * Of which nothing was left out.
   *
   * @param columns by name, of equal length
   * @param size number of records
   * @param place where each came from
   */
  public Table(Map<String, Column> columns, int size, Place place) {
    this(columns, size, place, List.of());
  }

  /**
   * Column that stands for a record's content in the hash where the others depend on preprocessing.
   */
  static final String CONTENT = "#content";

  /** Where a record came from. */
  @FunctionalInterface
  public interface Place {
    /**
     * Where the record of a row stands, for messages.
     *
     * @param row counted from 0
     * @return file and place
     */
    String of(int row);
  }

  /**
   * {@return A table read from one file; throws when columns differ in size}
   *
   * @param file named in messages
   * @param columns by name, of equal length
   */
  public static Table of(String file, Map<String, Column> columns) {
    int size = columns.values().stream().mapToInt(Column::size).findFirst().orElse(0);
    columns.forEach(
        (name, column) -> {
          if (column.size() != size) {
            throw new DataException(
                file
                    + ": "
                    + name
                    + " holds "
                    + column.size()
                    + " records, but "
                    + columns.keySet().iterator().next()
                    + " holds "
                    + size
                    + "; they must be the same number (in NPZ files, arrays of other lengths than"
                    + " those that `inputs:` and `labels:` name are left out)");
          }
        });
    return new Table(columns, size, row -> file + ", record " + row);
  }

  /** Columns a person may name. */
  List<String> names() {
    return columns.keySet().stream().filter(n -> !n.equals(CONTENT)).toList();
  }

  Column column(String name, String usedFor) {
    Column column = columns.get(name);
    if (column == null) {
      throw new DataException(
          place.of(0)
              + ": there is no column \""
              + name
              + "\" for "
              + usedFor
              + "; did you mean \""
              + Nearest.to(name, names())
              + "\"? Columns: "
              + String.join(", ", names()));
    }
    return column;
  }

  /**
   * {@return one table with the records of all, in order; throws when their columns differ}
   *
   * @param tables with the same columns
   */
  public static Table joined(List<Table> tables) {
    if (tables.size() == 1) {
      return tables.get(0);
    }
    Map<String, Column> joined = new LinkedHashMap<>();
    for (String name : tables.get(0).columns.keySet()) {
      joined.put(name, join(name, tables));
    }
    int size = tables.stream().mapToInt(Table::size).sum();
    List<String> notes = tables.stream().flatMap(t -> t.notes.stream()).distinct().toList();
    return new Table(joined, size, row -> placeAmong(tables, row), notes);
  }

  private static String placeAmong(List<Table> tables, int row) {
    int left = row;
    for (Table table : tables) {
      if (left < table.size) {
        return table.place.of(left);
      }
      left -= table.size;
    }
    return "record " + row;
  }

  private static Column join(String name, List<Table> tables) {
    List<Numbers> numbers = new ArrayList<>();
    List<String> texts = new ArrayList<>();
    List<Boxes> boxes = new ArrayList<>();
    for (Table table : tables) {
      Column column = table.column(name, "joining it with " + tables.get(0).place.of(0));
      if (column instanceof Numbers n) {
        numbers.add(n);
      } else if (column instanceof Texts t) {
        texts.addAll(t.values());
      } else if (column instanceof Boxes b) {
        boxes.add(b);
      }
    }
    if (!boxes.isEmpty()) {
      return Boxes.joined(boxes);
    }
    if (numbers.isEmpty()) {
      return new Texts(texts);
    }
    Numbers first = numbers.get(0);
    for (int i = 0; i < numbers.size(); i++) {
      Numbers other = numbers.get(i);
      if (!texts.isEmpty() || !Arrays.equals(first.shape(), other.shape())) {
        throw new DataException(
            tables.get(i).place.of(0)
                + ": column "
                + name
                + " holds "
                + describe(other)
                + ", but "
                + describe(first)
                + " in "
                + tables.get(0).place.of(0)
                + "; files of one data set must agree");
      }
    }
    boolean alike = numbers.stream().allMatch(n -> n.type() == first.type());
    return Numbers.joined(alike ? numbers : numbers.stream().map(Table::asFloats).toList());
  }

  static Numbers asFloats(Numbers column) {
    if (column.type() == DType.FLOAT) {
      return column;
    }
    int length = column.length();
    float[] values = new float[column.size() * length];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) column.at(i / length, i % length);
    }
    return Numbers.floats(values, column.size(), column.shape());
  }

  /** Type and shape of one record, for messages. */
  static String describe(Column column) {
    return column instanceof Numbers n ? n.described() : "text";
  }
}
