package dev.espalier.check;

import dev.espalier.adaptive.Join;
import dev.espalier.data.Dataset;
import dev.espalier.data.Rows;
import dev.espalier.dynamic.RouteMacs;
import dev.espalier.files.DataException;
import dev.espalier.judge.Gate;
import dev.espalier.judge.JudgedParts;
import dev.espalier.judge.Measurement;
import dev.espalier.measure.Latency;
import dev.espalier.measure.LatencyRequest;
import dev.espalier.measure.OperatorProfile;
import dev.espalier.model.FreeBatch;
import dev.espalier.model.Model;
import dev.espalier.model.ModelFormatException;
import dev.espalier.model.Tensor;
import dev.espalier.model.ValueInfo;
import dev.espalier.ort.Closeness;
import dev.espalier.ort.Session;
import dev.espalier.ort.SessionOptions;
import dev.espalier.prepare.Certificate;
import dev.espalier.prepare.Prepared;
import dev.espalier.prepare.SampleInputs;
import dev.espalier.progress.Progress;
import dev.espalier.quality.Agreement;
import dev.espalier.recipe.Recipe;
import dev.espalier.record.Drop;
import dev.espalier.record.Figures;
import dev.espalier.record.Figures.LatencyFigure;
import dev.espalier.record.OperatorShare;
import dev.espalier.record.PartRecord;
import dev.espalier.task.Predictions;
import dev.espalier.task.Task;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Two models side by side: sizes, latency in one interleaved run, quality on the same records,
 * agreement.
 *
 * @param a figures of the first
 * @param b figures of the second
 * @param ratios a over b
 * @param agreement of their outputs
 * @param drop from a to b; null without labelled data
 * @param parts the same for each task of several, and each value of DATA's {@code by}
 * @param operators time by operator of both; empty where not asked for
 */
public record Comparison(
    Figures a,
    Figures b,
    Ratios ratios,
    Agreed agreement,
    @Nullable Drop drop,
    List<PartRecord> parts,
    List<OperatorShare> operators) {
  private static final long SEED = 1;
  private static final int PROFILE_RUNS = 50;

  /** Records that calls of a dynamic model are made of. */
  private static final int CALLS = 1024;

  /**
   * The first model's size over the second's.
   *
   * @param parameters of weights
   * @param macs of one record
   * @param bytes of the file
   * @param latency at batch 1 with the first number of threads: median over the rounds of the ratio
   *     of their times
   */
  public record Ratios(double parameters, double macs, double bytes, double latency) {}

  /**
   * How close the outputs are on the same inputs.
   *
   * @param maxAbs largest difference
   * @param maxRel largest difference against the first model's value
   * @param sameAnswer share of records with the same answer; NaN without data
   * @param on what the inputs were, for a person
   */
  public record Agreed(double maxAbs, double maxRel, double sameAnswer, String on) {}

  /**
   * What is compared on.
   *
   * @param task what labels mean
   * @param records that go through both models
   * @param classNames in order; empty where unknown
   * @param source of the records, for a person
   */
  public record On(Task task, Dataset records, List<String> classNames, String source) {}

  /**
   * What is measured.
   *
   * @param batches records a call; 1 is always among them
   * @param threads of the runtime, each with each batch
   * @param runs timed calls of each model
   * @param operators whether time is given by operator too
   */
  public record Settings(
      List<Integer> batches, List<Integer> threads, int runs, boolean operators) {}

  /**
   * Compares {@code b} with {@code a}; without data, outputs are compared on seeded inputs.
   *
   * @param a what is compared with
   * @param b what is compared
   * @param on data and task to judge both on; null for none
   * @param settings how times are measured
   * @param progress told how far it is
   * @return differences in structure, size, answers and time
   */
  public static Comparison of(
      Model a, Model b, @Nullable On on, Settings settings, Progress progress) {
    requireSameInputs(a, b);
    List<Latency> latencies = latencies(List.of(a, b), on, settings, progress);
    Predictions before = on == null ? null : Gate.predict(a, on.task(), on.records());
    Predictions after = on == null ? null : Gate.predict(b, on.task(), on.records());
    Figures first = figures(a, latencies, 0, on, before).besides(nearness(on, before, before));
    Figures second = figures(b, latencies, 1, on, after).besides(nearness(on, before, after));
    Ratios ratios =
        new Ratios(
            (double) first.parameters() / second.parameters(),
            (double) first.macs() / second.macs(),
            (double) first.bytes() / second.bytes(),
            latencies.get(0).ratio(0, 1).median());
    Agreed agreed =
        on == null || before == null || after == null
            ? onSamples(a, b)
            : onRecords(before, after, on);
    Drop drop = on == null || before == null || after == null ? null : drop(on, before, after);
    List<PartRecord> parts =
        on == null || before == null || after == null
            ? List.of()
            : new JudgedParts(on.task(), on.records(), Recipe.defaults().goal())
                .of(before, after, List.of());
    List<OperatorShare> operators =
        settings.operators() ? shares(a, b, settings.threads().get(0)) : List.of();
    progress.at("measuring", 1, 1);
    return new Comparison(first, second, ratios, agreed, drop, parts, operators);
  }

  /**
   * {@return the same with the sizes that both files have on disk}
   *
   * @param first bytes of the first model's file
   * @param second bytes of the second's
   */
  public Comparison inFiles(long first, long second) {
    Ratios sizes =
        new Ratios(ratios.parameters, ratios.macs, (double) first / second, ratios.latency);
    return new Comparison(
        a.withBytes(first), b.withBytes(second), sizes, agreement, drop, parts, operators);
  }

  /** Where the time of two models goes, in ONNX Runtime's fused graphs at batch 1. */
  static List<OperatorShare> shares(Model a, Model b, int threads) {
    Map<String, Double> microsBefore =
        OperatorProfile.of(a, 1, threads, PROFILE_RUNS).microsByType();
    Map<String, Double> microsAfter =
        OperatorProfile.of(b, 1, threads, PROFILE_RUNS).microsByType();
    Set<String> operators = new LinkedHashSet<>(microsBefore.keySet());
    operators.addAll(microsAfter.keySet());
    return operators.stream()
        .map(
            o ->
                new OperatorShare(
                    o, microsBefore.getOrDefault(o, 0.0), microsAfter.getOrDefault(o, 0.0)))
        .toList();
  }

  private static void requireSameInputs(Model a, Model b) {
    List<String> first = signature(a);
    List<String> second = signature(b);
    if (!first.equals(second)) {
      throw new ModelFormatException(
          "the models take different inputs, "
              + first
              + " and "
              + second
              + "; only models with the same inputs can be compared");
    }
  }

  private static List<String> signature(Model model) {
    return model.graph().dataInputs().stream()
        .map(i -> i.name() + " " + i.type() + " rank " + i.dims().size())
        .toList();
  }

  private static List<Latency> latencies(
      List<Model> models, @Nullable On on, Settings settings, Progress progress) {
    Set<Integer> batches = new LinkedHashSet<>(List.of(1));
    batches.addAll(
        models.stream().allMatch(m -> FreeBatch.fixedBatch(m) > 0)
            ? List.of()
            : settings.batches());
    List<Latency> rows = new ArrayList<>();
    for (int batch : batches) {
      for (int threads : settings.threads()) {
        progress.at(
            "measuring", rows.size(), (long) batches.size() * settings.threads().size() + 1);
        LatencyRequest request = new LatencyRequest(batch, threads, settings.runs(), SEED);
        rows.add(
            Latency.measure(
                models,
                on == null ? request : request.withInputs(inputs(models, on.records(), batch))));
      }
    }
    return rows;
  }

  /** A batch; many where a model's time depends on what is in it. */
  private static Map<String, Tensor> inputs(List<Model> models, Dataset records, int batch) {
    if (records.size() == 0) {
      throw new DataException("the split has no records; choose another, or change the splits");
    }
    boolean dynamic = models.stream().anyMatch(m -> m.graph().outputNames().contains(Join.ROUTE));
    int wanted = dynamic ? Math.max(batch, CALLS) : batch;
    return records.batch(Rows.all(Math.min(wanted, records.size())).numbers()).inputs();
  }

  private static Figures figures(
      Model model,
      List<Latency> latencies,
      int which,
      @Nullable On on,
      @Nullable Predictions predictions) {
    List<LatencyFigure> rows = latencies.stream().map(l -> l.figures().get(which)).toList();
    boolean labelled = predictions != null && predictions.labels() != null;
    Figures counted =
        Measurement.of(
            model,
            rows,
            on == null || !labelled ? null : on.task(),
            predictions,
            on == null ? List.of() : on.classNames());
    return on == null
        ? counted
        : RouteMacs.of(model, on.records())
            .map(macs -> counted.withMacs(Math.round(macs.mean())))
            .orElse(counted);
  }

  private static Map<String, Double> nearness(
      @Nullable On on, @Nullable Predictions before, @Nullable Predictions other) {
    return on == null || before == null || other == null
        ? Map.of()
        : on.task().kind().nearness(before, other);
  }

  private static @Nullable Drop drop(On on, Predictions before, Predictions after) {
    return before.labels() == null
        ? null
        : Gate.drop(on.task(), before, after, Recipe.defaults().goal());
  }

  private static Agreed onRecords(Predictions before, Predictions after, On on) {
    Agreement agreement = Agreement.of(on.task(), before, after);
    return new Agreed(
        agreement.maxAbs(),
        agreement.maxRel(),
        agreement.sameAnswer(),
        before.records() + " records of " + on.source());
  }

  private static Agreed onSamples(Model a, Model b) {
    Prepared prepared = Prepared.of(a, "blocks");
    Map<String, Tensor> inputs =
        SampleInputs.of(prepared.model(), prepared.coupling().shapes(), true, SEED);
    try (Session first = Session.open(a, SessionOptions.threads(1));
        Session second = Session.open(b, SessionOptions.threads(1))) {
      Map<String, Tensor> expected = first.run(inputs);
      Closeness closeness =
          Closeness.of(
              expected, byPosition(a, b, second.run(inputs)), Certificate.RTOL, Certificate.ATOL);
      return new Agreed(closeness.maxAbs(), closeness.maxRel(), Double.NaN, "seeded random inputs");
    }
  }

  /** The second model's outputs under the names of the first's. */
  private static Map<String, Tensor> byPosition(Model a, Model b, Map<String, Tensor> outputs) {
    List<ValueInfo> names = a.graph().outputs();
    List<ValueInfo> own = b.graph().outputs();
    if (names.size() != own.size()) {
      throw new ModelFormatException(
          "the models have "
              + names.size()
              + " and "
              + own.size()
              + " outputs; only models with the same outputs can be compared");
    }
    Map<String, Tensor> renamed = new LinkedHashMap<>();
    for (int i = 0; i < names.size(); i++) {
      Tensor output = outputs.get(own.get(i).name());
      if (output != null) {
        renamed.put(names.get(i).name(), output);
      }
    }
    return renamed;
  }
}
