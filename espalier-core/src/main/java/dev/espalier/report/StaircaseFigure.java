package dev.espalier.report;

import dev.espalier.record.ModelProfile.WidthCost;
import dev.espalier.report.Svg.Point;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Time over width, group by group: stairs, and dashed what time would be if it followed the width.
 */
final class StaircaseFigure {
  private static final int WIDTH = 220;
  private static final int HEIGHT = 140;
  private static final int LEFT = 48;

  private StaircaseFigure() {}

  /**
   * All groups that were measured.
   *
   * @param id of its own on the page
   * @param kept units that the result keeps, by group; empty where there is no result
   */
  static Markup figure(String id, List<WidthCost> costs, Map<String, Long> kept) {
    if (costs.isEmpty()) {
      return Markup.NOTHING;
    }
    Html html = new Html().open("div", "class", "many");
    costs.forEach(cost -> html.add(draw(cost, kept.get(cost.group()))));
    List<Blocks.Key> legend = new ArrayList<>(List.of(new Blocks.Key("after", "time")));
    if (!kept.isEmpty()) {
      legend.add(new Blocks.Key("cut", "kept"));
    }
    return Blocks.figure(
        id,
        "Time of the operators on a group's units over its width, all others whole; dashed: in proportion to the width",
        legend,
        html.close().markup());
  }

  private static Markup draw(WidthCost cost, @org.jspecify.annotations.Nullable Long kept) {
    double most = cost.micros().stream().mapToDouble(m -> m).max().orElse(1);
    ChartAxis x = new ChartAxis(0, cost.units(), LEFT, WIDTH - 10);
    ChartAxis y = new ChartAxis(0, Math.max(most, 1e-9), HEIGHT - 22, 26);
    Svg svg = new Svg(WIDTH, HEIGHT, "Time over width of " + cost.group());
    svg.text(new Point(0, 13), "label small", ReportTexts.shorten(cost.group(), 32));
    svg.line(new Point(LEFT, y.at(0)), new Point(WIDTH, y.at(0)), "axis");
    svg.text(new Point(LEFT - 5, y.at(most) + 4), "end soft small", NumberText.micros(most));
    svg.text(new Point(LEFT - 5, y.at(0) + 4), "end soft small", "0");
    for (int width : List.of(0, cost.units() / 2, cost.units())) {
      svg.text(new Point(x.at(width), HEIGHT - 6), "middle soft small", String.valueOf(width));
    }
    double whole = cost.micros().get(cost.micros().size() - 1);
    svg.line(
        new Point(x.at(0), y.at(0)), new Point(x.at(cost.units()), y.at(whole)), "grid dashed");
    if (kept != null) {
      svg.line(new Point(x.at(kept), 22), new Point(x.at(kept), y.at(0)), "level kept");
    }
    stairs(svg, cost, x, y);
    return svg.markup();
  }

  /** A width between two measured ones takes as long as the upper. */
  private static void stairs(Svg svg, WidthCost cost, ChartAxis x, ChartAxis y) {
    List<Point> line = new ArrayList<>();
    double from = x.at(cost.widths().get(0));
    for (int i = 0; i < cost.widths().size(); i++) {
      double at = y.at(cost.micros().get(i));
      line.add(new Point(from, at));
      from = x.at(cost.widths().get(i));
      line.add(new Point(from, at));
    }
    svg.polyline(line, "line after");
    for (int i = 0; i < cost.widths().size(); i++) {
      String hint =
          ReportTexts.many(cost.widths().get(i), "unit")
              + ": "
              + NumberText.micros(cost.micros().get(i));
      svg.dot(
          new Point(x.at(cost.widths().get(i)), y.at(cost.micros().get(i))), 2.5, "after", hint);
    }
  }
}
