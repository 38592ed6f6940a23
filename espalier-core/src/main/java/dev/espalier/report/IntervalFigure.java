package dev.espalier.report;

import dev.espalier.record.Drop;
import dev.espalier.report.Svg.Box;
import dev.espalier.report.Svg.Point;
import java.util.stream.DoubleStream;

/** The drop as a dot with its interval, against no loss and the loss that was allowed. */
final class IntervalFigure {
  private static final int WIDTH = 960;
  private static final int HEIGHT = 116;
  private static final int MIDDLE = 52;

  private IntervalFigure() {}

  static Markup draw(Drop drop, Metric metric) {
    Double allowed = drop.allowed();
    DoubleStream marks =
        DoubleStream.of(0, drop.low(), drop.high(), drop.value(), allowed == null ? 0 : allowed);
    ChartAxis axis = ChartAxis.over(marks, 30, WIDTH - 30);
    Svg svg = new Svg(WIDTH, HEIGHT, "Loss of " + metric.name() + " with its interval");
    for (double tick : axis.ticks(6)) {
      svg.line(new Point(axis.at(tick), 26), new Point(axis.at(tick), 84), "grid");
      svg.text(new Point(axis.at(tick), 102), "middle soft", NumberText.points(tick));
    }
    mark(svg, axis.at(0), "no loss", "original");
    if (allowed != null) {
      mark(svg, axis.at(allowed), "allowed " + metric.loss(allowed), "floor");
    }
    double from = axis.at(drop.low());
    double to = axis.at(drop.high());
    String interval = metric.loss(drop.low()) + " to " + metric.loss(drop.high());
    if (Double.isFinite(from) && Double.isFinite(to)) {
      svg.box(new Box(from, MIDDLE - 4, to - from, 8), "interval", interval);
    }
    if (Double.isFinite(drop.value())) {
      svg.dot(new Point(axis.at(drop.value()), MIDDLE), 8, "after", metric.loss(drop.value()));
    }
    return svg.markup();
  }

  private static void mark(Svg svg, double x, String text, String style) {
    svg.line(new Point(x, 22), new Point(x, 86), "level " + style);
    String side = x > WIDTH - 120 ? "end " : x < 60 ? "" : "middle ";
    svg.text(new Point(x, 14), side + "ink-" + style, text);
  }
}
