package dev.espalier.report;

import dev.espalier.record.Figures;
import dev.espalier.record.Figures.LatencyFigure;
import dev.espalier.record.OperatorShare;
import dev.espalier.record.RunRecord;
import dev.espalier.report.BarFigure.Row;
import dev.espalier.report.RatioFigure.Ratio;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Measured speed against the saving in MACs, and where the time goes. */
final class LatencySection {
  private static final int OPERATORS = 12;

  private LatencySection() {}

  /** The same setting measured on original and result. */
  record Pair(LatencyFigure before, LatencyFigure after) {
    double ratio() {
      return before.medianMicros() / after.medianMicros();
    }

    String setting() {
      return "batch " + before.batch() + ", " + ReportTexts.many(before.threads(), "thread");
    }

    Row row() {
      double from = before.medianMicros();
      double to = after.medianMicros();
      List<String> texts =
          List.of(NumberText.micros(from), NumberText.micros(to), NumberText.times(from, to));
      return new Row("Latency, batch " + before.batch(), from, to, texts);
    }
  }

  static List<Pair> pairs(Figures before, Figures after) {
    List<Pair> pairs = new ArrayList<>();
    for (LatencyFigure left : before.latency()) {
      after.latency().stream()
          .filter(right -> right.batch() == left.batch() && right.threads() == left.threads())
          .findFirst()
          .ifPresent(right -> pairs.add(new Pair(left, right)));
    }
    return pairs;
  }

  static Section of(RunRecord record) {
    Figures before = record.outcome().original();
    Figures after = record.outcome().result();
    List<Markup> parts = new ArrayList<>();
    if (before != null && after != null) {
      List<Pair> pairs = pairs(before, after);
      if (!pairs.isEmpty()) {
        double macs = (double) before.macs() / after.macs();
        parts.add(ratios(pairs, macs));
        parts.add(table(pairs, macs));
      }
    }
    if (!record.structure().operatorShares().isEmpty()) {
      parts.add(operators(record.structure().operatorShares()));
    }
    parts.add(StaircaseFigure.figure("staircases", record.structure().widthCosts(), kept(record)));
    return Section.of("latency", "Latency against MACs", parts);
  }

  private static Map<String, Long> kept(RunRecord record) {
    Map<String, Long> kept = new LinkedHashMap<>();
    record.structure().groups().forEach(group -> kept.put(group.name(), group.kept()));
    return kept;
  }

  private static Markup ratios(List<Pair> pairs, double macs) {
    List<Ratio> ratios = new ArrayList<>();
    ratios.add(new Ratio("fewer MACs", macs, "before"));
    pairs.forEach(pair -> ratios.add(new Ratio(pair.setting(), pair.ratio(), "after")));
    return Blocks.figure(
        "speedups",
        "How many times fewer MACs, and how many times faster in ONNX Runtime",
        List.of(new Blocks.Key("before", "MACs"), new Blocks.Key("after", "measured speed-up")),
        RatioFigure.draw("Speed-up against the ratio of MACs", ratios));
  }

  private static Markup table(List<Pair> pairs, double macs) {
    HtmlTable table =
        new HtmlTable("Latency of one call, original and result measured alternately")
            .words("setting")
            .numbers(
                "original median", "p95", "result median", "p95", "speed-up", "of the MAC ratio");
    for (Pair pair : pairs) {
      table.row(
          pair.setting(),
          NumberText.micros(pair.before.medianMicros()),
          NumberText.micros(pair.before.p95Micros()),
          NumberText.micros(pair.after.medianMicros()),
          NumberText.micros(pair.after.p95Micros()),
          NumberText.times(pair.ratio(), 1),
          NumberText.wholePercent(pair.ratio() / macs));
    }
    return table.markup();
  }

  private static Markup operators(List<OperatorShare> shares) {
    List<Row> rows =
        shares.stream()
            .sorted((a, b) -> Double.compare(b.microsBefore(), a.microsBefore()))
            .limit(OPERATORS)
            .map(LatencySection::row)
            .toList();
    Markup drawing = BarFigure.draw("Time by operator in original and result", rows, true);
    return Blocks.figure("operators", "Time by operator, one call", SizeSection.LEGEND, drawing);
  }

  private static Row row(OperatorShare share) {
    double before = share.microsBefore();
    double after = share.microsAfter();
    return new Row(
        share.operator(),
        before,
        after,
        List.of(
            NumberText.micros(before), NumberText.micros(after), NumberText.times(before, after)));
  }
}
