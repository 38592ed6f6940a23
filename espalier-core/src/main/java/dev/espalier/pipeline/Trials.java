package dev.espalier.pipeline;

import dev.espalier.allocation.Budget;
import dev.espalier.model.Model;
import dev.espalier.op.OpRules;
import dev.espalier.plan.Cost;
import dev.espalier.plan.PrunePlan;
import dev.espalier.recipe.Recipe;
import dev.espalier.record.Drop;
import dev.espalier.record.ModelProfile.WidthCost;
import dev.espalier.record.StepRecord;
import dev.espalier.search.Objective;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Cuts, tunes and judges, one trial after the other. Each trial that ended is on disk; a resumed
 * run finds it there and comes to the same plans, since everything else is seeded.
 */
final class Trials {
  private final Recipe recipe;
  private final RunFolder folder;
  private final Cutter cutter;
  private final Training training;
  private final @Nullable Gate gate;
  private final MeasuredLatency latency;
  private final @Nullable WidthSearch search;
  private final @Nullable Screening screening;
  private final List<Trial> done = new ArrayList<>();
  private final Map<Integer, Candidate> candidates = new LinkedHashMap<>();
  private Cutter.@Nullable Ready ready;
  private int readyFor = -1;

  Trials(Recipe recipe, RunFolder folder, Workshop workshop, Model original) {
    this.recipe = recipe;
    this.folder = folder;
    this.cutter = workshop.cutter();
    this.training = workshop.training();
    this.gate = workshop.gate();
    this.latency = workshop.latency();
    this.search = workshop.search();
    this.screening = workshop.screening();
    candidates.put(0, new Candidate(original, PrunePlan.whole(recipe.cut().heads())));
  }

  /**
   * The parts that trials are made with; where there is no search an allocation finds widths, and
   * where there is a screening it says by which.
   */
  record Workshop(
      Cutter cutter,
      Training training,
      @Nullable Gate gate,
      MeasuredLatency latency,
      @Nullable WidthSearch search,
      @Nullable Screening screening) {}

  /**
   * Cuts the result of trial {@code from} (0 is the original) to {@code ratio} of the original and
   * tunes for {@code epochs}.
   */
  Trial cut(int from, double ratio, double epochs) {
    int number = done.size() + 1;
    Trial known = folder.trial(number);
    return known != null ? remember(known) : run(number, from, ratio, epochs);
  }

  /** Tunes the result of a trial further without another cut. */
  Trial tune(Trial trial, double epochs) {
    int number = done.size() + 1;
    Trial known = folder.trial(number);
    if (known != null) {
      return remember(known);
    }
    long start = System.nanoTime();
    Candidate before = candidate(trial.number());
    CutResult same =
        new CutResult(before, trial.achieved(), trial.certificate(), Map.of(), "", null);
    return finish(new Start(number, trial.number(), trial.ratio(), start), same, epochs);
  }

  /** Length of the tuning between cuts, in epochs. */
  double shortEpochs() {
    return training.shortEpochs();
  }

  Candidate candidate(int number) {
    return candidates.computeIfAbsent(
        number, n -> new Candidate(folder.trialModel(n), done.get(n - 1).plan()));
  }

  List<Trial> done() {
    return done;
  }

  /** Time over width, where a latency target had it measured. */
  List<WidthCost> widthCosts() {
    return latency.widthCosts();
  }

  /** The drop to expect of the result on new examples; empty without a gate. */
  Optional<Drop> expected(Model result, int records) {
    Gate judge = gate;
    return judge == null
        ? Optional.empty()
        : Optional.of(judge.expected(result, Math.max(1, done.size()), records));
  }

  /** The model of a trial before it was tuned. */
  Model untuned(int number) {
    return folder.untuned(number);
  }

  private Trial remember(Trial trial) {
    done.add(trial);
    return trial;
  }

  private record Start(int number, int from, double ratio, long nanos) {}

  private Trial run(int number, int from, double ratio, double epochs) {
    long start = System.nanoTime();
    if (readyFor != from || ready == null) {
      ready = cutter.ready(candidate(from));
      readyFor = from;
    }
    String kind = recipe.goal().target();
    Start begun = new Start(number, from, ratio, start);
    Cutter.Ready readied = ready;
    CutResult cut =
        kind.equals("latency")
            ? timed(readied, begun)
            : allotted(readied, kind.equals("none") ? "macs" : kind, begun);
    return finish(begun, cut, epochs);
  }

  /** To a latency: by search where the recipe names a policy, else in the best way, or its own. */
  private CutResult timed(Cutter.Ready from, Start start) {
    Candidate candidate = from.from();
    if (search != null) {
      return LatencySearch.cut(
          candidate,
          latency,
          start.ratio(),
          budget -> toLatency(from, budget, start),
          budget -> cutter.cut(from, budget));
    }
    Screening screened = screening;
    return screened == null
        ? inWay(from, Way.of(recipe), start)
        : screened.cut(Way.toLatency(from.prepared().coupling()), way -> inWay(from, way, start));
  }

  private CutResult inWay(Cutter.Ready from, Way way, Start start) {
    return LatencySearch.cut(
        from.from(), latency, start.ratio(), budget -> cutter.cut(from, budget, way));
  }

  /** By search where the recipe names a policy, else by allocation. */
  private CutResult allotted(Cutter.Ready from, String kind, Start start) {
    WidthSearch searching = search;
    if (searching == null) {
      return cutter.cut(from, kind, start.ratio());
    }
    Objective limited = Objective.valueOf(kind.toUpperCase(Locale.ROOT));
    return searching.cut(
        cutter,
        from,
        counted(from, start.ratio()),
        new WidthSearch.Request(start.from(), start.number(), limited, start.ratio()));
  }

  /** By search within a predicted latency. */
  private CutResult toLatency(Cutter.Ready from, Budget predicted, Start start) {
    Map<Objective, Budget> budgets = counted(from, predicted.target());
    budgets.put(Objective.LATENCY, predicted);
    return Objects.requireNonNull(search)
        .cut(
            cutter,
            from,
            budgets,
            new WidthSearch.Request(
                start.from(), start.number(), Objective.LATENCY, predicted.target()));
  }

  private Map<Objective, Budget> counted(Cutter.Ready from, double ratio) {
    Map<Objective, Budget> budgets = new EnumMap<>(Objective.class);
    for (String counted : List.of("macs", "params", "bytes")) {
      budgets.put(
          Objective.valueOf(counted.toUpperCase(Locale.ROOT)), cutter.budget(from, counted, ratio));
    }
    return budgets;
  }

  private Trial finish(Start start, CutResult cut, double epochs) {
    double before =
        gate == null || epochs <= 0 ? Double.NaN : gate.judge(cut.candidate().model()).metric();
    Training.Trained trained = training.tune(cut.candidate(), epochs, false);
    Gate.@Nullable Judgement judged = gate == null ? null : gate.judge(trained.candidate().model());
    boolean accepted = cut.certificate().certified() && (judged == null || judged.accepted());
    List<String> reasons = new ArrayList<>();
    if (screening != null) {
      reasons.addAll(screening.reasons());
    }
    if (!cut.certificate().certified()) {
      reasons.add(cut.certificate().message());
    }
    if (judged != null) {
      reasons.add(judged.reason());
    }
    if (!cut.shortfall().isEmpty()) {
      reasons.add(cut.shortfall());
    }
    Cost cost =
        new Cost(
            Prepared.of(trained.candidate().model(), recipe.cut().heads()).coupling(),
            OpRules.standard());
    StepRecord step =
        new StepRecord(
            start.number(),
            start.ratio(),
            accepted ? "accept" : "reject",
            reasons,
            cost.macs(),
            cost.parameters(Map.of()),
            before,
            judged == null ? Double.NaN : judged.metric(),
            trained.epochs(),
            (System.nanoTime() - start.nanos()) / 1e9);
    Trial trial =
        new Trial(
            start.number(),
            start.from(),
            start.ratio(),
            cut.achieved(),
            trained.candidate().plan(),
            cut.certificate(),
            judged == null ? null : judged.drop(),
            accepted,
            step,
            cut.search());
    folder.save(trial, cut.candidate().model(), trained.candidate().model());
    candidates.put(trial.number(), trained.candidate());
    done.add(trial);
    return trial;
  }

  /** What would be lost with blocks of the original, for the record; as {@link #originalScores}. */
  Map<String, Double> originalBlocks() {
    return ready != null && readyFor == 0 ? ready.blocks() : Map.of();
  }

  /** Scores of the original's units, for the record; empty where the run was resumed past them. */
  Map<String, double[]> originalScores() {
    return ready != null && readyFor == 0 ? ready.scores() : Map.of();
  }
}
