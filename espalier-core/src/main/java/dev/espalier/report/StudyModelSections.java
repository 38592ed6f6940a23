package dev.espalier.report;

import dev.espalier.record.ModelProfile;
import dev.espalier.record.ModelProfile.Sensitivity;
import java.util.List;
import java.util.Map;

/** What of a model repeats itself, what is sensitive, and what is barred. */
final class StudyModelSections {
  private StudyModelSections() {}

  static List<Section> of(ModelProfile network) {
    return List.of(
        Section.of("sensitivity", "Sensitivity", List.of(sensitivity(network), blocks(network))),
        Section.of("layers", "Redundancy", List.of(layers(network))),
        Section.of("barred", "What is barred", List.of(barriers(network))),
        Section.of(
            "staircases",
            "Time over width",
            List.of(
                StaircaseFigure.figure("staircases-study", network.widthCosts(), Map.of()),
                widths(network))));
  }

  private static Markup sensitivity(ModelProfile network) {
    List<Sensitivity> shown = network.groups().stream().filter(g -> !g.points().isEmpty()).toList();
    if (shown.isEmpty()) {
      return Markup.NOTHING;
    }
    double low = 0;
    double high = 0.01;
    for (Sensitivity group : shown) {
      for (ModelProfile.Point p : group.points()) {
        low = Math.min(low, p.low());
        high = Math.max(high, p.high());
      }
    }
    Html html = new Html().open("div", "class", "many");
    for (Sensitivity group : shown) {
      html.add(SensitivityFigure.draw(group, low, high));
    }
    return Blocks.figure(
        "sensitivity",
        "Loss of the metric over the share of a group that goes, untuned, in a band of 95 % intervals; "
            + ReportTexts.many(network.sensitivityRecords(), "example"),
        List.of(),
        html.close().markup());
  }

  private static Markup blocks(ModelProfile network) {
    HtmlTable table =
        new HtmlTable("Loss of the metric when one residual block is taken out, untuned")
            .words("block")
            .numbers("of the MACs", "points", "low", "high");
    for (ModelProfile.BlockLoss b : network.blocks()) {
      table.row(
          b.block(),
          NumberText.percent(b.macsShare()),
          NumberText.points(b.drop()),
          NumberText.points(b.low()),
          NumberText.points(b.high()));
    }
    return table.markup();
  }

  private static Markup layers(ModelProfile network) {
    HtmlTable table =
        new HtmlTable("Effective rank of weights and features, and filters that point the same way")
            .words("layer", "operator")
            .numbers("filters", "rank of weights", "at most", "rank of features", "similar");
    network
        .layers()
        .forEach(
            l ->
                table.row(
                    l.name(),
                    l.op(),
                    NumberText.count(l.filters()),
                    NumberText.plain(l.rank()),
                    NumberText.count(l.most()),
                    NumberText.plain(l.featureRank()),
                    NumberText.percent(l.similar())));
    return table.markup();
  }

  private static Markup barriers(ModelProfile network) {
    HtmlTable table = new HtmlTable("Why units cannot be cut").words("node", "axis", "reason");
    network.barriers().forEach(b -> table.row(b.node(), b.axis(), b.reason()));
    return table.markup();
  }

  private static Markup widths(ModelProfile network) {
    HtmlTable table =
        new HtmlTable("Measured time over width")
            .words("group")
            .numbers("units kept", "time", "of the whole width's");
    for (ModelProfile.WidthCost cost : network.widthCosts()) {
      for (int i = 0; i < cost.widths().size(); i++) {
        table.row(
            cost.group(),
            NumberText.count(cost.widths().get(i)),
            NumberText.micros(cost.micros().get(i)),
            NumberText.wholePercent(
                cost.micros().get(i) / cost.micros().get(cost.micros().size() - 1)));
      }
    }
    return table.markup();
  }
}
