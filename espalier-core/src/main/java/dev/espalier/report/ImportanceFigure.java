package dev.espalier.report;

import dev.espalier.record.DataProfile.Importance;
import dev.espalier.report.Svg.Box;
import dev.espalier.report.Svg.Point;

/** Importance of the parts of an input: a heat map where they form a picture, else bars. */
final class ImportanceFigure {
  private static final int CELL = 34;
  private static final int WIDTH = 960;
  private static final int HEIGHT = 170;
  private static final int LEFT = 70;
  private static final int SHADES = 10;

  private ImportanceFigure() {}

  static Markup draw(Importance importance) {
    double most =
        importance.values().stream().mapToDouble(v -> v).filter(Double::isFinite).max().orElse(0);
    return importance.rows() > 1
        ? map(importance, Math.max(most, 1e-12))
        : bars(importance, Math.max(most, 1e-12));
  }

  private static String label(Importance importance) {
    return "Importance of " + importance.parts() + " by " + importance.method();
  }

  private static Markup map(Importance importance, double most) {
    int columns = importance.values().size() / importance.rows();
    Svg svg = new Svg(columns * CELL, importance.rows() * CELL, label(importance));
    for (int i = 0; i < importance.values().size(); i++) {
      double value = importance.values().get(i);
      int shade = (int) Math.round((SHADES - 1) * Math.max(0, value) / most);
      Box box = new Box(i % columns * CELL, i / columns * CELL, CELL, CELL);
      svg.box(box, "heat h" + shade, importance.names().get(i) + ": " + NumberText.plain(value));
    }
    return svg.markup();
  }

  private static Markup bars(Importance importance, double most) {
    Svg svg = new Svg(WIDTH, HEIGHT, label(importance));
    ChartAxis y = new ChartAxis(0, most, HEIGHT - 24, 12);
    int n = importance.values().size();
    double step = (double) (WIDTH - LEFT) / n;
    for (double tick : y.ticks(3)) {
      svg.line(new Point(LEFT, y.at(tick)), new Point(WIDTH, y.at(tick)), "grid");
      svg.text(new Point(LEFT - 8, y.at(tick) + 4), "end soft", NumberText.plain(tick));
    }
    int every = (int) Math.ceil(n / Math.max(1, (WIDTH - LEFT) / 90.0));
    for (int i = 0; i < n; i++) {
      double value = importance.values().get(i);
      double top = y.at(Math.max(0, value));
      Box box = new Box(LEFT + i * step + 1, top, Math.max(1, step - 2), y.from() - top);
      svg.box(box, "after", importance.names().get(i) + ": " + NumberText.plain(value));
      if (i % every == 0) {
        svg.text(
            new Point(LEFT + (i + 0.5) * step, HEIGHT - 6),
            "middle soft small",
            ReportTexts.shorten(importance.names().get(i), 14));
      }
    }
    return svg.markup();
  }
}
