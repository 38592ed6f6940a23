package dev.espalier.report;

import dev.espalier.record.LayerRecord;
import dev.espalier.report.Svg.Box;
import dev.espalier.report.Svg.Point;
import java.util.Comparator;
import java.util.List;

/** Which layers gave what: each layer's share of the MACs that were saved. */
final class SavedFigure {
  private static final int MOST = 24;
  private static final int WIDTH = 960;
  private static final int LEFT = 250;
  private static final int BAR = 480;
  private static final int ROW = 22;

  private SavedFigure() {}

  /** Nothing where no MACs were saved. */
  static Markup figure(List<LayerRecord> layers) {
    List<LayerRecord> gave = layers.stream().filter(layer -> saved(layer) > 0).toList();
    long all = gave.stream().mapToLong(SavedFigure::saved).sum();
    if (gave.isEmpty()) {
      return Markup.NOTHING;
    }
    List<LayerRecord> shown =
        gave.stream()
            .sorted(Comparator.comparingLong(SavedFigure::saved).reversed())
            .limit(MOST)
            .toList();
    String caption = "Which layers gave what: share of the MACs saved";
    if (shown.size() < gave.size()) {
      caption += " (the first " + shown.size() + " of " + gave.size() + ")";
    }
    return Blocks.figure("saved", caption, List.of(), draw(shown, all));
  }

  private static long saved(LayerRecord layer) {
    return layer.macsBefore() - layer.macsAfter();
  }

  private static Markup draw(List<LayerRecord> layers, long all) {
    Svg svg = new Svg(WIDTH, layers.size() * ROW + 4, "Share of the saved MACs by layer");
    Axis axis = new Axis(0, saved(layers.get(0)), 0, BAR);
    for (int i = 0; i < layers.size(); i++) {
      LayerRecord layer = layers.get(i);
      double y = i * ROW + 3;
      String text =
          Numbers.percent((double) saved(layer) / all)
              + ", "
              + Numbers.brief(layer.macsBefore())
              + " → "
              + Numbers.brief(layer.macsAfter());
      svg.text(new Point(LEFT - 12, y + 13), "end label small", Texts.shorten(layer.name(), 36));
      svg.box(new Box(LEFT, y, axis.at(saved(layer)), 16), "after", layer.name() + ": " + text);
      svg.text(new Point(LEFT + axis.at(saved(layer)) + 8, y + 13), "soft small", text);
    }
    return svg.markup();
  }
}
