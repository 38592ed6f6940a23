package dev.espalier.report;

import dev.espalier.record.Drop;
import dev.espalier.record.Figures;
import dev.espalier.record.PaceRecord;
import dev.espalier.record.RunRecord;
import dev.espalier.record.StepRecord;
import dev.espalier.record.StepRecord.EpochRecord;
import dev.espalier.report.Blocks.Key;
import dev.espalier.report.LineFigure.Frame;
import dev.espalier.report.LineFigure.Level;
import dev.espalier.report.LineFigure.Series;
import dev.espalier.report.Svg.Point;
import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleFunction;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The way there: each cut before and after tuning, and how the training went. */
final class StepsSection {
  private static final Point HALF = new Point(470, 250);
  private static final List<Key> LEGEND =
      List.of(new Key("cut", "after the cut"), new Key("after", "after tuning"));

  private StepsSection() {}

  static Section of(RunRecord record) {
    List<Markup> parts = new ArrayList<>();
    List<StepRecord> steps = record.course().tried();
    Metric metric = metric(record);
    if (steps.stream().anyMatch(StepsSection::measured)) {
      parts.add(quality(record, metric));
    }
    parts.add(table(steps, metric));
    parts.add(Blocks.paragraph(ReportTexts.sentence(record.course().repeated())));
    parts.add(Blocks.paragraph(ReportTexts.sentence(pace(record.course().pace()))));
    List<EpochRecord> epochs = steps.stream().flatMap(step -> step.epochs().stream()).toList();
    if (epochs.size() > 1) {
      parts.add(training(steps, epochs, metric));
    }
    return Section.of("steps", "Step by step", parts);
  }

  /** What all trainings of the run had in common, and why. */
  private static String pace(@Nullable PaceRecord pace) {
    return pace == null || pace.why().isEmpty() ? "" : "pace of training: " + pace.why().get(0);
  }

  private static Metric metric(RunRecord record) {
    if (record.outcome().drop() != null) {
      return new Metric(record.outcome().drop().metric());
    }
    Figures original = record.outcome().original();
    Stream<String> names = original == null ? Stream.of() : original.metrics().keySet().stream();
    return new Metric(names.findFirst().orElse("metric"));
  }

  private static boolean measured(StepRecord step) {
    return Double.isFinite(step.metricBeforeTuning()) || Double.isFinite(step.metricAfterTuning());
  }

  private static Markup quality(RunRecord record, Metric metric) {
    List<StepRecord> steps = record.course().tried();
    List<String> places = steps.stream().map(step -> place(record, step)).toList();
    Series cut = series("after the cut", steps, StepRecord::metricBeforeTuning, "cut");
    Series tuned = series("after tuning", steps, StepRecord::metricAfterTuning, "after");
    List<Level> levels = levels(record, metric);
    String name = ReportTexts.capital(metric.name());
    Frame whole = new Frame(name + " along the steps", places, List.of(), coarse(metric));
    List<String> numbers = steps.stream().map(step -> String.valueOf(step.step())).toList();
    Frame close = new Frame(name + " after tuning", numbers, List.of(), coarse(metric));
    Markup left = LineFigure.draw(whole, List.of(cut, tuned), List.of(), HALF);
    Markup right = LineFigure.draw(close, List.of(tuned), levels, HALF);
    return new Html()
        .open("div", "class", "pair")
        .add(Blocks.figure("steps", name + " along the steps, with the MACs left", LEGEND, left))
        .add(
            Blocks.figure(
                "tuned", "After tuning, closer, against what was allowed", List.of(), right))
        .close()
        .markup();
  }

  private static String place(RunRecord record, StepRecord step) {
    Figures original = record.outcome().original();
    String number = step.step() == 0 ? "original" : String.valueOf(step.step());
    return original == null || original.macs() == 0 || step.macs() == 0
        ? number
        : number + " · " + NumberText.wholePercent((double) step.macs() / original.macs());
  }

  /**
   * A step 0 is the original on the same examples as the steps; without it the final figure stands
   * in.
   */
  private static List<Level> levels(RunRecord record, Metric metric) {
    double original =
        record.course().steps().stream()
            .filter(step -> step.step() == 0)
            .mapToDouble(StepRecord::metricAfterTuning)
            .findFirst()
            .orElse(
                record.outcome().original() == null
                    ? Double.NaN
                    : record
                        .outcome()
                        .original()
                        .metrics()
                        .getOrDefault(metric.name(), Double.NaN));
    if (!Double.isFinite(original)) {
      return List.of();
    }
    Drop drop = record.outcome().drop();
    Level level = new Level("original", original, "original");
    return drop == null || drop.allowed() == null
        ? List.of(level)
        : List.of(
            level, new Level("allowed loss", metric.floor(original, drop.allowed()), "floor"));
  }

  private static Markup table(List<StepRecord> steps, Metric metric) {
    HtmlTable table =
        new HtmlTable("Steps")
            .numbers(
                "step",
                "aimed at",
                "MACs",
                "parameters",
                "after the cut",
                "after tuning",
                "epochs",
                "time")
            .words("decision");
    for (StepRecord step : steps) {
      table.row(
          String.valueOf(step.step()),
          NumberText.wholePercent(step.targetRatio()),
          NumberText.count(step.macs()),
          NumberText.count(step.parameters()),
          metric.show(step.metricBeforeTuning()),
          metric.show(step.metricAfterTuning()),
          String.valueOf(step.epochs().size()),
          NumberText.seconds(step.seconds()),
          decision(step));
    }
    return table.markup();
  }

  private static String decision(StepRecord step) {
    return step.reasons().isEmpty()
        ? step.decision()
        : step.decision() + ": " + String.join("; ", step.reasons());
  }

  private static Markup training(List<StepRecord> steps, List<EpochRecord> epochs, Metric metric) {
    List<String> places = new ArrayList<>();
    List<Integer> breaks = new ArrayList<>();
    for (StepRecord step : steps) {
      if (!places.isEmpty() && !step.epochs().isEmpty()) {
        breaks.add(places.size());
      }
      step.epochs().forEach(epoch -> places.add(String.valueOf(places.size() + 1)));
    }
    Html html = new Html().open("div", "class", "pair");
    html.add(
        curve(
            "training",
            new Frame("Training loss", places, breaks, NumberText::plain),
            epochs,
            EpochRecord::trainLoss));
    if (epochs.stream().anyMatch(epoch -> Double.isFinite(epoch.validationMetric()))) {
      String name = ReportTexts.capital(metric.name()) + " on examples not learnt from";
      html.add(
          curve(
              "validation",
              new Frame(name, places, breaks, coarse(metric)),
              epochs,
              EpochRecord::validationMetric));
    }
    return html.close().markup();
  }

  private static Markup curve(
      String id, Frame frame, List<EpochRecord> epochs, ToDoubleFunction<EpochRecord> value) {
    Series line =
        new Series(frame.label(), epochs.stream().mapToDouble(value).boxed().toList(), "after");
    Markup drawing = LineFigure.draw(frame, List.of(line), List.of(), HALF);
    return Blocks.figure(id, frame.label() + " by epoch", List.of(), drawing);
  }

  private static Series series(
      String name, List<StepRecord> steps, ToDoubleFunction<StepRecord> value, String style) {
    return new Series(name, steps.stream().mapToDouble(value).boxed().toList(), style);
  }

  private static DoubleFunction<String> coarse(Metric metric) {
    return metric.error() ? NumberText::plain : metric::show;
  }
}
