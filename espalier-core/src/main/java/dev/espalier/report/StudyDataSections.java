package dev.espalier.report;

import dev.espalier.record.DataProfile;
import dev.espalier.record.DataProfile.Importance;
import java.util.ArrayList;
import java.util.List;

/** What examples are like, and what the model looks at. */
final class StudyDataSections {
  private StudyDataSections() {}

  static List<Section> of(DataProfile data) {
    return List.of(
        Section.of("importance", "What the model looks at", importance(data.importance())),
        Section.of(
            "examples",
            "What the examples are like",
            List.of(columns(data), classes(data), repeats(data), drifts(data))));
  }

  private static List<Markup> importance(List<Importance> all) {
    List<Markup> parts = new ArrayList<>();
    for (Importance i : all) {
      String how =
          i.method().equals("permutation")
              ? "Rise of the loss when a part is taken from another example: "
              : "Mean absolute gradient of the loss: ";
      parts.add(
          Blocks.figure(
              "importance-" + (parts.size() + 1),
              how + i.parts() + ", " + ReportTexts.many(i.records(), "example"),
              List.of(),
              ImportanceFigure.draw(i)));
    }
    return parts;
  }

  private static Markup columns(DataProfile data) {
    HtmlTable table =
        new HtmlTable("Inputs as the model sees them (" + data.layout() + ")")
            .words("column")
            .numbers("low", "high", "mean", "deviation", "skew", "zeros", "missing");
    data.columns()
        .forEach(
            c ->
                table.row(
                    c.name(),
                    NumberText.plain(c.low()),
                    NumberText.plain(c.high()),
                    NumberText.plain(c.mean()),
                    NumberText.plain(c.deviation()),
                    NumberText.plain(c.skew()),
                    NumberText.percent(c.zeros()),
                    NumberText.percent(c.missing())));
    return table.markup();
  }

  private static Markup classes(DataProfile data) {
    HtmlTable table = new HtmlTable("Classes").words("class").numbers("train", "gate");
    data.classes()
        .forEach(c -> table.row(c.name(), NumberText.count(c.train()), NumberText.count(c.gate())));
    return table.markup();
  }

  private static Markup repeats(DataProfile data) {
    HtmlTable table =
        new HtmlTable("Equal examples within and between splits")
            .words("where")
            .numbers("examples", "equal", "nearly equal", "with another label");
    data.repeats()
        .forEach(
            r ->
                table.row(
                    r.where(),
                    NumberText.count(r.records()),
                    NumberText.count(r.exact()),
                    NumberText.count(r.near()),
                    NumberText.count(r.conflicting())));
    return table.markup();
  }

  private static Markup drifts(DataProfile data) {
    HtmlTable table =
        new HtmlTable("How other splits differ from train")
            .words("feature", "split", "drifted")
            .numbers("stability index", "distance", "p, corrected");
    data.drifts()
        .forEach(
            d ->
                table.row(
                    d.feature(),
                    d.split(),
                    d.drifted() ? "yes" : "no",
                    NumberText.plain(d.psi()),
                    NumberText.plain(d.distance()),
                    NumberText.plain(d.p())));
    return table.markup();
  }
}
