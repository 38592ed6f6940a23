package dev.espalier.report;

import dev.espalier.report.Svg.Point;
import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleFunction;
import java.util.stream.DoubleStream;

/** Values over numbered places, as lines with dots, and levels to hold them against. */
final class LineFigure {
  private static final int TOP = 14;
  private static final int LEFT = 66;

  private LineFigure() {}

  /**
   * @param name in the hints
   * @param values one a place; NaN breaks the line
   * @param style of the line: after, cut, …
   */
  record Series(String name, List<Double> values, String style) {}

  /** A horizontal line with a name at its right end. */
  record Level(String name, double value, String style) {}

  /**
   * @param label what is shown
   * @param places texts below, one a place
   * @param breaks places before which a thin vertical line stands
   * @param show how a value is written
   */
  record Frame(
      String label, List<String> places, List<Integer> breaks, DoubleFunction<String> show) {}

  /**
   * @param size width and height in pixels
   */
  static Markup draw(Frame frame, List<Series> series, List<Level> levels, Point size) {
    Svg svg = new Svg((int) size.x(), (int) size.y(), frame.label);
    double right = size.x() - (levels.isEmpty() ? 18 : 128);
    double bottom = size.y() - 34;
    DoubleStream values =
        series.stream().flatMapToDouble(s -> s.values.stream().mapToDouble(v -> v));
    DoubleStream all = DoubleStream.concat(values, levels.stream().mapToDouble(Level::value));
    ChartAxis y = ChartAxis.over(all, bottom, TOP);
    ChartAxis x = places(frame.places.size(), right);
    grid(svg, frame, x, y);
    levels(svg, frame, levels, y, right);
    series.forEach(s -> line(svg, frame, s, x, y));
    return svg.markup();
  }

  private static ChartAxis places(int count, double right) {
    double room = count > 12 ? 8 : 28;
    return new ChartAxis(0, Math.max(1, count - 1), LEFT + room, right - room);
  }

  private static void grid(Svg svg, Frame frame, ChartAxis x, ChartAxis y) {
    List<Double> ticks = y.ticks(5);
    List<String> texts =
        ReportTexts.withoutCommonZeros(ticks.stream().map(frame.show::apply).toList());
    for (int i = 0; i < ticks.size(); i++) {
      double at = y.at(ticks.get(i));
      svg.line(new Point(LEFT, at), new Point(x.to() + 10, at), "grid");
      svg.text(new Point(LEFT - 8, at + 4), "end soft", texts.get(i));
    }
    for (int place : frame.breaks) {
      double between = x.at(place - 0.5);
      svg.line(new Point(between, TOP), new Point(between, y.from()), "grid dashed");
    }
    int letters = frame.places.stream().mapToInt(String::length).max().orElse(1) + 2;
    int fitting = (int) Math.max(2, (x.to() - x.from() + 40) / (7 * letters));
    int every = (frame.places.size() + fitting - 1) / fitting;
    for (int i = 0; i < frame.places.size(); i += Math.max(1, every)) {
      svg.text(new Point(x.at(i), y.from() + 22), "middle soft", frame.places.get(i));
    }
  }

  private static void levels(Svg svg, Frame frame, List<Level> levels, ChartAxis y, double right) {
    double free = Double.NEGATIVE_INFINITY;
    List<Level> downwards =
        levels.stream().sorted((a, b) -> Double.compare(y.at(a.value), y.at(b.value))).toList();
    for (Level level : downwards) {
      double at = y.at(level.value);
      svg.line(new Point(LEFT, at), new Point(right, at), "level " + level.style);
      double text = Math.max(at, free);
      svg.text(new Point(right + 6, text), "ink-" + level.style, level.name);
      svg.text(new Point(right + 6, text + 14), "soft", frame.show.apply(level.value));
      free = text + 32;
    }
  }

  private static void line(Svg svg, Frame frame, Series series, ChartAxis x, ChartAxis y) {
    List<Point> run = new ArrayList<>();
    for (int i = 0; i < series.values.size(); i++) {
      double value = series.values.get(i);
      if (!Double.isFinite(value) || frame.breaks.contains(i)) {
        svg.polyline(run, "line " + series.style);
        run = new ArrayList<>();
      }
      if (Double.isFinite(value)) {
        run.add(new Point(x.at(i), y.at(value)));
      }
    }
    svg.polyline(run, "line " + series.style);
    double radius = series.values.size() > 60 ? 1.5 : 4;
    for (int i = 0; i < series.values.size(); i++) {
      double value = series.values.get(i);
      if (Double.isFinite(value)) {
        String hint = frame.places.get(i) + ", " + series.name + ": " + frame.show.apply(value);
        svg.dot(new Point(x.at(i), y.at(value)), radius, series.style, hint);
      }
    }
  }
}
