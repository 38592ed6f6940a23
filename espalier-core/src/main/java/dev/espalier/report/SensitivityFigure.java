package dev.espalier.report;

import dev.espalier.record.ModelProfile.Point;
import dev.espalier.record.ModelProfile.Sensitivity;
import java.util.ArrayList;
import java.util.List;

/** A small curve of one group: loss over the share that goes, in a band of its intervals. */
final class SensitivityFigure {
  private static final int WIDTH = 220;
  private static final int HEIGHT = 140;
  private static final int LEFT = 44;

  private SensitivityFigure() {}

  /**
   * @param low of all groups, so that their curves can be compared
   * @param high of all groups
   */
  static Markup draw(Sensitivity group, double low, double high) {
    Svg svg = new Svg(WIDTH, HEIGHT, "Sensitivity of " + group.group());
    ChartAxis x = new ChartAxis(0, 0.8, LEFT, WIDTH - 8);
    ChartAxis y = new ChartAxis(low, high, HEIGHT - 22, 28);
    svg.text(new Svg.Point(0, 13), "label small", ReportTexts.shorten(group.group(), 32));
    svg.line(new Svg.Point(LEFT, y.at(0)), new Svg.Point(WIDTH, y.at(0)), "axis");
    svg.text(new Svg.Point(LEFT - 5, y.at(0) + 4), "end soft small", "0");
    svg.text(
        new Svg.Point(LEFT - 5, y.at(high) + 4),
        "end soft small",
        NumberText.points(high).replace("+", ""));
    List<Svg.Point> line = new ArrayList<>(List.of(new Svg.Point(x.at(0), y.at(0))));
    band(svg, group, x, y);
    for (Point p : group.points()) {
      double at = x.at(p.cut());
      line.add(new Svg.Point(at, y.at(p.drop())));
      svg.text(
          new Svg.Point(at, HEIGHT - 5), "middle soft small", NumberText.wholePercent(p.cut()));
    }
    svg.polyline(line, "line after");
    for (int i = 1; i < line.size(); i++) {
      Point p = group.points().get(i - 1);
      svg.dot(line.get(i), 3, "after", hint(p));
    }
    return svg.markup();
  }

  private static void band(Svg svg, Sensitivity group, ChartAxis x, ChartAxis y) {
    List<Svg.Point> corners = new ArrayList<>(List.of(new Svg.Point(x.at(0), y.at(0))));
    group.points().forEach(p -> corners.add(new Svg.Point(x.at(p.cut()), y.at(p.high()))));
    for (int i = group.points().size() - 1; i >= 0; i--) {
      Point p = group.points().get(i);
      corners.add(new Svg.Point(x.at(p.cut()), y.at(p.low())));
    }
    svg.area(corners, "band");
  }

  private static String hint(Point p) {
    return "%s cut: a loss of %s points (%s to %s)"
        .formatted(
            NumberText.wholePercent(p.cut()),
            NumberText.points(p.drop()),
            NumberText.points(p.low()),
            NumberText.points(p.high()));
  }
}
