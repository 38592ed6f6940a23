package dev.espalier.report;

import dev.espalier.record.Drop;
import dev.espalier.record.Figures;
import dev.espalier.record.FrontRecord;
import dev.espalier.record.RunRecord;
import dev.espalier.report.Blocks.Key;
import dev.espalier.report.ScatterFigure.Dot;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Several models of one run: what each lost against what it costs. */
final class FrontSection {
  private static final List<Key> LEGEND =
      List.of(new Key("after", "model of the front"), new Key("cut", "model.onnx"));

  private FrontSection() {}

  static Section of(RunRecord record) {
    List<Markup> parts = new ArrayList<>();
    List<FrontRecord> front = record.course().front();
    Figures original = record.outcome().original();
    if (!front.isEmpty() && original != null) {
      if (front.stream().allMatch(m -> m.quality().drop() != null)) {
        parts.add(figure(front, latency(record)));
      }
      parts.add(table(front, original));
    }
    return Section.of("front", "From gentle to small", parts);
  }

  /** A run for a latency is looked at by its time, others by their MACs. */
  private static boolean latency(RunRecord record) {
    return record.outcome().targets().stream().anyMatch(t -> t.what().equals("latency"));
  }

  private static Markup figure(List<FrontRecord> front, boolean latency) {
    String cost = latency ? "time against the original's" : "MACs";
    String title = "Loss on the final examples against " + (latency ? "latency" : "MACs");
    List<Dot> dots = new ArrayList<>();
    for (FrontRecord member : front) {
      double x = latency ? member.size().latencyRatio() : member.size().macs();
      String hint = member.name() + ": lost " + NumberText.percent(lost(member.quality().drop()));
      dots.add(new Dot(x, lost(member.quality().drop()), hint, true, member.chosen()));
    }
    ScatterFigure.Frame frame =
        new ScatterFigure.Frame(
            title, cost, latency ? NumberText::wholePercent : NumberText::brief);
    return Blocks.figure("front", title, LEGEND, ScatterFigure.draw(frame, dots));
  }

  private static Markup table(List<FrontRecord> front, Figures original) {
    HtmlTable table =
        new HtmlTable(
                "Each was tuned and judged alike; the final examples were read once, at the end")
            .words("file")
            .numbers(
                "MACs",
                "parameters",
                "bytes",
                "time",
                "lost on the gate's examples",
                "lost",
                "interval")
            .words("certificate");
    for (FrontRecord member : front) {
      table.row(
          member.files().file() + (member.chosen() ? " (model.onnx)" : ""),
          share(member.size().macs(), original.macs()),
          share(member.size().parameters(), original.parameters()),
          share(member.size().bytes(), original.bytes()),
          NumberText.wholePercent(member.size().latencyRatio()),
          NumberText.percent(lost(member.quality().gateDrop())),
          NumberText.percent(lost(member.quality().drop())),
          interval(member.quality().drop()),
          member.certificate().certified() ? "holds" : "does not hold");
    }
    return table.markup();
  }

  private static String share(long after, long before) {
    return NumberText.count(after) + " (" + NumberText.wholePercent((double) after / before) + ")";
  }

  private static double lost(@Nullable Drop drop) {
    return drop == null ? Double.NaN : drop.value();
  }

  private static String interval(@Nullable Drop drop) {
    return drop == null
        ? NumberText.NONE
        : NumberText.percent(drop.low()) + " to " + NumberText.percent(drop.high());
  }
}
