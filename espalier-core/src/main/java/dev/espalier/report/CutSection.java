package dev.espalier.report;

import dev.espalier.record.GroupRecord;
import dev.espalier.record.LayerRecord;
import dev.espalier.record.RunStructure;
import dev.espalier.record.ScoreSummary;
import dev.espalier.report.Blocks.Key;
import dev.espalier.report.WidthFigure.Width;
import java.util.ArrayList;
import java.util.List;

/** What was cut: widths, layers, groups of coupled units and the scores that decided. */
final class CutSection {
  private static final int HISTOGRAMS = 60;
  private static final int AXES = 6;
  private static final List<Key> LEGEND = List.of(new Key("after", "kept"), new Key("gone", "cut"));

  private CutSection() {}

  static Section of(RunStructure structure) {
    List<Markup> parts = new ArrayList<>();
    List<Width> widths = widths(structure);
    if (!widths.isEmpty()) {
      parts.add(Blocks.figure("widths", "Width of each layer", LEGEND, WidthFigure.draw(widths)));
    }
    parts.add(SavedFigure.figure(structure.layers()));
    parts.add(BlockTables.removable(structure.blocks()));
    parts.add(groups(structure.groups()));
    parts.add(layers(structure.layers()));
    parts.add(scores(structure.groups()));
    return Section.of("cut", "Layers and units", parts);
  }

  private static List<Width> widths(RunStructure structure) {
    List<Width> widths =
        structure.layers().stream()
            .filter(layer -> layer.widthBefore() > 0)
            .map(layer -> new Width(layer.name(), layer.widthBefore(), layer.widthAfter()))
            .toList();
    return widths.isEmpty()
        ? structure.groups().stream()
            .map(group -> new Width(group.name(), group.units(), group.kept()))
            .toList()
        : widths;
  }

  private static Markup groups(List<GroupRecord> groups) {
    HtmlTable table =
        new HtmlTable("Groups of coupled units that could be cut")
            .words("group")
            .numbers("units", "kept", "cut")
            .words("lives in");
    groups.stream()
        .filter(GroupRecord::prunable)
        .forEach(
            group ->
                table.row(
                    group.name(),
                    NumberText.count(group.units()),
                    NumberText.count(group.kept()),
                    NumberText.count(group.units() - group.kept()),
                    axes(group)));
    return table.markup();
  }

  static String axes(GroupRecord group) {
    List<String> axes = group.axes();
    String first = String.join(", ", axes.subList(0, Math.min(AXES, axes.size())));
    return axes.size() > AXES ? first + " and " + (axes.size() - AXES) + " more" : first;
  }

  private static Markup layers(List<LayerRecord> layers) {
    HtmlTable table =
        new HtmlTable("Layers")
            .words("layer", "operator", "weight before", "weight after")
            .numbers("MACs before", "MACs after", "parameters before", "parameters after")
            .numbers("time before", "time after");
    for (LayerRecord layer : layers) {
      table.row(
          layer.name(),
          layer.op(),
          dims(layer.dimsBefore()),
          dims(layer.dimsAfter()),
          NumberText.count(layer.macsBefore()),
          NumberText.count(layer.macsAfter()),
          NumberText.count(layer.parametersBefore()),
          NumberText.count(layer.parametersAfter()),
          NumberText.micros(layer.microsBefore()),
          NumberText.micros(layer.microsAfter()));
    }
    return table.markup();
  }

  private static String dims(List<Long> dims) {
    return String.join("×", dims.stream().map(String::valueOf).toList());
  }

  private static Markup scores(List<GroupRecord> groups) {
    List<GroupRecord> scored = groups.stream().filter(CutSection::hasScores).toList();
    if (scored.isEmpty()) {
      return Markup.NOTHING;
    }
    Html html = new Html().open("div", "class", "many");
    for (GroupRecord group : scored.subList(0, Math.min(HISTOGRAMS, scored.size()))) {
      ScoreSummary scores = group.scores();
      if (scores != null) {
        html.add(ScoreFigure.draw(group.name(), scores));
      }
    }
    String caption = "Scores of the units, group by group";
    if (scored.size() > HISTOGRAMS) {
      caption += " (the first " + HISTOGRAMS + " of " + scored.size() + ")";
    }
    List<Key> legend = List.of(new Key("after", "kept"), new Key("cut", "cut"));
    return Blocks.figure("scores", caption, legend, html.close().markup());
  }

  private static boolean hasScores(GroupRecord group) {
    return group.scores() != null && !group.scores().kept().isEmpty();
  }
}
