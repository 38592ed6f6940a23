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
              how + i.parts() + ", " + Texts.many(i.records(), "example"),
              List.of(),
              ImportanceFigure.draw(i)));
    }
    return parts;
  }

  private static Markup columns(DataProfile data) {
    Table table =
        new Table("Inputs as the model sees them (" + data.layout() + ")")
            .words("column")
            .numbers("low", "high", "mean", "deviation", "skew", "zeros", "missing");
    data.columns()
        .forEach(
            c ->
                table.row(
                    c.name(),
                    Numbers.plain(c.low()),
                    Numbers.plain(c.high()),
                    Numbers.plain(c.mean()),
                    Numbers.plain(c.deviation()),
                    Numbers.plain(c.skew()),
                    Numbers.percent(c.zeros()),
                    Numbers.percent(c.missing())));
    return table.markup();
  }

  private static Markup classes(DataProfile data) {
    Table table = new Table("Classes").words("class").numbers("train", "gate");
    data.classes()
        .forEach(c -> table.row(c.name(), Numbers.count(c.train()), Numbers.count(c.gate())));
    return table.markup();
  }

  private static Markup repeats(DataProfile data) {
    Table table =
        new Table("Equal examples within and between splits")
            .words("where")
            .numbers("examples", "equal", "nearly equal", "with another label");
    data.repeats()
        .forEach(
            r ->
                table.row(
                    r.where(),
                    Numbers.count(r.records()),
                    Numbers.count(r.exact()),
                    Numbers.count(r.near()),
                    Numbers.count(r.conflicting())));
    return table.markup();
  }

  private static Markup drifts(DataProfile data) {
    Table table =
        new Table("How other splits differ from train")
            .words("feature", "split", "drifted")
            .numbers("stability index", "distance", "p, corrected");
    data.drifts()
        .forEach(
            d ->
                table.row(
                    d.feature(),
                    d.split(),
                    d.drifted() ? "yes" : "no",
                    Numbers.plain(d.psi()),
                    Numbers.plain(d.distance()),
                    Numbers.plain(d.p())));
    return table.markup();
  }
}
