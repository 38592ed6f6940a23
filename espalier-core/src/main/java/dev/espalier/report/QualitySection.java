package dev.espalier.report;

import dev.espalier.record.Drop;
import dev.espalier.record.Figures;
import dev.espalier.record.Figures.ClassFigure;
import dev.espalier.record.RunOutcome;
import dev.espalier.record.RunRecord;
import dev.espalier.report.ChangeFigure.Change;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the cut cost: the drop with its interval, each task and domain, all metrics, and each class.
 */
final class QualitySection {
  private static final int CLASSES = 40;

  private QualitySection() {}

  static Section of(RunRecord record) {
    RunOutcome outcome = record.outcome();
    List<Markup> parts = new ArrayList<>();
    if (outcome.drop() != null) {
      parts.add(drop(outcome.drop()));
      if (outcome.expected() != null) {
        parts.add(expected(outcome.expected(), outcome.drop()));
      }
    }
    parts.addAll(PartTables.of(outcome.parts()));
    if (outcome.original() != null) {
      parts.add(metrics(outcome.original(), outcome.result(), record.course().control()));
      if (outcome.result() != null) {
        parts.addAll(classes(outcome.original(), outcome.result()));
      }
    }
    return Section.of("quality", "Quality", parts);
  }

  private static Markup drop(Drop drop) {
    Metric metric = new Metric(drop.metric());
    String words =
        "On the same %s examples the result %s %s (%s %% interval of the loss: %s to %s). %s"
            .formatted(
                NumberText.count(drop.records()),
                drop.value() < 0 ? "gains" : "loses",
                metric.loss(Math.abs(drop.value())),
                NumberText.brief(100 * drop.level()),
                metric.loss(drop.low()),
                metric.loss(drop.high()),
                ReportTexts.sentence(drop.method()));
    String unit = metric.error() ? "percent of the original's" : "points";
    String caption = "Loss of " + drop.metric() + " in " + unit + ", with its interval";
    Markup figure = Blocks.figure("drop", caption, List.of(), IntervalFigure.draw(drop, metric));
    return new Markup(Blocks.paragraph(words).text() + figure.text());
  }

  private static Markup expected(Drop expected, Drop drop) {
    Metric metric = new Metric(expected.metric());
    return Blocks.paragraph(
        "Before these examples were looked at, a loss of %s to %s was to be expected on %s of them (%s, %s %%): what was found lies %s that."
            .formatted(
                metric.loss(expected.low()),
                metric.loss(expected.high()),
                NumberText.count(expected.records()),
                expected.method(),
                NumberText.brief(100 * expected.level()),
                expected.holds(drop) ? "within" : "outside"));
  }

  private static Markup metrics(
      Figures before, @Nullable Figures after, @Nullable Figures control) {
    HtmlTable table =
        new HtmlTable("Metrics on the final examples").words("metric").numbers("original");
    if (after != null) {
      table.numbers("result", "change");
    }
    if (control != null) {
      table.numbers("from scratch");
    }
    before
        .metrics()
        .forEach((name, value) -> table.row(cells(new Metric(name), value, after, control)));
    return table.markup();
  }

  private static String[] cells(
      Metric metric, double value, @Nullable Figures after, @Nullable Figures control) {
    List<String> cells = new ArrayList<>(List.of(metric.name(), metric.show(value)));
    if (after != null) {
      double result = after.metrics().getOrDefault(metric.name(), Double.NaN);
      cells.add(metric.show(result));
      cells.add(metric.change(value, result));
    }
    if (control != null) {
      cells.add(metric.show(control.metrics().getOrDefault(metric.name(), Double.NaN)));
    }
    return cells.toArray(String[]::new);
  }

  private static List<Markup> classes(Figures before, Figures after) {
    boolean boxes = before.metrics().containsKey("map50");
    Map<String, Double> results = new LinkedHashMap<>();
    after.perClass().forEach(figure -> results.put(figure.name(), figure.recall()));
    List<Change> changes = new ArrayList<>();
    HtmlTable table =
        new HtmlTable((boxes ? "AP50" : "Recall") + " of each class")
            .words("class")
            .numbers(boxes ? "boxes" : "records", "original", "result", "change");
    for (ClassFigure figure : before.perClass()) {
      double result = results.getOrDefault(figure.name(), Double.NaN);
      double change = result - figure.recall();
      changes.add(new Change(figure.name(), change));
      table.row(
          figure.name(),
          NumberText.count(figure.records()),
          NumberText.percent(figure.recall()),
          NumberText.percent(result),
          NumberText.points(change));
    }
    return changes.isEmpty()
        ? List.of()
        : List.of(figure(changes, boxes ? "AP50" : "recall"), table.markup());
  }

  private static Markup figure(List<Change> changes, String what) {
    List<Change> shown = changes;
    String caption = "Change of " + what + " by class, in points";
    if (changes.size() > CLASSES) {
      shown =
          changes.stream()
              .sorted(Comparator.comparingDouble(Change::change))
              .limit(CLASSES)
              .toList();
      caption += " (the " + CLASSES + " that lost most of " + changes.size() + ")";
    }
    List<Blocks.Key> legend =
        List.of(new Blocks.Key("after", "gained"), new Blocks.Key("cut", "lost"));
    return Blocks.figure(
        "classes", caption, legend, ChangeFigure.draw("Change of recall by class", shown));
  }
}
