package dev.espalier.report;

import dev.espalier.record.Drop;
import dev.espalier.record.PartRecord;
import java.util.List;

/** Quality of each task, and of each domain that DATA tells apart. */
final class PartTables {
  private PartTables() {}

  static List<Markup> of(List<PartRecord> parts) {
    return parts.stream()
        .map(PartRecord::kind)
        .distinct()
        .map(kind -> of(kind, parts.stream().filter(p -> p.kind().equals(kind)).toList()))
        .toList();
  }

  private static Markup of(String kind, List<PartRecord> parts) {
    boolean expected = parts.stream().anyMatch(p -> p.expected() != null);
    HtmlTable table =
        new HtmlTable("Quality by " + kind)
            .words(kind, "metric")
            .numbers("examples", "original", "result", "loss", "interval");
    if (expected) {
      table.numbers("was to be expected");
    }
    parts.forEach(
        p -> {
          List<String> cells = cells(p);
          table.row((expected ? cells : cells.subList(0, cells.size() - 1)).toArray(String[]::new));
        });
    return table.markup();
  }

  private static List<String> cells(PartRecord part) {
    Drop drop = part.drop();
    Metric metric = new Metric(drop.metric());
    return List.of(
        part.name(),
        metric.name(),
        NumberText.count(drop.records()),
        metric.show(part.original()),
        metric.show(part.result()),
        metric.loss(drop.value()),
        between(metric, drop),
        part.expected() == null ? "" : between(metric, part.expected()));
  }

  private static String between(Metric metric, Drop drop) {
    return metric.loss(drop.low()) + " to " + metric.loss(drop.high());
  }
}
