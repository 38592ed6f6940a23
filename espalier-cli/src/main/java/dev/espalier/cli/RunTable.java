package dev.espalier.cli;

import dev.espalier.record.CertificateRecord;
import dev.espalier.record.Drop;
import dev.espalier.record.Figures;
import dev.espalier.record.Micros;
import dev.espalier.record.RunRecord;
import dev.espalier.record.TargetRecord;
import dev.espalier.record.Verdict;
import java.util.Locale;
import java.util.stream.Stream;

/** A run's figures before and after, and its verdict, as text. */
final class RunTable {
  private RunTable() {}

  static TextTable of(RunRecord record) {
    TextTable table =
        of(
            TextTable.of("", "original", "result", "factor"),
            PruneCommand.require(record.outcome().original()),
            PruneCommand.require(record.outcome().result()));
    record.outcome().targets().forEach(t -> target(table, t));
    return table;
  }

  private static void target(TextTable table, TargetRecord target) {
    String met = target.met() ? "met" : target.hard() ? "missed" : "missed (soft)";
    table.row(
        "target " + target.what() + (target.hard() ? "=" : "~") + target.asked(),
        "",
        String.format(Locale.ROOT, "%.3f", target.reached()),
        met);
  }

  /** Adds the figures of two models, in this order, under a header of four columns. */
  static TextTable of(TextTable table, Figures before, Figures after) {
    count(table, "MACs", before.macs(), after.macs());
    count(table, "parameters", before.parameters(), after.parameters());
    if (after.nonZeroParameters() < 0.99 * after.parameters()) {
      count(table, "  not zero", before.nonZeroParameters(), after.nonZeroParameters());
    }
    count(table, "bytes", before.bytes(), after.bytes());
    count(table, "bytes, zipped", before.zippedBytes(), after.zippedBytes());
    for (int i = 0; i < Math.min(before.latency().size(), after.latency().size()); i++) {
      Figures.LatencyFigure b = before.latency().get(i);
      Figures.LatencyFigure a = after.latency().get(i);
      String name =
          "latency, batch "
              + b.batch()
              + ", "
              + b.threads()
              + (b.threads() == 1 ? " thread" : " threads");
      table.row(
          name,
          Micros.text(b.medianMicros()),
          Micros.text(a.medianMicros()),
          Show.times(b.medianMicros() / a.medianMicros()));
    }
    before
        .metrics()
        .forEach(
            (name, value) -> {
              Double now = after.metrics().get(name);
              if (value != null && now != null) {
                table.row(name, Show.metric(value), Show.metric(now), "");
              }
            });
    return table;
  }

  private static void count(TextTable table, String name, long before, long after) {
    table.row(
        name,
        Show.count(before),
        Show.count(after),
        Show.times((double) before / Math.max(1, after)));
  }

  /** The verdict: what a person should read first, and what to try where something is amiss. */
  static String verdict(RunRecord record) {
    Verdict verdict = record.verdict();
    StringBuilder text = new StringBuilder(verdict.headline());
    Stream.concat(verdict.sentences().stream().skip(1), Stream.of(verdict.remedy()))
        .filter(line -> !line.isEmpty())
        .forEach(line -> text.append(System.lineSeparator()).append("  ").append(line));
    return text.toString();
  }

  /** What the verdict rests on: the drop with its interval, parts, the certificate. */
  static String grounds(RunRecord record) {
    StringBuilder text = new StringBuilder();
    Drop drop = record.outcome().drop();
    if (drop != null) {
      text.append(sentence(drop)).append(System.lineSeparator());
    }
    Drop expected = record.outcome().expected();
    if (expected != null && drop != null) {
      text.append(expectation(expected, drop)).append(System.lineSeparator());
    }
    if (!record.outcome().parts().isEmpty()) {
      String parts = PartTable.of(record.outcome().parts()).stripTrailing();
      text.append(parts).append(System.lineSeparator());
    }
    CertificateRecord certificate = record.outcome().certificate();
    if (certificate != null) {
      text.append(
          String.format(
              Locale.ROOT,
              "certificate: %s (largest error %.1e)%n",
              certificate.message(),
              certificate.maxAbsError()));
    }
    return text.toString();
  }

  /** What the gate let expect, and whether it came so. */
  private static String expectation(Drop expected, Drop drop) {
    return String.format(
        Locale.ROOT,
        "expected on %d new examples: a loss of %.4f to %.4f (%.0f %%); what was found lies %s",
        expected.records(),
        expected.low(),
        expected.high(),
        expected.level() * 100,
        expected.holds(drop) ? "within" : "outside");
  }

  /** What the cut cost, with its interval. */
  static String sentence(Drop drop) {
    String allowed =
        drop.allowed() == null ? "" : String.format(Locale.ROOT, ", allowed %.4f", drop.allowed());
    return String.format(
        Locale.ROOT,
        "%s: %.4f %s (%.0f %% interval of the loss %.4f to %.4f, %d examples)%s",
        drop.metric(),
        Math.abs(drop.value()),
        drop.value() >= 0 ? "lost" : "gained",
        drop.level() * 100,
        drop.low(),
        drop.high(),
        drop.records(),
        allowed);
  }
}
