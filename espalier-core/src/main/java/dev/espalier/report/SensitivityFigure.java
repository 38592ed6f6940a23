package dev.espalier.report;

import dev.espalier.record.ModelProfile.Point;
import dev.espalier.record.ModelProfile.Sensitivity;
import dev.espalier.report.Svg.Box;
import java.util.ArrayList;
import java.util.List;

/** A small curve of one group: loss over the share that goes, with intervals. */
final class SensitivityFigure {
  private static final int WIDTH = 220;
  private static final int HEIGHT = 120;
  private static final int LEFT = 44;

  private SensitivityFigure() {}

  /**
   * @param low of all groups, so that their curves can be compared
   * @param high of all groups
   */
  static Markup draw(Sensitivity group, double low, double high) {
    Svg svg = new Svg(WIDTH, HEIGHT, "Sensitivity of " + group.group());
    Axis x = new Axis(0, 0.8, LEFT, WIDTH - 8);
    Axis y = new Axis(low, high, HEIGHT - 20, 22);
    svg.text(new Svg.Point(0, 13), "label small", Texts.shorten(group.group(), 32));
    svg.line(new Svg.Point(LEFT, y.at(0)), new Svg.Point(WIDTH, y.at(0)), "axis");
    svg.text(new Svg.Point(LEFT - 5, y.at(0) + 4), "end soft small", "0");
    svg.text(new Svg.Point(LEFT - 5, y.at(high) + 4), "end soft small", Numbers.points(high));
    List<Svg.Point> line = new ArrayList<>(List.of(new Svg.Point(x.at(0), y.at(0))));
    for (Point p : group.points()) {
      double at = x.at(p.cut());
      String hint = Numbers.wholePercent(p.cut()) + " cut: " + Numbers.points(p.drop()) + " points";
      Box interval = new Box(at - 3, y.at(p.high()), 6, y.at(p.low()) - y.at(p.high()));
      svg.box(interval, "interval", hint);
      line.add(new Svg.Point(at, y.at(p.drop())));
      svg.text(new Svg.Point(at, HEIGHT - 5), "middle soft small", Numbers.wholePercent(p.cut()));
    }
    svg.polyline(line, "line after");
    for (int i = 1; i < line.size(); i++) {
      Point p = group.points().get(i - 1);
      svg.dot(line.get(i), 3, "after", Numbers.points(p.drop()) + " points");
    }
    return svg.markup();
  }
}
