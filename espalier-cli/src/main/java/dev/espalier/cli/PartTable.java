package dev.espalier.cli;

import dev.espalier.record.Drop;
import dev.espalier.record.PartRecord;
import java.util.List;
import java.util.Locale;

/** Quality part by part: one row for each task, or for each domain that the data tells apart. */
final class PartTable {
  private PartTable() {}

  /** Empty where nothing is told apart. */
  static String of(List<PartRecord> parts) {
    StringBuilder text = new StringBuilder();
    parts.stream()
        .map(PartRecord::kind)
        .distinct()
        .forEach(
            kind -> {
              TextTable table =
                  TextTable.of(
                      kind, "examples", "metric", "original", "result", "loss", "interval");
              parts.stream().filter(p -> p.kind().equals(kind)).forEach(p -> row(table, p));
              text.append(System.lineSeparator()).append(table);
            });
    return text.toString();
  }

  private static void row(TextTable table, PartRecord part) {
    Drop drop = part.drop();
    table.row(
        part.name(),
        Show.count(drop.records()),
        drop.metric(),
        Show.metric(part.original()),
        Show.metric(part.result()),
        String.format(Locale.ROOT, "%.4f", drop.value()),
        String.format(Locale.ROOT, "%.4f to %.4f", drop.low(), drop.high()));
  }
}
