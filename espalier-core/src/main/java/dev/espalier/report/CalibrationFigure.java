package dev.espalier.report;

import dev.espalier.record.Confidence;
import dev.espalier.record.Confidence.Bin;
import dev.espalier.report.Svg.Point;
import java.util.List;
import java.util.stream.Stream;

/** A reliability diagram: accuracy over confidence, bin by bin, of original and result. */
final class CalibrationFigure {
  private static final int WIDTH = 560;
  private static final int HEIGHT = 330;
  private static final int LEFT = 66;

  private CalibrationFigure() {}

  static Markup draw(Confidence before, Confidence after) {
    double low =
        Stream.concat(before.bins().stream(), after.bins().stream())
            .mapToDouble(bin -> Math.min(bin.confidence(), bin.accuracy()))
            .filter(Double::isFinite)
            .min()
            .orElse(0);
    double from = Math.max(0, Math.floor(10 * low) / 10);
    ChartAxis x = new ChartAxis(from, 1, LEFT + 6, WIDTH - 22);
    ChartAxis y = new ChartAxis(from, 1, HEIGHT - 52, 14);
    Svg svg = new Svg(WIDTH, HEIGHT, "Accuracy over confidence");
    for (double tick : y.ticks(5)) {
      svg.line(new Point(LEFT, y.at(tick)), new Point(WIDTH - 12, y.at(tick)), "grid");
      svg.text(new Point(LEFT - 8, y.at(tick) + 4), "end soft", NumberText.wholePercent(tick));
      svg.text(new Point(x.at(tick), HEIGHT - 30), "middle soft", NumberText.wholePercent(tick));
    }
    svg.text(new Point((LEFT + WIDTH) / 2.0, HEIGHT - 8), "middle soft", "confidence");
    svg.line(new Point(x.at(from), y.at(from)), new Point(x.at(1), y.at(1)), "grid dashed");
    bins(svg, before.bins(), "before", x, y);
    bins(svg, after.bins(), "after", x, y);
    return svg.markup();
  }

  private static void bins(Svg svg, List<Bin> bins, String style, ChartAxis x, ChartAxis y) {
    svg.polyline(
        bins.stream().map(b -> new Point(x.at(b.confidence()), y.at(b.accuracy()))).toList(),
        "line " + style);
    for (Bin bin : bins) {
      String hint =
          "%s: %s sure, %s right"
              .formatted(
                  ReportTexts.many(bin.records(), "example"),
                  NumberText.percent(bin.confidence()),
                  NumberText.percent(bin.accuracy()));
      svg.dot(new Point(x.at(bin.confidence()), y.at(bin.accuracy())), 4, style, hint);
    }
  }
}
