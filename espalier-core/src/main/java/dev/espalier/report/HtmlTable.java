package dev.espalier.report;

import java.util.ArrayList;
import java.util.List;

/** A table whose numbers line up; long ones scroll on screen and are whole on paper. */
final class HtmlTable {
  private static final int ROWS_THAT_FIT = 24;

  private record Column(String name, boolean number) {}

  private final String caption;
  private final List<Column> columns = new ArrayList<>();
  private final List<List<String>> rows = new ArrayList<>();

  HtmlTable(String caption) {
    this.caption = caption;
  }

  HtmlTable words(String... names) {
    for (String name : names) {
      columns.add(new Column(name, false));
    }
    return this;
  }

  HtmlTable numbers(String... names) {
    for (String name : names) {
      columns.add(new Column(name, true));
    }
    return this;
  }

  HtmlTable row(String... cells) {
    if (cells.length != columns.size()) {
      throw new IllegalArgumentException(cells.length + " cells for " + columns);
    }
    rows.add(List.of(cells));
    return this;
  }

  Markup markup() {
    if (rows.isEmpty()) {
      return Markup.NOTHING;
    }
    Html html = new Html();
    String style = rows.size() > ROWS_THAT_FIT ? "scroll long" : "scroll";
    html.open("div", "class", style, "tabindex", "0", "role", "region", "aria-label", caption);
    html.open("table").leaf("caption", caption).open("thead").open("tr");
    for (Column column : columns) {
      html.leaf("th", column.name, "scope", "col", "class", style(column));
    }
    html.close().close().open("tbody");
    rows.forEach(row -> row(html, row));
    return html.close().close().close().markup();
  }

  private void row(Html html, List<String> row) {
    html.open("tr");
    for (int i = 0; i < row.size(); i++) {
      if (i == 0) {
        html.leaf("th", row.get(i), "scope", "row", "class", style(columns.get(i)));
      } else {
        html.leaf("td", row.get(i), "class", style(columns.get(i)));
      }
    }
    html.close();
  }

  private static String style(Column column) {
    return column.number ? "number" : "words";
  }
}
