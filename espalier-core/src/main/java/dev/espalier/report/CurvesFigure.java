package dev.espalier.report;

import dev.espalier.report.Svg.Point;
import java.util.List;
import java.util.function.DoubleFunction;
import java.util.stream.Stream;

/** Curves of one measure over another, one colour each, with a marked point on every curve. */
final class CurvesFigure {
  /** Curves that can be told apart by colour. */
  static final int MOST = 6;

  private static final int WIDTH = 960;
  private static final int HEIGHT = 420;
  private static final int LEFT = 66;

  private CurvesFigure() {}

  /** One place on a curve, with what is shown when pointed at. */
  record Spot(double x, double y, String hint) {}

  /**
   * @param spots in the order of the line
   * @param alone further spots in the same colour, not on the line
   * @param marked the one that stands out
   */
  record Curve(List<Spot> spots, List<Spot> alone, Spot marked) {}

  /**
   * @param label what is shown
   * @param below what runs to the right
   * @param across how a value to the right is written
   * @param up how a value upwards is written
   */
  record Frame(
      String label, String below, DoubleFunction<String> across, DoubleFunction<String> up) {}

  /** The class of the i-th curve's marks. */
  static String style(int i) {
    return "s" + (i % MOST + 1);
  }

  static Markup draw(Frame frame, List<Curve> curves) {
    Svg svg = new Svg(WIDTH, HEIGHT, frame.label);
    List<Spot> all =
        curves.stream().flatMap(c -> Stream.concat(c.spots.stream(), c.alone.stream())).toList();
    ChartAxis x = ChartAxis.over(all.stream().mapToDouble(Spot::x), LEFT + 8, WIDTH - 20);
    ChartAxis y = ChartAxis.over(all.stream().mapToDouble(Spot::y), HEIGHT - 52, 14);
    for (double level : y.ticks(6)) {
      svg.line(new Point(LEFT, y.at(level)), new Point(WIDTH - 12, y.at(level)), "grid");
      svg.text(new Point(LEFT - 8, y.at(level) + 4), "end soft", frame.up.apply(level));
    }
    for (double place : x.ticks(8)) {
      svg.text(new Point(x.at(place), HEIGHT - 30), "middle soft", frame.across.apply(place));
    }
    svg.text(new Point((LEFT + WIDTH) / 2.0, HEIGHT - 8), "middle soft", frame.below);
    for (int i = 0; i < curves.size(); i++) {
      Curve curve = curves.get(i);
      String style = style(i);
      svg.polyline(curve.spots.stream().map(s -> at(s, x, y)).toList(), "line " + style);
      curve.spots.forEach(s -> svg.dot(at(s, x, y), 3, style, s.hint));
      curve.alone.forEach(s -> svg.dot(at(s, x, y), 4, style + " hollow", s.hint));
    }
    for (int i = 0; i < curves.size(); i++) {
      Spot marked = curves.get(i).marked;
      svg.dot(at(marked, x, y), 7, style(i), marked.hint);
    }
    return svg.markup();
  }

  private static Point at(Spot spot, ChartAxis x, ChartAxis y) {
    return new Point(x.at(spot.x), y.at(spot.y));
  }
}
