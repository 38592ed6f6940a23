package dev.espalier.cli;

import java.util.ArrayList;
import java.util.List;

/** Rows of text with columns lined up: words to the left, numbers to the right. */
final class Table {
  private final List<List<String>> rows = new ArrayList<>();

  static Table of(String... header) {
    return new Table().row((Object[]) header);
  }

  Table row(Object... cells) {
    List<String> row = new ArrayList<>();
    for (Object cell : cells) {
      row.add(String.valueOf(cell));
    }
    rows.add(row);
    return this;
  }

  @Override
  public String toString() {
    int columns = rows.stream().mapToInt(List::size).max().orElse(0);
    int[] widths = new int[columns];
    boolean[] right = new boolean[columns];
    for (int c = 0; c < columns; c++) {
      List<String> column = column(c);
      widths[c] = column.stream().mapToInt(String::length).max().orElse(0);
      right[c] = column.size() > 1 && column.stream().skip(1).allMatch(Table::isNumber);
    }
    StringBuilder text = new StringBuilder();
    for (List<String> row : rows) {
      StringBuilder line = new StringBuilder();
      for (int c = 0; c < row.size(); c++) {
        String space = " ".repeat(widths[c] - row.get(c).length());
        line.append(c == 0 ? "" : "  ");
        line.append(right[c] ? space + row.get(c) : row.get(c) + space);
      }
      text.append(line.toString().stripTrailing()).append('\n');
    }
    return text.toString();
  }

  private List<String> column(int c) {
    return rows.stream().map(row -> c < row.size() ? row.get(c) : "").toList();
  }

  private static boolean isNumber(String cell) {
    return cell.isEmpty() || cell.matches("[-+]?[0-9][0-9,.]*( ?[%×a-zA-Zµ]{1,3})?|–");
  }
}
