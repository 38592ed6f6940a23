package dev.espalier.report;

import dev.espalier.report.Svg.Box;
import dev.espalier.report.Svg.Point;
import java.util.List;

/** Two bars a row, original above result, with the values at their ends. */
final class BarFigure {
  private static final int WIDTH = 960;
  private static final int LEFT = 150;
  private static final int BAR = 590;
  private static final int ROW = 54;

  private BarFigure() {}

  /**
   * @param label at the left
   * @param before the original's value
   * @param after the result's
   * @param texts the two values as texts, and what stands at the right
   */
  record Row(String label, double before, double after, List<String> texts) {}

  /**
   * @param common whether all rows share one scale; else each row's longer bar has the full length
   */
  static Markup draw(String label, List<Row> rows, boolean common) {
    Svg svg = new Svg(WIDTH, rows.size() * ROW + 4, label);
    double most = rows.stream().mapToDouble(BarFigure::longer).max().orElse(1);
    for (int i = 0; i < rows.size(); i++) {
      Row row = rows.get(i);
      draw(svg, row, new ChartAxis(0, common ? most : longer(row), 0, BAR), i * ROW + 6);
    }
    return svg.markup();
  }

  private static double longer(Row row) {
    return Math.max(Math.max(row.before, row.after), Double.MIN_NORMAL);
  }

  private static void draw(Svg svg, Row row, ChartAxis axis, double y) {
    String before = row.texts.get(0);
    String after = row.texts.get(1);
    svg.text(new Point(LEFT - 14, y + 24), "end label", ReportTexts.shorten(row.label, 20));
    Box upper = new Box(LEFT, y, axis.at(row.before), 17);
    Box lower = new Box(LEFT, y + 20, axis.at(row.after), 17);
    svg.box(upper, "before", row.label + ", original: " + before);
    svg.box(lower, "after", row.label + ", result: " + after);
    svg.text(new Point(LEFT + upper.width() + 7, y + 13), "soft", before);
    svg.text(new Point(LEFT + lower.width() + 7, y + 33), "strong", after);
    svg.text(new Point(WIDTH - 4, y + 26), "end big", row.texts.get(2));
  }
}
