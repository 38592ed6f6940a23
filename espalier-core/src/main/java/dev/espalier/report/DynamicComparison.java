package dev.espalier.report;

import dev.espalier.record.Drop;
import dev.espalier.record.DynamicRecord;
import dev.espalier.record.DynamicRecord.Effort;
import dev.espalier.record.DynamicRecord.Member;
import dev.espalier.record.RunRecord;
import dev.espalier.report.CurvesFigure.Curve;
import dev.espalier.report.CurvesFigure.Spot;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * Dynamic runs of one original side by side: cost against accuracy of each as effort rises, and
 * their calibrated points. A pure function of their records.
 *
 * @param rows one a run
 * @param metric that counts in all of them
 * @param records of the runs, in order
 */
public record DynamicComparison(List<Row> rows, String metric, List<RunRecord> records) {
  /**
   * One run at its calibrated point, on its final examples.
   *
   * @param run its folder
   * @param chain share of the rows that each stage answers
   * @param macs mean of a record, as a share of the original's
   * @param value of the metric
   * @param lost against the original
   * @param speedups mean time of the original over the dynamic model's, one a batch size
   */
  public record Row(
      String run,
      String chain,
      double macs,
      double value,
      double lost,
      List<DynamicRecord.Timing> speedups) {}

  /**
   * Compares runs; {@link IllegalArgumentException} where one is not dynamic, has another metric
   * than the first, or there are more than colours.
   *
   * @param names of the runs
   */
  public static DynamicComparison of(List<String> names, List<RunRecord> records) {
    if (records.size() > CurvesFigure.MOST) {
      throw new IllegalArgumentException(
          "at most " + CurvesFigure.MOST + " dynamic runs can be told apart in one figure");
    }
    List<Row> rows = new ArrayList<>();
    String metric = "";
    for (int i = 0; i < records.size(); i++) {
      RunRecord record = records.get(i);
      Drop drop = record.outcome().drop();
      if (record.dynamic() == null || drop == null) {
        throw new IllegalArgumentException(
            names.get(i) + " is no run of `espalier dynamic`; all or none must be");
      }
      if (i > 0 && !drop.metric().equals(metric)) {
        throw new IllegalArgumentException(
            names.get(i)
                + " is judged by "
                + drop.metric()
                + ", "
                + names.get(0)
                + " by "
                + metric);
      }
      metric = drop.metric();
      rows.add(row(names.get(i), record.dynamic(), drop));
    }
    return new DynamicComparison(List.copyOf(rows), metric, List.copyOf(records));
  }

  private static Row row(String name, DynamicRecord dynamic, Drop drop) {
    Effort chosen = chosen(dynamic);
    List<String> parts = new ArrayList<>();
    List<Double> shares = dynamic.shares().get(0).stages();
    dynamic.members().stream()
        .filter(m -> m.stage() >= 0)
        .sorted(Comparator.comparingInt(Member::stage))
        .forEach(m -> parts.add(m.name() + " " + NumberText.percent(shares.get(m.stage()))));
    return new Row(
        name,
        String.join(", ", parts),
        chosen.macs(),
        chosen.metric(),
        drop.value(),
        dynamic.latency());
  }

  private static Effort chosen(DynamicRecord dynamic) {
    return dynamic.efforts().stream()
        .min(Comparator.comparingDouble(e -> Math.abs(e.effort() - dynamic.guarantee().effort())))
        .orElseThrow();
  }

  /** The page. */
  public String html() {
    String title = "Dynamic runs side by side";
    Html header = new Html().open("header");
    header.open("p", "class", "brand").add(Brand.MARK).text("Espalier").close();
    header.leaf("h1", title).close();
    Section section = Section.of("curves", "Cost against " + metric, List.of(curves(), table()));
    return Page.html(
        title,
        header.markup(),
        List.of(Chapter.of("", "", Stream.of(section))),
        "Written by Espalier from the run.json of " + ReportTexts.many(rows.size(), "run"));
  }

  private Markup curves() {
    Metric shown = new Metric(metric);
    List<Curve> curves = new ArrayList<>();
    List<Blocks.Key> legend = new ArrayList<>();
    for (int i = 0; i < rows.size(); i++) {
      curves.add(curve(rows.get(i).run(), dynamic(i), shown));
      legend.add(new Blocks.Key(CurvesFigure.style(i), rows.get(i).run()));
    }
    String label =
        shown.name()
            + " of the final examples against mean cost, as effort rises; large: the calibrated point, hollow: a member alone";
    CurvesFigure.Frame frame =
        new CurvesFigure.Frame(
            label, "MACs, share of the original's", NumberText::wholePercent, shown::show);
    return Blocks.figure("curves", label, legend, CurvesFigure.draw(frame, curves));
  }

  private DynamicRecord dynamic(int run) {
    return Objects.requireNonNull(records.get(run).dynamic());
  }

  private static Curve curve(String run, DynamicRecord dynamic, Metric metric) {
    List<Spot> spots = new ArrayList<>();
    for (Effort e : dynamic.efforts()) {
      String what = String.format(Locale.ROOT, "%s, effort %.2f", run, e.effort());
      spots.add(spot(e.macs(), e.metric(), what, metric));
    }
    double whole = dynamic.members().stream().mapToLong(Member::macs).max().orElse(1);
    List<Spot> alone = new ArrayList<>();
    for (Member m : dynamic.members()) {
      alone.add(spot(m.macs() / whole, m.metric(), m.name() + " alone", metric));
    }
    Effort chosen = chosen(dynamic);
    return new Curve(
        spots, alone, spot(chosen.macs(), chosen.metric(), run + ", calibrated", metric));
  }

  private static Spot spot(double macs, double value, String what, Metric metric) {
    return new Spot(
        macs, value, what + ": " + metric.show(value) + " at " + NumberText.percent(macs));
  }

  private Markup table() {
    Metric shown = new Metric(metric);
    HtmlTable table =
        new HtmlTable("Calibrated points, on the final examples")
            .words("run", "answered by")
            .numbers("MACs", shown.name(), "lost", "mean time");
    for (Row row : rows) {
      table.row(
          row.run(),
          row.chain(),
          NumberText.percent(row.macs()),
          shown.show(row.value()),
          shown.loss(row.lost()),
          times(row));
    }
    return table.markup();
  }

  /** By how much shorter mean times are, for a person. */
  public static String times(Row row) {
    List<String> parts = new ArrayList<>();
    for (DynamicRecord.Timing t : row.speedups()) {
      parts.add(String.format(Locale.ROOT, "%.2fx (batch %d)", t.speedup(), t.original().batch()));
    }
    return String.join(", ", parts);
  }
}
