package dev.espalier.report;

import dev.espalier.record.CertificateRecord;
import dev.espalier.record.DataRoles;
import dev.espalier.record.Drop;
import dev.espalier.record.DynamicRecord;
import dev.espalier.record.Figures;
import dev.espalier.record.InputFile;
import dev.espalier.record.PartRecord;
import dev.espalier.record.RunRecord;
import dev.espalier.record.Verdict;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What was cut, what it cost, and whether that is proved: the first thing on the page. */
final class VerdictHeader {
  private VerdictHeader() {}

  static Markup of(RunRecord record) {
    Html html = new Html().open("header");
    html.open("p", "class", "brand").add(Brand.MARK).text("Espalier").close();
    html.leaf("h1", title(record));
    Verdict verdict = record.verdict();
    html.open("p", "class", "verdict");
    html.leaf("span", verdict.word(), "class", "badge " + style(verdict.grade()));
    html.text(verdict.sentences().get(0)).close();
    html.add(Blocks.items(verdict.sentences().stream().skip(1).toList(), "besides"));
    html.add(Blocks.paragraph(ReportTexts.capital(verdict.remedy())));
    html.add(tiles(record));
    html.add(Blocks.paragraph(use(record)));
    html.add(Blocks.items(record.warnings(), "warnings"));
    return html.close().markup();
  }

  static String title(RunRecord record) {
    Optional<InputFile> model =
        record.setup().inputs().stream().filter(input -> input.role().equals("model")).findFirst();
    return model
        .map(file -> file.file().replace('\\', '/'))
        .map(file -> file.substring(file.lastIndexOf('/') + 1))
        .map(name -> work(record) + name)
        .orElse("A pruning run");
  }

  private static String work(RunRecord record) {
    if (record.forDynamic()) {
      return "Dynamic: ";
    }
    return switch (record.job()) {
      case "tune" -> "Training ";
      case "quantize" -> "Quantising ";
      default -> "Pruning ";
    };
  }

  /** Where the result is, how it is used, and what it was measured on; empty without a result. */
  private static String use(RunRecord record) {
    if (record.outcome().result() == null) {
      return "";
    }
    String cpu = record.setup().environment().machine().cpu();
    return (record.forDynamic()
            ? "The result is dynamic.onnx in this folder. It has the inputs and outputs of the original, and takes its place in ONNX"
                + " Runtime; where inputs take different ways, the output route says which."
            : "The result is model.onnx in this folder. It has the inputs and outputs of the original, and takes its place in ONNX"
                + " Runtime.")
        + tuned(record)
        + (cpu.isEmpty()
            ? ""
            : " Times were taken on " + cpu + busy(record.setup().environment().threads()) + ".")
        + " MACs are multiply–accumulates, the work of one record.";
  }

  /** How it was trained, on what, and how long all of it took. */
  private static String tuned(RunRecord record) {
    String took = " The run took " + NumberText.seconds(record.setup().tool().seconds()) + ".";
    long epochs = record.course().steps().stream().mapToLong(s -> s.epochs().size()).sum();
    DataRoles data = record.setup().data();
    return epochs == 0 || data == null ? took : " It was tuned on " + data.source() + "." + took;
  }

  private static String busy(String threads) {
    return threads.contains("busy") ? ", which was busy: they are rough" : "";
  }

  private static String style(Verdict.Grade grade) {
    return switch (grade) {
      case GREEN -> "good";
      case AMBER -> "warn";
      case RED -> "bad";
    };
  }

  private static Markup tiles(RunRecord record) {
    Html html = new Html().open("div", "class", "tiles");
    Figures before = record.outcome().original();
    Figures after = record.outcome().result();
    if (before != null && after != null) {
      html.add(size("MACs", before.macs(), after.macs()));
      html.add(size("parameters", before.parameters(), after.parameters()));
      DynamicRecord dynamic = record.dynamic();
      (dynamic == null ? latency(before, after) : latency(dynamic)).ifPresent(html::add);
    } else if (before != null) {
      html.add(Blocks.tile("", List.of("MACs", NumberText.brief(before.macs()), "original")));
      html.add(
          Blocks.tile(
              "", List.of("Parameters", NumberText.brief(before.parameters()), "original")));
    }
    List<PartRecord> tasks = record.outcome().parts().stream().filter(PartRecord::task).toList();
    if (!tasks.isEmpty()) {
      tasks.forEach(t -> html.add(drop(t.drop())));
    } else if (record.outcome().drop() != null) {
      html.add(drop(record.outcome().drop()));
    }
    if (record.outcome().certificate() != null) {
      html.add(certificate(record.outcome().certificate(), record.job().equals("quantize")));
    }
    return html.close().markup();
  }

  private static Markup size(String name, long before, long after) {
    String words = NumberText.brief(before) + " → " + NumberText.brief(after);
    return after > before
        ? Blocks.tile("", List.of("More " + name, NumberText.times(after, before), words))
        : Blocks.tile("", List.of("Fewer " + name, NumberText.times(before, after), words));
  }

  private static Optional<Markup> latency(Figures before, Figures after) {
    return LatencySection.pairs(before, after).stream()
        .findFirst()
        .map(
            pair ->
                speed(
                    ", batch " + pair.before().batch(),
                    pair.before().medianMicros(),
                    pair.after().medianMicros()));
  }

  /** Of a model whose calls differ in what they take, the mean is what one pays. */
  private static Optional<Markup> latency(DynamicRecord dynamic) {
    return dynamic.latency().stream()
        .findFirst()
        .map(
            t ->
                speed(
                    " on average, batch " + t.original().batch(),
                    t.original().meanMicros(),
                    t.dynamic().meanMicros()));
  }

  private static Markup speed(String where, double before, double after) {
    String words = NumberText.micros(before) + " → " + NumberText.micros(after);
    return after > before
        ? Blocks.tile("warn", List.of("Slower" + where, NumberText.times(after, before), words))
        : Blocks.tile("", List.of("Faster" + where, NumberText.times(before, after), words));
  }

  private static Markup drop(Drop drop) {
    Metric metric = new Metric(drop.metric());
    String allowed =
        drop.allowed() == null
            ? "no limit on it was set"
            : "allowed " + metric.loss(drop.allowed());
    boolean over = drop.allowed() != null && drop.value() > drop.allowed();
    String name = (drop.value() < 0 ? "Gained in " : "Lost in ") + drop.metric();
    String value = metric.loss(Math.abs(drop.value()));
    return Blocks.tile(
        over ? "bad" : "", List.of(name, value, allowed + "; " + interval(drop, metric)));
  }

  /** How far the figure may be off, on how many examples; a gain as a gain. */
  private static String interval(Drop drop, Metric metric) {
    boolean gained = drop.value() < 0;
    String low = metric.loss(gained ? -drop.high() : drop.low());
    String high = metric.loss(gained ? -drop.low() : drop.high());
    return String.format(
        Locale.ROOT,
        "%.0f %% interval %s to %s, %s",
        100 * drop.level(),
        low.substring(0, low.indexOf(' ')),
        high,
        ReportTexts.many(drop.records(), "example"));
  }

  private static Markup certificate(CertificateRecord certificate, boolean quantised) {
    String error =
        (quantised
                ? "the file computes what its plan says, to within "
                : (certificate.apart() ? "each part of the cut" : "the cut")
                    + ", before tuning, is exact to within ")
            + NumberText.scientific(certificate.maxAbsError());
    return Blocks.tile(
        certificate.certified() ? "good" : "bad",
        List.of("Certificate", certificate.certified() ? "holds" : "does not hold", error));
  }
}
