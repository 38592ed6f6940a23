package dev.espalier.report;

import dev.espalier.report.Svg.Point;
import java.util.Comparator;
import java.util.List;
import java.util.function.DoubleFunction;
import java.util.stream.Stream;

/** Dots over two measures, with a line through those that no other beats in both. */
final class ScatterFigure {
  private static final int WIDTH = 960;
  private static final int HEIGHT = 360;
  private static final int LEFT = 66;

  private ScatterFigure() {}

  /**
   * @param hint shown when pointed at
   * @param front whether no other is better in both
   * @param chosen whether this one was taken
   */
  record Dot(double x, double y, String hint, boolean front, boolean chosen) {}

  /**
   * @param label what is shown
   * @param below what runs to the right
   * @param show how a value to the right is written
   */
  record Frame(String label, String below, DoubleFunction<String> show) {}

  private static List<String> texts(List<Double> values, DoubleFunction<String> show) {
    return ReportTexts.withoutCommonZeros(values.stream().map(show::apply).toList());
  }

  static Markup draw(Frame frame, List<Dot> dots) {
    Svg svg = new Svg(WIDTH, HEIGHT, frame.label);
    ChartAxis x = ChartAxis.over(dots.stream().mapToDouble(Dot::x), LEFT + 8, WIDTH - 20);
    ChartAxis y = ChartAxis.over(dots.stream().mapToDouble(Dot::y), HEIGHT - 52, 14);
    List<Double> levels = y.ticks(5);
    List<String> texts = texts(levels, NumberText::plain);
    for (int i = 0; i < levels.size(); i++) {
      double at = y.at(levels.get(i));
      svg.line(new Point(LEFT, at), new Point(WIDTH - 12, at), "grid");
      svg.text(new Point(LEFT - 8, at + 4), "end soft", texts.get(i));
    }
    List<Double> places = x.ticks(8);
    List<String> below = texts(places, frame.show);
    for (int i = 0; i < places.size(); i++) {
      svg.text(new Point(x.at(places.get(i)), HEIGHT - 30), "middle soft", below.get(i));
    }
    svg.text(new Point((LEFT + WIDTH) / 2.0, HEIGHT - 8), "middle soft", frame.below);
    List<Point> front =
        dots.stream()
            .filter(Dot::front)
            .sorted(Comparator.comparingDouble(Dot::x))
            .map(d -> new Point(x.at(d.x), y.at(d.y)))
            .toList();
    svg.polyline(front, "line after");
    Stream.of(
            dots.stream().filter(d -> !d.front && !d.chosen),
            dots.stream().filter(d -> d.front && !d.chosen),
            dots.stream().filter(Dot::chosen))
        .flatMap(s -> s)
        .forEach(
            d ->
                svg.dot(
                    new Point(x.at(d.x), y.at(d.y)),
                    d.chosen ? 7 : d.front ? 4.5 : 3,
                    d.chosen ? "cut" : d.front ? "after" : "before",
                    d.hint));
    return svg.markup();
  }
}
