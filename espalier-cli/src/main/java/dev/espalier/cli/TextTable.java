package dev.espalier.cli;

import java.util.ArrayList;
import java.util.List;

/** Rows of text with columns lined up: words to the left, numbers to the right. */
final class TextTable {
  private static final int LEAST = 20;

  private final List<List<String>> rows = new ArrayList<>();
  private int width = Integer.MAX_VALUE;

  static TextTable of(String... header) {
    return new TextTable().row((Object[]) header);
  }

  TextTable row(Object... cells) {
    List<String> row = new ArrayList<>();
    for (Object cell : cells) {
      row.add(String.valueOf(cell));
    }
    rows.add(row);
    return this;
  }

  /** Breaks the words of the last column where lines would be longer than this. */
  TextTable within(int width) {
    this.width = width;
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
      right[c] = column.size() > 1 && column.stream().skip(1).allMatch(TextTable::isNumber);
    }
    int before = 0;
    for (int c = 0; c < columns - 1; c++) {
      before += widths[c] + 2;
    }
    int room = width == Integer.MAX_VALUE ? width : Math.max(LEAST, width - before);
    StringBuilder text = new StringBuilder();
    for (List<String> row : rows) {
      StringBuilder line = new StringBuilder();
      for (int c = 0; c < row.size(); c++) {
        String cell = row.get(c);
        line.append(c == 0 ? "" : "  ");
        if (c == columns - 1 && cell.length() > room) {
          line.append(broken(cell, room, before));
        } else {
          String space = " ".repeat(widths[c] - cell.length());
          line.append(right[c] ? space + cell : cell + space);
        }
      }
      text.append(line.toString().stripTrailing()).append('\n');
    }
    return text.toString();
  }

  /** The words on lines of at most {@code room}, those after the first below it. */
  private static String broken(String words, int room, int before) {
    StringBuilder text = new StringBuilder();
    int used = 0;
    for (String word : words.split(" ", -1)) {
      if (used > 0 && used + 1 + word.length() > room) {
        text.append('\n').append(" ".repeat(before));
        used = 0;
      }
      text.append(used == 0 ? "" : " ").append(word);
      used += (used == 0 ? 0 : 1) + word.length();
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
