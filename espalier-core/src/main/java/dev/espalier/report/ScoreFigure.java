package dev.espalier.report;

import dev.espalier.record.ScoreSummary;
import dev.espalier.report.Svg.Box;
import dev.espalier.report.Svg.Point;
import java.util.stream.IntStream;

/** A small histogram of one group's scores, the cut units standing on the kept ones. */
final class ScoreFigure {
  private static final int WIDTH = 220;
  private static final int HEIGHT = 108;
  private static final int BASE = HEIGHT - 20;

  private ScoreFigure() {}

  static Markup draw(String group, ScoreSummary scores) {
    Svg svg = new Svg(WIDTH, HEIGHT, "Scores of " + group + ", kept and cut");
    int bins = Math.min(scores.kept().size(), scores.cut().size());
    int most =
        IntStream.range(0, bins)
            .map(i -> scores.kept().get(i) + scores.cut().get(i))
            .max()
            .orElse(1);
    ChartAxis height = new ChartAxis(0, Math.max(1, most), 0, BASE - 24);
    double step = (double) WIDTH / Math.max(1, bins);
    svg.text(new Point(0, 13), "label small", ReportTexts.shorten(group, 32));
    for (int i = 0; i < bins; i++) {
      int kept = scores.kept().get(i);
      int cut = scores.cut().get(i);
      double low = height.at(kept);
      double high = height.at(cut);
      String hint = range(scores, i, bins) + ": " + kept + " kept, " + cut + " cut";
      svg.box(new Box(i * step, BASE - low, step - 1.5, low), "after", hint);
      svg.box(new Box(i * step, BASE - low - high, step - 1.5, high), "cut", hint);
    }
    svg.line(new Point(0, BASE + 0.5), new Point(WIDTH, BASE + 0.5), "axis");
    svg.text(new Point(0, HEIGHT - 5), "soft small", NumberText.plain(scores.low()));
    svg.text(new Point(WIDTH, HEIGHT - 5), "end soft small", NumberText.plain(scores.high()));
    return svg.markup();
  }

  private static String range(ScoreSummary scores, int bin, int bins) {
    double step = (scores.high() - scores.low()) / bins;
    return NumberText.plain(scores.low() + bin * step)
        + " to "
        + NumberText.plain(scores.low() + (bin + 1) * step);
  }
}
