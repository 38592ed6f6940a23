package dev.espalier.report;

import dev.espalier.report.Svg.Box;
import dev.espalier.report.Svg.Point;
import java.util.List;

/** Gains to the right and losses to the left of nought, one row each. */
final class ChangeFigure {
  private static final int WIDTH = 960;
  private static final int LEFT = 190;
  private static final int ROW = 22;

  private ChangeFigure() {}

  /**
   * @param name of the row
   * @param change as a share: 0.01 is one point
   */
  record Change(String name, double change) {}

  static Markup draw(String label, List<Change> changes) {
    double most =
        changes.stream()
            .mapToDouble(c -> Math.abs(c.change))
            .filter(Double::isFinite)
            .max()
            .orElse(0);
    double reach = Math.max(most, 1e-3);
    ChartAxis axis = new ChartAxis(-reach, reach, LEFT + 70, WIDTH - 70);
    double zero = axis.at(0);
    Svg svg = new Svg(WIDTH, changes.size() * ROW + 6, label);
    svg.line(new Point(zero, 0), new Point(zero, changes.size() * ROW + 6), "axis");
    for (int i = 0; i < changes.size(); i++) {
      Change row = changes.get(i);
      double y = i * ROW + 4;
      svg.text(new Point(LEFT - 10, y + 13), "end label small", ReportTexts.shorten(row.name, 26));
      if (Double.isFinite(row.change)) {
        double end = axis.at(row.change);
        boolean gain = row.change >= 0;
        String text = NumberText.points(row.change);
        Box bar = new Box(Math.min(zero, end), y, Math.abs(end - zero), 15);
        svg.box(bar, gain ? "after" : "cut", row.name + ": " + text + " points");
        svg.text(new Point(end + (gain ? 6 : -6), y + 12), gain ? "small" : "end small", text);
      }
    }
    return svg.markup();
  }
}
