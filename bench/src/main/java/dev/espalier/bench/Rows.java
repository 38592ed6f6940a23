package dev.espalier.bench;

import dev.espalier.files.Json;
import dev.espalier.record.CertificateRecord;
import dev.espalier.record.Drop;
import dev.espalier.record.Figures;
import dev.espalier.record.RunRecord;
import dev.espalier.record.StepRecord;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Prints one row of a Markdown table for each run directory: {@code Rows RUN_DIR...}. */
public final class Rows {
  private static final String HEAD =
      """
      | run | status | MACs | parameters | bytes | metric | original | before tuning | result | drop | expected | certificate | batch 1 | batch 64 | wall time |
      |---|---|---|---|---|---|---|---|---|---|---|---|---|---|---|
      """;

  private Rows() {}

  public static void main(String[] args) {
    System.out.print(HEAD);
    for (String arg : args) {
      Path folder = Path.of(arg);
      Path name = folder.toAbsolutePath().normalize().getFileName();
      System.out.println(
          row(String.valueOf(name), Json.read(folder.resolve("run.json"), RunRecord.class)));
    }
  }

  /** The row of one run; what was not measured is a dash. */
  static String row(String name, RunRecord run) {
    List<String> cells = new ArrayList<>();
    cells.add(name);
    cells.add(run.status().name().toLowerCase(Locale.ROOT));
    Figures before = run.outcome().original();
    Figures after = run.outcome().result();
    if (before == null || after == null) {
      cells.add(run.message());
      return "| " + String.join(" | ", cells) + " |";
    }
    cells.add(share(after.macs(), before.macs()));
    cells.add(share(after.parameters(), before.parameters()));
    cells.add(share(after.bytes(), before.bytes()));
    quality(cells, run, before, after);
    CertificateRecord certificate = run.outcome().certificate();
    cells.add(certificate == null ? "–" : certificate(certificate));
    cells.add(speedup(before, after, 1));
    cells.add(speedup(before, after, 64));
    cells.add(format("%.0f s", run.setup().tool().seconds()));
    return "| " + String.join(" | ", cells) + " |";
  }

  private static void quality(List<String> cells, RunRecord run, Figures before, Figures after) {
    Drop drop = run.outcome().drop();
    String metric = drop == null ? "accuracy" : drop.metric();
    cells.add(metric);
    cells.add(metric(before.metrics().get(metric)));
    cells.add(metric(lastCut(run.course().cuts())));
    cells.add(metric(after.metrics().get(metric)));
    cells.add(drop == null ? "–" : interval(drop));
    Drop expected = run.outcome().expected();
    cells.add(drop == null || expected == null ? "–" : expectation(expected, drop));
  }

  /** The metric right after the last cut that was kept. */
  private static @Nullable Double lastCut(List<StepRecord> steps) {
    Double last = null;
    for (StepRecord step : steps) {
      last = step.decision().equals("reject") && last != null ? last : step.metricBeforeTuning();
    }
    return last;
  }

  private static String share(long after, long before) {
    return format("%,d (%.3f)", after, (double) after / before);
  }

  private static String metric(@Nullable Double value) {
    return value == null || value.isNaN() ? "–" : format("%.4f", value);
  }

  private static String interval(Drop drop) {
    return format("%.4f (%.4f to %.4f)", drop.value(), drop.low(), drop.high());
  }

  private static String expectation(Drop expected, Drop drop) {
    return format(
        "%.4f to %.4f, %s",
        expected.low(), expected.high(), expected.holds(drop) ? "held" : "not held");
  }

  private static String certificate(CertificateRecord certificate) {
    return format(
        certificate.certified() ? "holds, %.1e" : "fails, %.1e", certificate.maxAbsError());
  }

  /** How many times faster by median, for each number of threads measured. */
  private static String speedup(Figures before, Figures after, int batch) {
    List<String> parts = new ArrayList<>();
    for (Figures.LatencyFigure a : before.latency()) {
      for (Figures.LatencyFigure b : after.latency()) {
        if (a.batch() == batch && b.batch() == batch && a.threads() == b.threads()) {
          parts.add(format("%.2fx (%d thr.)", a.medianMicros() / b.medianMicros(), a.threads()));
        }
      }
    }
    return parts.isEmpty() ? "–" : String.join(", ", parts);
  }

  private static String format(String pattern, Object... values) {
    return String.format(Locale.ROOT, pattern, values);
  }
}
