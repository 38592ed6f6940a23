package dev.espalier.report;

import dev.espalier.record.AnswersRecord;
import dev.espalier.record.Confidence;
import dev.espalier.record.Drop;
import dev.espalier.record.RobustnessRecord;
import dev.espalier.record.RobustnessRecord.Curve;
import dev.espalier.record.RobustnessRecord.Point;
import dev.espalier.record.RunBehaviour;
import dev.espalier.record.RunRecord;
import dev.espalier.report.LineFigure.Frame;
import dev.espalier.report.LineFigure.Series;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import java.util.stream.DoubleStream;

/** How original and result hold out on harder inputs, and whether they know how sure they are. */
final class RobustnessSection {
  private static final Svg.Point HALF = new Svg.Point(470, 250);

  private RobustnessSection() {}

  static Section harder(RunRecord record) {
    RobustnessRecord robustness = record.behaviour().robustness();
    if (robustness == null) {
      return Section.of("robustness", "Harder inputs", List.of());
    }
    List<Markup> parts = new ArrayList<>();
    if (robustness.curves().isEmpty()) {
      parts.add(Blocks.paragraph(ReportTexts.sentence("not measured: " + robustness.note())));
    } else {
      Drop drop = record.outcome().drop();
      Metric metric = new Metric(drop == null ? "metric" : drop.metric());
      parts.add(
          Blocks.paragraph(
              "The same %s of the final examples, made harder in five strengths, for both models."
                  .formatted(NumberText.count(robustness.records()))));
      parts.add(figures(robustness, metric));
      parts.add(table(robustness, metric));
    }
    return Section.of("robustness", "Harder inputs", parts);
  }

  private static Markup figures(RobustnessRecord robustness, Metric metric) {
    Html html = new Html().open("div", "class", "pair");
    for (int i = 0; i < robustness.curves().size(); i++) {
      Curve curve = robustness.curves().get(i);
      List<String> places = new ArrayList<>(List.of("as is"));
      curve.points().forEach(p -> places.add(NumberText.brief(p.amount())));
      String title = ReportTexts.capital(metric.name()) + " under " + curve.perturbation();
      Frame frame = new Frame(title, places, List.of(), metric::show);
      List<Series> lines =
          List.of(
              new Series(
                  "original", values(robustness.original(), curve, Point::original), "before"),
              new Series("result", values(robustness.result(), curve, Point::result), "after"));
      html.add(
          Blocks.figure(
              "robustness-" + (i + 1),
              title + ", " + curve.unit(),
              SizeSection.LEGEND,
              LineFigure.draw(frame, lines, List.of(), HALF)));
    }
    return html.close().markup();
  }

  private static List<Double> values(double clean, Curve curve, ToDoubleFunction<Point> value) {
    return DoubleStream.concat(DoubleStream.of(clean), curve.points().stream().mapToDouble(value))
        .boxed()
        .toList();
  }

  private static Markup table(RobustnessRecord robustness, Metric metric) {
    HtmlTable table =
        new HtmlTable(ReportTexts.capital(metric.name()) + " on harder inputs")
            .words("made harder by")
            .numbers("strength", "amount", "original", "result", "change")
            .words("amount in");
    table.row(
        "nothing",
        "0",
        "",
        metric.show(robustness.original()),
        metric.show(robustness.result()),
        metric.change(robustness.original(), robustness.result()),
        "");
    for (Curve curve : robustness.curves()) {
      for (Point p : curve.points()) {
        table.row(
            curve.perturbation(),
            String.valueOf(p.strength()),
            NumberText.brief(p.amount()),
            metric.show(p.original()),
            metric.show(p.result()),
            metric.change(p.original(), p.result()),
            curve.unit());
      }
    }
    return table.markup();
  }

  static Section calibration(RunBehaviour behaviour) {
    AnswersRecord answers = behaviour.answers();
    if (answers == null) {
      return Section.of("calibration", "Confidence", List.of());
    }
    HtmlTable table =
        new HtmlTable("Confidence on the final examples").words("").numbers("original", "result");
    Confidence before = answers.original();
    Confidence after = answers.result();
    table.row(
        "Expected calibration error, " + ReportTexts.many(before.bins().size(), "bin"),
        NumberText.percent(before.calibrationError()),
        NumberText.percent(after.calibrationError()));
    table.row(
        "Negative log likelihood",
        NumberText.plain(before.negativeLogLikelihood()),
        NumberText.plain(after.negativeLogLikelihood()));
    return Section.of(
        "calibration",
        "Confidence",
        List.of(
            Blocks.paragraph(words(before, after)),
            Blocks.figure(
                "calibration-bins",
                "Share of right answers over the confidence that they came with; on the line both are equal",
                SizeSection.LEGEND,
                CalibrationFigure.draw(before, after)),
            table.markup()));
  }

  private static String words(Confidence before, Confidence after) {
    return String.format(
        Locale.ROOT,
        "How sure a model says it is lies %s away from how often it is right, on average; it was %s.",
        NumberText.percent(after.calibrationError()),
        NumberText.percent(before.calibrationError()));
  }
}
