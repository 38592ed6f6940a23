package dev.espalier.report;

import dev.espalier.record.Figures;
import dev.espalier.record.RunOutcome;
import dev.espalier.record.TargetRecord;
import dev.espalier.report.BarFigure.Row;
import dev.espalier.report.Blocks.Key;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/** How much smaller and faster: bars and the exact numbers. */
final class SizeSection {
  static final List<Key> LEGEND =
      List.of(new Key("before", "original"), new Key("after", "result"));
  private static final Map<String, ToLongFunction<Figures>> MEASURES = measures();

  private SizeSection() {}

  static Section of(RunOutcome outcome) {
    Figures before = outcome.original();
    Figures after = outcome.result();
    List<Markup> parts = new ArrayList<>();
    if (before != null && after != null) {
      Markup drawing =
          BarFigure.draw("Size and latency of original and result", rows(before, after), false);
      parts.add(Blocks.figure("sizes", "Each pair of bars has its own scale", LEGEND, drawing));
    }
    if (before != null) {
      parts.add(table(before, after));
    }
    parts.add(targets(outcome.targets()));
    return Section.of("size", "Size and speed", parts);
  }

  private static Markup targets(List<TargetRecord> targets) {
    HtmlTable table = new HtmlTable("Targets").words("").numbers("asked", "reached").words("");
    for (TargetRecord target : targets) {
      table.row(
          target.what() + (target.hard() ? "" : " (soft)"),
          NumberText.percent(target.asked()),
          NumberText.percent(target.reached()),
          target.met() ? "met" : "missed");
    }
    return table.markup();
  }

  private static List<Row> rows(Figures before, Figures after) {
    List<Row> rows = new ArrayList<>();
    rows.add(row("MACs", before.macs(), after.macs()));
    rows.add(row("Parameters", before.parameters(), after.parameters()));
    rows.add(
        new Row(
            "File",
            before.bytes(),
            after.bytes(),
            List.of(
                NumberText.bytes(before.bytes()),
                NumberText.bytes(after.bytes()),
                NumberText.times(before.bytes(), after.bytes()))));
    LatencySection.pairs(before, after).stream()
        .limit(1)
        .map(LatencySection.Pair::row)
        .forEach(rows::add);
    return rows;
  }

  private static Row row(String label, long before, long after) {
    return new Row(
        label,
        before,
        after,
        List.of(
            NumberText.brief(before), NumberText.brief(after), NumberText.times(before, after)));
  }

  private static Markup table(Figures before, @Nullable Figures after) {
    HtmlTable table = new HtmlTable("Size").words("").numbers("original");
    if (after != null) {
      table.numbers("result", "times smaller");
    }
    MEASURES.forEach(
        (name, measure) -> line(table, name, count(measure, before), count(measure, after)));
    return table.markup();
  }

  private static long count(ToLongFunction<Figures> measure, @Nullable Figures figures) {
    return figures == null ? -1 : measure.applyAsLong(figures);
  }

  /** What was not measured is 0 in the original; -1 stands for no result. */
  private static void line(HtmlTable table, String name, long before, long after) {
    if (before > 0 && after < 0) {
      table.row(name, NumberText.count(before));
    } else if (before > 0) {
      table.row(
          name, NumberText.count(before), NumberText.count(after), NumberText.times(before, after));
    }
  }

  private static Map<String, ToLongFunction<Figures>> measures() {
    Map<String, ToLongFunction<Figures>> measures = new LinkedHashMap<>();
    measures.put("MACs (multiply–accumulates) for one record", Figures::macs);
    measures.put("Parameters", Figures::parameters);
    measures.put("Parameters that are not zero", Figures::nonZeroParameters);
    measures.put("Bytes of the file", Figures::bytes);
    measures.put("Bytes zipped", Figures::zippedBytes);
    return measures;
  }
}
