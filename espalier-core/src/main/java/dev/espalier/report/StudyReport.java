package dev.espalier.report;

import dev.espalier.files.WholeFile;
import dev.espalier.record.StudyRecord;
import dev.espalier.record.TaskProfile;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** A study as one HTML file, a pure function of its record; like {@link HtmlReport} in all else. */
public final class StudyReport {
  private StudyReport() {}

  /**
   * Writes beside the file, then moves over it.
   *
   * @throws java.io.UncheckedIOException naming the file, when it cannot be written
   */
  public static void write(StudyRecord record, Path file) {
    WholeFile.write(file, html(record));
  }

  /** The page; it is well-formed XML too. */
  public static String html(StudyRecord record) {
    String name = record.model().replace('\\', '/');
    String title = "Studying " + name.substring(name.lastIndexOf('/') + 1);
    Chapter all = Chapter.of("", "", Stream.concat(Stream.of(plan(record)), findings(record)));
    return Page.html(
        title, header(record, title), List.of(all), "Written by Espalier from study.json");
  }

  /** What was found in the data and the model. */
  static Stream<Section> findings(StudyRecord record) {
    return Stream.concat(
        StudyDataSections.of(record.data()).stream(),
        StudyModelSections.of(record.network()).stream());
  }

  /** What is to be done, for the report of a run. */
  static Section task(StudyRecord record) {
    return Section.of(
        "task",
        "The task",
        List.of(
            Blocks.paragraph(ReportTexts.sentence(record.task().kind())),
            tiles(record.task()),
            Blocks.items(record.looked(), "note")));
  }

  private static Markup header(StudyRecord record, String title) {
    Html html = new Html().open("header");
    html.open("p", "class", "brand").add(Brand.MARK).text("Espalier").close();
    html.leaf("h1", title)
        .leaf("p", ReportTexts.sentence(record.task().kind()), "class", "verdict");
    html.add(tiles(record.task()));
    html.add(Blocks.items(record.warnings(), "warnings"));
    html.add(Blocks.note("Data: " + record.source()));
    return html.add(Blocks.items(record.looked(), "note")).close().markup();
  }

  private static Markup tiles(TaskProfile task) {
    Html html = new Html().open("div", "class", "tiles");
    String linear = NumberText.plain(task.probe().value());
    html.add(
        Blocks.tile(
            "",
            List.of(
                task.metric(),
                NumberText.plain(task.quality().value()),
                "a linear model reaches " + linear)));
    html.add(
        Blocks.tile("", List.of("Loss", NumberText.plain(task.quality().loss()), margins(task))));
    html.add(
        Blocks.tile(
            "",
            List.of(
                "Intrinsic dimension",
                NumberText.plain(task.features().dimension()),
                "of " + task.features().width() + " features")));
    html.add(
        Blocks.tile(
            "",
            List.of(
                "Examples per parameter",
                NumberText.plain(task.scale().examplesPerParameter()),
                NumberText.brief(task.scale().trainExamples())
                    + " for "
                    + NumberText.brief(task.scale().parameters()))));
    if (task.balance().classes() > 0) {
      html.add(
          Blocks.tile(
              "",
              List.of(
                  "Effective classes",
                  NumberText.plain(task.balance().effectiveClasses()),
                  "of "
                      + task.balance().classes()
                      + ", rarest "
                      + NumberText.percent(task.balance().rarest()))));
    }
    return html.close().markup();
  }

  private static String margins(TaskProfile task) {
    return task.quality().margins().size() < 5
        ? "mean over " + ReportTexts.many(task.quality().judged(), "example")
        : "median margin " + NumberText.plain(task.quality().margins().get(2));
  }

  static Section plan(StudyRecord record) {
    HtmlTable table =
        new HtmlTable("What the findings lead to")
            .words("setting", "value", "finding", "rule", "by");
    for (StudyRecord.Choice c : record.plan()) {
      boolean user = c.by().equals("user");
      String by = user ? "the user; the rule would choose " + c.proposed() : "rule";
      table.row(c.key(), c.value(), c.finding(), c.rule(), by);
    }
    return Section.of("plan", "Plan", List.of(table.markup()));
  }
}
