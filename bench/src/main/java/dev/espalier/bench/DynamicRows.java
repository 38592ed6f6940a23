package dev.espalier.bench;

import dev.espalier.files.Json;
import dev.espalier.record.Drop;
import dev.espalier.record.DynamicRecord;
import dev.espalier.record.Figures;
import dev.espalier.record.RunRecord;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/** Prints a row for each dynamic run: {@code DynamicRows RUN_DIR...}. */
public final class DynamicRows {
  private static final String HEAD =
      """
      | run | chain: share answered | signal | mean MACs (original = 1) | metric | original | dynamic | drop | guarantee | batch 1, mean | batch 32, mean | p99 at batch 1, original and dynamic | wall time |
      |---|---|---|---|---|---|---|---|---|---|---|---|---|
      """;

  private DynamicRows() {}

  public static void main(String[] args) {
    System.out.print(HEAD);
    for (String arg : args) {
      Path record = Path.of(arg).resolve("run.json");
      if (Files.exists(record)) {
        String name = String.valueOf(Path.of(arg).toAbsolutePath().normalize().getFileName());
        System.out.println(row(name, Json.read(record, RunRecord.class)));
      }
    }
  }

  /** The row of one run; a run that failed shows why. */
  static String row(String name, RunRecord run) {
    List<String> cells = new ArrayList<>(List.of(name));
    DynamicRecord dynamic = run.dynamic();
    Figures before = run.outcome().original();
    Figures after = run.outcome().result();
    Drop drop = run.outcome().drop();
    if (dynamic == null || before == null || after == null || drop == null) {
      cells.add(run.message());
      return "| " + String.join(" | ", cells) + " |";
    }
    cells.add(chain(dynamic));
    cells.add(dynamic.signal());
    cells.add(format("%.3f", (double) after.macs() / before.macs()));
    cells.add(drop.metric());
    cells.add(format("%.4f", before.metrics().getOrDefault(drop.metric(), Double.NaN)));
    cells.add(format("%.4f", after.metrics().getOrDefault(drop.metric(), Double.NaN)));
    cells.add(format("%.4f (%.4f to %.4f)", drop.value(), drop.low(), drop.high()));
    DynamicRecord.Guarantee g = dynamic.guarantee();
    cells.add(
        Double.isNaN(g.delta())
            ? "estimate"
            : format("%.4f with %.0f %%", g.allowed(), 100 * (1 - g.delta())));
    cells.add(speedup(dynamic, 1));
    cells.add(speedup(dynamic, 32));
    cells.add(worst(dynamic));
    cells.add(format("%.0f s", run.setup().tool().seconds()));
    return "| " + String.join(" | ", cells) + " |";
  }

  private static String chain(DynamicRecord dynamic) {
    List<Double> shares = dynamic.shares().isEmpty() ? List.of() : dynamic.shares().get(0).stages();
    List<String> parts = new ArrayList<>();
    for (int stage = 0; stage < shares.size(); stage++) {
      int k = stage;
      String member =
          dynamic.members().stream()
              .filter(m -> m.stage() == k)
              .map(DynamicRecord.Member::name)
              .findFirst()
              .orElse("–");
      parts.add(format("%s %.1f %%", member, 100 * Objects.requireNonNull(shares.get(k))));
    }
    return String.join(", ", parts);
  }

  private static String speedup(DynamicRecord dynamic, int batch) {
    return dynamic.latency().stream()
        .filter(t -> t.original().batch() == batch)
        .map(t -> format("%.2fx", t.speedup()))
        .findFirst()
        .orElse("–");
  }

  private static String worst(DynamicRecord dynamic) {
    return dynamic.latency().stream()
        .filter(t -> t.original().batch() == 1)
        .map(t -> format("%,.0f, %,.0f µs", t.original().p99Micros(), t.dynamic().p99Micros()))
        .findFirst()
        .orElse("–");
  }

  private static String format(String pattern, Object... values) {
    return String.format(Locale.ROOT, pattern, values);
  }
}
