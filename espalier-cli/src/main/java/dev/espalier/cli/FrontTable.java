package dev.espalier.cli;

import dev.espalier.record.Drop;
import dev.espalier.record.FrontRecord;
import dev.espalier.record.RunRecord;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The models of a run's front, largest first, as text. */
final class FrontTable {
  private FrontTable() {}

  static TextTable of(RunRecord record) {
    TextTable table =
        TextTable.of(
            "model", "MACs", "parameters", "bytes", "time", "lost on gate", "lost", "interval");
    for (FrontRecord member : record.course().front()) {
      Drop drop = member.quality().drop();
      table.row(
          member.files().file() + (member.chosen() ? " (model.onnx)" : ""),
          Show.count(member.size().macs()),
          Show.count(member.size().parameters()),
          Show.count(member.size().bytes()),
          String.format(Locale.ROOT, "%.2f", member.size().latencyRatio()),
          lost(member.quality().gateDrop()),
          lost(drop),
          drop == null ? "" : String.format(Locale.ROOT, "%.4f to %.4f", drop.low(), drop.high()));
    }
    return table;
  }

  private static String lost(@Nullable Drop drop) {
    return drop == null ? "" : String.format(Locale.ROOT, "%.4f", drop.value());
  }
}
