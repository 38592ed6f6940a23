package dev.espalier.dynamic;

import dev.espalier.adaptive.Join;
import dev.espalier.data.Rows;
import dev.espalier.job.Hashes;
import dev.espalier.judge.Gate;
import dev.espalier.judge.Measurement;
import dev.espalier.measure.Latency;
import dev.espalier.measure.LatencyRequest;
import dev.espalier.measure.RouteCount;
import dev.espalier.model.Model;
import dev.espalier.model.Tensor;
import dev.espalier.onnx.OnnxWriter;
import dev.espalier.recipe.AloneMode;
import dev.espalier.recipe.Recipe;
import dev.espalier.record.CertificateRecord;
import dev.espalier.record.Drop;
import dev.espalier.record.DynamicRecord;
import dev.espalier.record.DynamicRecord.Candidate;
import dev.espalier.record.Figures;
import dev.espalier.record.Micros;
import dev.espalier.record.RunRecord;
import dev.espalier.record.RunRecordBuilder;
import dev.espalier.record.Status;
import dev.espalier.routing.Choice;
import dev.espalier.routing.Guarantee;
import dev.espalier.run.AgainstChance;
import dev.espalier.run.RunJournal;
import dev.espalier.task.Predictions;
import dev.espalier.verdict.RunKind;
import dev.espalier.verdict.Verdicts;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** The end of a dynamic run: the final figures, taken once, and the record. */
final class DynamicClosing {
  private static final int BATCH = 100;

  /** Final examples that calls are made of when times are taken, at most. */
  private static final int TIMED = 1024;

  private static final double SECONDS = 30;

  private final Path folder;
  private final Recipe recipe;
  private final UnseenParts parts;
  private final StageMeter meter;
  private final AnsweredRows answered;
  private final Fastest fastest;
  private final Routes.Chosen chosen;
  private final EffortCurve curve;

  /**
   * A run.
   *
   * @param folder of its results
   * @param recipe resolved
   * @param parts of the data
   * @param meter of what stages cost
   */
  record Run(Path folder, Recipe recipe, UnseenParts parts, StageMeter meter) {}

  /**
   * @param answered of the final examples
   */
  DynamicClosing(Run run, AnsweredRows answered, Fastest fastest) {
    this.folder = run.folder();
    this.recipe = run.recipe();
    this.parts = run.parts();
    this.meter = run.meter();
    this.answered = answered;
    this.fastest = fastest;
    this.chosen = fastest.taken().offer();
    this.curve = new EffortCurve(parts, chosen, answered, meter);
  }

  RunRecord record(RunJournal journal, Family family, Model original, Model dynamic) {
    Predictions after = Gate.predict(dynamic, parts.task(), parts.last());
    int[] routes = chosen.alone() ? new int[parts.last().size()] : routes(dynamic);
    CertificateRecord equality = RowProof.of(curve, after, routes);
    List<DynamicRecord.Timing> timings = timings(original, dynamic);
    timings.stream()
        .filter(t -> t.speedup() < 1 && t.original().batch() != recipe.latency().batch())
        .filter(t -> !chosen.alone())
        .forEach(t -> journal.warn(slower(t)));
    Drop drop = Gate.drop(parts.task(), answered.original(), after, recipe.goal());
    EasyAndHard cases = new EasyAndHard(parts, curve, answered.of(chosen.line().variants().get(0)));
    DynamicRecord figures =
        new DynamicRecord(
            chosen.compared().get(chosen.choice().chosen()).signal(),
            members(family),
            candidates(),
            guarantee(),
            curve.efforts(),
            curve.shares(),
            timings,
            new Disturbed(parts.task(), original, dynamic)
                .on(parts, 2 * meter.original(StageMeter.MACS), recipe.seed()),
            cases.easy(),
            cases.hard(),
            equality,
            offers());
    RunRecordBuilder builder =
        journal
            .begin()
            .status(status(equality), message(drop, timings))
            .data(parts.roles())
            .original(
                Measurement.of(
                    original,
                    timings.stream().map(DynamicRecord.Timing::original).toList(),
                    parts.task(),
                    answered.original(),
                    parts.roles().classNames()))
            .result(result(dynamic, timings, after))
            .drop(drop)
            .certificate(equality)
            .dynamic(figures);
    return new Verdicts(
            recipe, AgainstChance.of(parts.task(), answered.original(), after), RunKind.SERVING)
        .judged(builder);
  }

  private int[] routes(Model dynamic) {
    return RouteCount.of(
        dynamic, Join.ROUTE, parts.last(), BATCH, Runtime.getRuntime().availableProcessors());
  }

  private List<DynamicRecord.Offer> offers() {
    List<DynamicRecord.Offer> rows = new ArrayList<>();
    for (Fastest.Timed timed : fastest.timed()) {
      rows.add(
          new DynamicRecord.Offer(
              timed.offer().names(),
              timed.offer().guarantee().basis().name().toLowerCase(Locale.ROOT),
              timed.time(),
              rows.size() == fastest.number()));
    }
    return rows;
  }

  private Status status(CertificateRecord equality) {
    Routes.Spent spent = chosen.spent();
    boolean reached = saves() && (spent == null || spent.within());
    return !equality.certified() ? Status.FAILED : reached ? Status.DONE : Status.UNREACHABLE;
  }

  /**
   * Time where a loss was allowed and what is fastest could be taken; else work, since the time of
   * one chain on one machine is not what was asked for.
   */
  private boolean saves() {
    boolean timed = chosen.spent() == null && recipe.dynamic().alone() == AloneMode.AUTO;
    return timed ? fastest.taken().time() < 1 : curve.meanMacs() < meter.original(StageMeter.MACS);
  }

  private String message(Drop drop, List<DynamicRecord.Timing> timings) {
    return String.format(
        Locale.ROOT,
        "%s%.2f of the MACs and %.2f of the mean time (batch %d), %s %.4f %s; %s%s",
        lead(),
        curve.meanMacs() / meter.original(StageMeter.MACS),
        1 / decisive(timings).speedup(),
        decisive(timings).original().batch(),
        drop.metric(),
        Math.abs(drop.value()),
        drop.value() > 0 ? "lost" : "gained",
        switch (chosen.guarantee().basis()) {
          case PROOF -> "guaranteed";
          case SPENDING -> "as much as the target allows";
          case JUDGED -> "judged as a static model is";
          default -> "an estimate";
        },
        shortfall());
  }

  /** That of the batch that the recipe looks at. */
  private DynamicRecord.Timing decisive(List<DynamicRecord.Timing> timings) {
    return timings.stream()
        .filter(t -> t.original().batch() == recipe.latency().batch())
        .findFirst()
        .orElse(timings.get(0));
  }

  private String lead() {
    return chosen.alone() && chosen.spent() == null
        ? "choosing by input does not pay here, so %s answers everything: "
            .formatted(chosen.names().get(0))
        : "";
  }

  private String shortfall() {
    if (!saves()) {
      return ". Nothing is saved: keep the original, allow a larger loss (--max-drop), or make members better (tune.epochs)";
    }
    Routes.Spent spent = chosen.spent();
    return spent == null || spent.within()
        ? ""
        : String.format(
            Locale.ROOT,
            ". The target %s=%.2f is not reached: %.2f on the calibration part; allow a larger loss"
                + " (--max-drop), or make members smaller (dynamic.members) or better (tune.epochs)",
            spent.what().word(),
            spent.asked(),
            spent.cost());
  }

  private static String slower(DynamicRecord.Timing timing) {
    return String.format(
        Locale.ROOT,
        "at batch %d the dynamic model is slower on average than the original (%s against %s): choosing costs more time than it saves; use a static result there",
        timing.original().batch(),
        Micros.text(timing.dynamic().meanMicros()),
        Micros.text(timing.original().meanMicros()));
  }

  /** MACs of a record are the mean over the final examples. */
  private Figures result(Model dynamic, List<DynamicRecord.Timing> timings, Predictions after) {
    Figures counted =
        Measurement.of(
            dynamic,
            timings.stream().map(DynamicRecord.Timing::dynamic).toList(),
            parts.task(),
            after,
            parts.roles().classNames());
    return counted.withMacs(Math.round(curve.meanMacs()));
  }

  private List<DynamicRecord.Timing> timings(Model original, Model dynamic) {
    Set<Integer> batches = new LinkedHashSet<>(List.of(1, 32, recipe.latency().batch()));
    int records = Math.min(TIMED, parts.last().size());
    Map<String, Tensor> inputs = parts.last().batch(Rows.all(records).numbers()).inputs();
    List<DynamicRecord.Timing> rows = new ArrayList<>();
    for (int batch : batches) {
      int runs = Math.max(recipe.latency().runs(), records / batch);
      LatencyRequest request =
          new LatencyRequest(
              batch, recipe.latency().threads(), runs, SECONDS, recipe.seed(), inputs);
      Latency latency = Latency.measure(List.of(original, dynamic), request);
      Figures.LatencyFigure before = latency.figures().get(0);
      Figures.LatencyFigure now = latency.figures().get(1);
      rows.add(new DynamicRecord.Timing(before, now, before.meanMicros() / now.meanMicros()));
    }
    return rows;
  }

  private List<DynamicRecord.Member> members(Family family) {
    List<DynamicRecord.Member> rows = new ArrayList<>();
    for (Variant variant : family.variants()) {
      Predictions own = answered.of(variant);
      rows.add(
          new DynamicRecord.Member(
              variant.name(),
              DynamicFiles.file(variant),
              Hashes.file("member", folder.resolve(DynamicFiles.file(variant))).sha256(),
              variant.kind(),
              chosen.names().indexOf(variant.name()),
              Math.round(variant.macs()),
              OnnxWriter.bytes(variant.model()).length,
              curve.metric(own),
              Gate.drop(parts.task(), answered.original(), own, recipe.goal()),
              variant.certificate()));
    }
    return rows;
  }

  /** What was taken, then by rising cost. */
  private List<Candidate> candidates() {
    List<Candidate> rows = new ArrayList<>();
    Choice choice = chosen.choice();
    for (int i = 0; i < choice.considered().size(); i++) {
      Choice.Considered c = choice.considered().get(i);
      Contenders.Contender which = chosen.compared().get(i);
      String note = i == choice.chosen() ? "" : note(c);
      rows.add(
          new Candidate(
              which.line().names(),
              which.signal(),
              c.cost() / chosen.originalCost(),
              c.difference().mean(),
              note));
    }
    rows.sort(
        Comparator.comparing((Candidate c) -> !c.note().isEmpty())
            .thenComparing(c -> c.note().endsWith("allowed"))
            .thenComparingDouble(Candidate::cost));
    return rows;
  }

  private String note(Choice.Considered c) {
    if (chosen.guarantee().basis() == Guarantee.Basis.SPENDING) {
      return c.within() ? "loses more" : "costs more than allowed";
    }
    if (!c.within()) {
      return "loses more than allowed";
    }
    return c.cost() < chosen.choice().best().cost() ? "slower as a file, or not proven" : "dearer";
  }

  private DynamicRecord.Guarantee guarantee() {
    Guarantee g = chosen.guarantee();
    boolean proven = g.basis() == Guarantee.Basis.PROOF;
    return new DynamicRecord.Guarantee(
        g.basis() == Guarantee.Basis.SPENDING ? Double.NaN : g.allowance().loss(),
        proven ? g.allowance().delta() : Double.NaN,
        g.difference().mean(),
        proven ? g.upper() : Double.NaN,
        curve.effort(chosen.table().calibrated()),
        g.examples(),
        g.sentence());
  }
}
