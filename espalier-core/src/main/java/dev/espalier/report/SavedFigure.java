package dev.espalier.report;

import dev.espalier.record.LayerRecord;
import dev.espalier.report.Svg.Box;
import dev.espalier.report.Svg.Point;
import java.util.Comparator;
import java.util.List;

/** Which layers gave what: MACs and measured time saved in each, as shares of the original's. */
final class SavedFigure {
  private static final int MOST = 24;
  private static final int WIDTH = 960;
  private static final int LEFT = 250;
  private static final int BAR = 380;
  private static final int ROW = 34;
  private static final int HEIGHT = 13;

  /**
   * What a layer gave.
   *
   * @param layer which
   * @param macs share of the original's MACs
   * @param time share of the original's time in the runtime's profile; 0 where none was taken, and
   *     below 0 for a layer that became slower
   */
  private record Share(LayerRecord layer, double macs, double time) {
    double longest() {
      return Math.max(macs, time);
    }
  }

  private SavedFigure() {}

  /** Nothing where no MACs were saved. */
  static Markup figure(List<LayerRecord> layers) {
    List<Share> gave = shares(layers);
    if (gave.isEmpty()) {
      return Markup.NOTHING;
    }
    List<Share> shown = gave.subList(0, Math.min(MOST, gave.size()));
    boolean timed = layers.stream().anyMatch(layer -> layer.microsBefore() > 0);
    String caption =
        timed
            ? "Which layers gave what: MACs and time saved (with the cheap operators behind each), shares of the original's"
            : "Which layers gave what: MACs saved, shares of the original's";
    if (shown.size() < gave.size()) {
      caption += " (the first " + shown.size() + " of " + gave.size() + ")";
    }
    List<Blocks.Key> legend =
        timed
            ? List.of(new Blocks.Key("before", "MACs"), new Blocks.Key("after", "time, one call"))
            : List.of();
    return Blocks.figure("saved", caption, legend, draw(shown, timed, caption));
  }

  /** Those that gave MACs, first those that gave most time (or most MACs, where none was taken). */
  private static List<Share> shares(List<LayerRecord> layers) {
    double macs = layers.stream().mapToLong(LayerRecord::macsBefore).sum();
    double micros = layers.stream().mapToDouble(LayerRecord::microsBefore).sum();
    return layers.stream()
        .filter(layer -> layer.macsBefore() > layer.macsAfter())
        .map(
            layer ->
                new Share(
                    layer,
                    (layer.macsBefore() - layer.macsAfter()) / macs,
                    micros > 0 ? (layer.microsBefore() - layer.microsAfter()) / micros : 0))
        .sorted(Comparator.comparingDouble(Share::time).thenComparing(Share::macs).reversed())
        .toList();
  }

  private static Markup draw(List<Share> shares, boolean timed, String label) {
    Svg svg = new Svg(WIDTH, shares.size() * ROW + 4, label);
    ChartAxis axis =
        new ChartAxis(0, shares.stream().mapToDouble(Share::longest).max().orElse(1), 0, BAR);
    for (int i = 0; i < shares.size(); i++) {
      LayerRecord layer = shares.get(i).layer();
      double y = i * ROW + 3;
      svg.text(
          new Point(LEFT - 12, y + 18), "end label small", ReportTexts.shorten(layer.name(), 36));
      double macs = shares.get(i).macs();
      String fewer =
          NumberText.brief(layer.macsBefore()) + " → " + NumberText.brief(layer.macsAfter());
      Bar upper = new Bar(layer.name(), macs, NumberText.percent(macs) + ", " + fewer);
      upper.draw(svg, axis, y, timed ? "before" : "after");
      if (timed) {
        double time = shares.get(i).time();
        String faster =
            NumberText.micros(layer.microsBefore())
                + " → "
                + NumberText.micros(layer.microsAfter());
        Bar lower = new Bar(layer.name(), time, NumberText.percent(time) + ", " + faster);
        lower.draw(svg, axis, y + HEIGHT + 1, "after");
      }
    }
    return svg.markup();
  }

  /**
   * One bar.
   *
   * @param layer whose
   * @param share its length
   * @param text behind it
   */
  private record Bar(String layer, double share, String text) {
    void draw(Svg svg, ChartAxis axis, double y, String style) {
      Box box = new Box(LEFT, y, Math.max(0, axis.at(share)), HEIGHT);
      svg.box(box, style, layer + ": " + text);
      svg.text(new Point(LEFT + box.width() + 8, y + HEIGHT - 2), "soft small", text);
    }
  }
}
