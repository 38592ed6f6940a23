package dev.espalier.report;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * Builds one drawing in pixels, x to the right and y down; colours come from the page's style sheet
 * by class.
 */
final class Svg {
  private final Html html = new Html();

  /**
   * @param label what the drawing shows, for readers who cannot see it
   */
  Svg(int width, int height, String label) {
    html.open(
        "svg",
        "viewBox",
        "0 0 " + width + " " + height,
        "width",
        String.valueOf(width),
        "height",
        String.valueOf(height),
        "role",
        "img",
        "aria-label",
        label);
  }

  record Point(double x, double y) {}

  record Box(double x, double y, double width, double height) {}

  Svg line(Point from, Point to, String style) {
    html.empty(
        "line", "x1", px(from.x), "y1", px(from.y), "x2", px(to.x), "y2", px(to.y), "class", style);
    return this;
  }

  /**
   * @param hint shown when pointed at
   */
  Svg box(Box box, String style, String hint) {
    html.open(
            "rect",
            "x",
            px(box.x),
            "y",
            px(box.y),
            "width",
            px(Math.max(0, box.width)),
            "height",
            px(Math.max(0, box.height)),
            "class",
            style)
        .leaf("title", hint)
        .close();
    return this;
  }

  /** A filled area inside a closed line. */
  Svg area(List<Point> corners, String style) {
    html.empty("polygon", "points", path(corners), "class", style);
    return this;
  }

  Svg dot(Point at, double radius, String style, String hint) {
    html.open("circle", "cx", px(at.x), "cy", px(at.y), "r", px(radius), "class", style)
        .leaf("title", hint)
        .close();
    return this;
  }

  Svg polyline(List<Point> points, String style) {
    if (points.size() < 2) {
      return this;
    }
    html.empty("polyline", "points", path(points), "class", style);
    return this;
  }

  private static String path(List<Point> points) {
    return points.stream().map(p -> px(p.x) + "," + px(p.y)).collect(Collectors.joining(" "));
  }

  /**
   * @param style may hold {@code end} or {@code middle} for where the point is in the text
   */
  Svg text(Point at, String style, String text) {
    html.leaf("text", text, "x", px(at.x), "y", px(at.y), "class", style);
    return this;
  }

  Markup markup() {
    return html.close().markup();
  }

  private static String px(double value) {
    String text = String.format(Locale.ROOT, "%.2f", value);
    return text.endsWith(".00") ? text.substring(0, text.length() - 3) : text;
  }
}
