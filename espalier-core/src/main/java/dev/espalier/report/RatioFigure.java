package dev.espalier.report;

import dev.espalier.report.Svg.Box;
import dev.espalier.report.Svg.Point;
import java.util.List;

/** Ratios of original to result as bars, with the line where nothing changed. */
final class RatioFigure {
  private static final int WIDTH = 960;
  private static final int LEFT = 190;
  private static final int BAR = 690;
  private static final int ROW = 28;
  private static final int NUMBER = 60;

  private RatioFigure() {}

  /**
   * @param label at the left
   * @param ratio how many times smaller or faster
   * @param style of the bar: before for a yardstick, after for a measurement
   */
  record Ratio(String label, double ratio, String style) {}

  static Markup draw(String label, List<Ratio> ratios) {
    double most =
        ratios.stream().mapToDouble(Ratio::ratio).filter(Double::isFinite).max().orElse(1);
    ChartAxis axis = new ChartAxis(0, Math.max(1.2, most), 0, BAR);
    int bottom = ratios.size() * ROW + 4;
    Svg svg = new Svg(WIDTH, bottom + 20, label);
    for (int i = 0; i < ratios.size(); i++) {
      Ratio row = ratios.get(i);
      double y = i * ROW + 4;
      svg.text(new Point(LEFT - 12, y + 15), "end label", row.label);
      if (Double.isFinite(row.ratio)) {
        String text = NumberText.times(row.ratio, 1);
        svg.box(new Box(LEFT, y, axis.at(row.ratio), 20), row.style, row.label + ": " + text);
        svg.text(new Point(besides(axis, row.ratio) + 8, y + 15), "strong", text);
      }
    }
    double one = LEFT + axis.at(1);
    svg.line(new Point(one, 0), new Point(one, bottom), "level original");
    svg.text(new Point(one, bottom + 14), "middle soft", "1× as before");
    return svg.markup();
  }

  /** The end of a bar, or of the line beside it where a number would lie on that. */
  private static double besides(ChartAxis axis, double ratio) {
    double end = LEFT + axis.at(ratio);
    double one = LEFT + axis.at(1);
    return end <= one && end > one - NUMBER ? one : end;
  }
}
