package dev.espalier.report;

import dev.espalier.report.Svg.Box;
import dev.espalier.report.Svg.Point;
import java.util.List;

/**
 * Kept against original widths, layer by layer: named rows, or thin columns where there are too
 * many to name.
 */
final class WidthFigure {
  private static final int ROWS_TO_NAME = 48;
  private static final int WIDTH = 960;
  private static final int LEFT = 250;
  private static final int BAR = 560;
  private static final int ROW = 22;
  private static final int HEIGHT = 240;

  private WidthFigure() {}

  /**
   * @param name of the layer
   * @param before its width in the original
   * @param after its width in the result
   */
  record Width(String name, long before, long after) {
    String words() {
      return name + ": " + after + " of " + before + " kept";
    }
  }

  static Markup draw(List<Width> widths) {
    long most = widths.stream().mapToLong(w -> Math.max(w.before, w.after)).max().orElse(1);
    return widths.size() > ROWS_TO_NAME ? columns(widths, most) : rows(widths, most);
  }

  private static Markup rows(List<Width> widths, long most) {
    Svg svg = new Svg(WIDTH, widths.size() * ROW + 4, label(widths));
    ChartAxis axis = new ChartAxis(0, most, 0, BAR);
    for (int i = 0; i < widths.size(); i++) {
      Width width = widths.get(i);
      double y = i * ROW + 3;
      svg.text(
          new Point(LEFT - 12, y + 13), "end label small", ReportTexts.shorten(width.name, 36));
      svg.box(new Box(LEFT, y, axis.at(width.before), 16), "gone", width.words());
      svg.box(new Box(LEFT, y, axis.at(width.after), 16), "after", width.words());
      double end = LEFT + axis.at(Math.max(width.before, width.after)) + 8;
      String text =
          width.after == width.before ? "all " + width.before : width.after + " / " + width.before;
      svg.text(new Point(end, y + 13), "soft small", text);
    }
    return svg.markup();
  }

  private static Markup columns(List<Width> widths, long most) {
    Svg svg = new Svg(WIDTH, HEIGHT, label(widths));
    double step = (WIDTH - 60.0) / widths.size();
    ChartAxis axis = new ChartAxis(0, most, HEIGHT - 24, 10);
    for (double tick : axis.ticks(4)) {
      svg.line(new Point(50, axis.at(tick)), new Point(WIDTH - 10, axis.at(tick)), "grid");
      svg.text(new Point(44, axis.at(tick) + 4), "end soft", NumberText.brief(tick));
    }
    for (int i = 0; i < widths.size(); i++) {
      Width width = widths.get(i);
      double x = 50 + i * step;
      double thick = Math.max(0.6, step * 0.82);
      double before = axis.at(width.before);
      double after = axis.at(width.after);
      svg.box(new Box(x, before, thick, axis.from() - before), "gone", width.words());
      svg.box(new Box(x, after, thick, axis.from() - after), "after", width.words());
    }
    svg.text(new Point(50, HEIGHT - 6), "soft", "first layer");
    svg.text(new Point(WIDTH - 10, HEIGHT - 6), "end soft", "last of " + widths.size());
    return svg.markup();
  }

  private static String label(List<Width> widths) {
    return "Kept and original width of " + ReportTexts.many(widths.size(), "layer");
  }
}
