package dev.espalier.trial;

import dev.espalier.cut.Aiming;
import dev.espalier.cut.CutResult;
import dev.espalier.cut.Cutter;
import dev.espalier.cut.MeasuredLatency;
import dev.espalier.cut.Targeting;
import dev.espalier.cut.WidthSearch;
import dev.espalier.job.RunFolder;
import dev.espalier.judge.Gate;
import dev.espalier.model.Model;
import dev.espalier.op.OpRules;
import dev.espalier.plan.Cost;
import dev.espalier.plan.PrunePlan;
import dev.espalier.prepare.Candidate;
import dev.espalier.prepare.Certificate;
import dev.espalier.prepare.Prepared;
import dev.espalier.recipe.Aim;
import dev.espalier.recipe.Recipe;
import dev.espalier.record.CertificateRecord;
import dev.espalier.record.ModelProfile.WidthCost;
import dev.espalier.record.StepRecord;
import dev.espalier.training.Training;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/**
 * Cuts, tunes and judges, one trial after the other. Each trial that ended is on disk; a resumed
 * run finds it there and comes to the same plans, since everything else is seeded.
 */
public final class Trials {
  private final Recipe recipe;
  private final TrialFiles files;
  private final Workshop workshop;
  private final List<Trial> done = new ArrayList<>();
  private final Map<Integer, Candidate> candidates = new LinkedHashMap<>();
  private Cutter.@Nullable Ready ready;
  private Means readyBy;
  private int readyFor = -1;
  private double secondsBefore;

  Trials(Recipe recipe, RunFolder folder, Workshop workshop, Model original) {
    this.recipe = recipe;
    this.files = new TrialFiles(folder);
    this.workshop = workshop;
    this.readyBy = workshop.means();
    candidates.put(0, new Candidate(original, PrunePlan.whole(recipe.cut().heads())));
  }

  /**
   * The parts that trials are made with.
   *
   * @param aiming cuts by the recipe's own means
   * @param means those
   * @param training tunes
   * @param gate judges; null without one
   * @param latency what was timed
   * @param bulletin is told of each trial
   */
  record Workshop(
      Aiming aiming,
      Means means,
      Training training,
      @Nullable Gate gate,
      MeasuredLatency latency,
      Bulletin bulletin) {}

  /** Makes one trial, or finds it where an interrupted run left it. */
  public Trial make(Ask ask) {
    int number = done.size() + 1;
    Trial known = files.trial(number);
    if (known != null) {
      secondsBefore += known.step().seconds();
      done.add(known);
      return known;
    }
    Start start = new Start(number, ask, System.nanoTime());
    workshop.bulletin().begun(ask, done);
    CutResult cut = ask.cuts() ? cut(start) : same(done.get(ask.from() - 1));
    Trial same = ask.cuts() && ask.searched() ? same(ask.from(), cut) : null;
    Trial trial = same == null ? finish(start, cut) : again(same, start, cut);
    workshop.bulletin().ended(done);
    return trial;
  }

  /** What the trials took that an interrupted run had made. */
  double secondsBefore() {
    return secondsBefore;
  }

  /** The original, as a trial that nothing was done to. */
  Trial original() {
    Prepared prepared = Prepared.of(candidate(0).model(), recipe.cut().heads());
    Cost cost = new Cost(prepared.coupling(), OpRules.standard());
    Map<String, Double> whole = new LinkedHashMap<>();
    recipe.goal().aims().forEach(a -> whole.put(a.what(), 1.0));
    CertificateRecord proof =
        new CertificateRecord(
            true,
            0,
            0,
            Certificate.RTOL,
            Certificate.ATOL,
            "nothing was cut: this is the original");
    StepRecord step =
        new StepRecord(
            0,
            1,
            "accept",
            List.of("the original"),
            cost.macs(),
            cost.parameters(Map.of()),
            Double.NaN,
            Double.NaN,
            List.of(),
            0);
    return new Trial(
        0, 0, 1, 1, whole, candidate(0).plan(), proof, null, Double.NaN, true, step, null, 0);
  }

  /** Length of the tuning between cuts, in epochs. */
  public double shortEpochs() {
    return workshop.training().shortEpochs();
  }

  /** Whether anything is tuned. */
  boolean tunes() {
    return workshop.training().possible();
  }

  /** How the recipe cuts. */
  Means means() {
    return workshop.means();
  }

  public Candidate candidate(int number) {
    return candidates.computeIfAbsent(
        number, n -> new Candidate(files.model(n), done.get(n - 1).plan()));
  }

  public List<Trial> done() {
    return done;
  }

  /** Time over width, where a latency target had it measured. */
  public List<WidthCost> widthCosts() {
    return workshop.latency().widthCosts();
  }

  /** The drop to expect of the result on new examples; empty without a gate. */
  public Optional<Gate.Expected> expected(Model result, int records) {
    Gate judge = workshop.gate();
    return judge == null
        ? Optional.empty()
        : Optional.of(judge.expected(result, Math.max(1, done.size()), records));
  }

  /** The original's metric on the gate's examples; empty without a gate. */
  public OptionalDouble originalMetric() {
    Gate judge = workshop.gate();
    return judge == null ? OptionalDouble.empty() : OptionalDouble.of(judge.originalMetric());
  }

  /** The model of a trial before it was tuned. */
  public Model untuned(int number) {
    return files.untuned(number);
  }

  private record Start(int number, Ask ask, long nanos) {}

  /** The result of a trial without another cut. */
  private CutResult same(Trial trial) {
    return new CutResult(
        candidate(trial.number()), trial.achieved(), trial.certificate(), Map.of(), "", null);
  }

  private CutResult cut(Start start) {
    Ask ask = start.ask();
    Aiming aiming =
        ask.means().equals(workshop.means())
            ? workshop.aiming()
            : workshop.aiming().with(ask.means().in(recipe));
    Cutter.Ready readied = ready;
    if (readied == null || readyFor != ask.from() || !readyBy.scoresAs(ask.means())) {
      readied = aiming.cutter().ready(candidate(ask.from()));
      ready = readied;
      readyFor = ask.from();
      readyBy = ask.means();
    }
    Targeting targets = Targeting.at(recipe.goal(), ask.ratio());
    return aiming.cut(
        readied,
        ask.means().soft() ? targets : targets.hardOnes(),
        new WidthSearch.Request(ask.from(), start.number()));
  }

  /**
   * A trial with the same plan that need not be made again: one that was rejected, or the one that
   * was to be cut further; null for none.
   */
  private @Nullable Trial same(int from, CutResult cut) {
    return done.stream()
        .filter(t -> !t.accepted() && t.repeats() == 0 && t.from() == from || t.number() == from)
        .filter(t -> t.plan().keepsAs(cut.candidate().plan()))
        .findFirst()
        .orElse(null);
  }

  private Trial again(Trial same, Start start, CutResult cut) {
    Trial trial = same.again(start.number(), start.ask());
    Candidate tuned = candidate(same.number());
    files.save(trial, cut.candidate().model(), tuned.model());
    candidates.put(trial.number(), tuned);
    done.add(trial);
    return trial;
  }

  private Trial finish(Start start, CutResult cut) {
    Ask ask = start.ask();
    Gate gate = workshop.gate();
    double before =
        gate == null || ask.epochs() <= 0
            ? Double.NaN
            : gate.judge(cut.candidate().model(), 1).metric();
    workshop.bulletin().cut(ask, done, before);
    Training.Trained trained =
        workshop
            .training()
            .tune(cut.candidate(), ask.epochs(), ask.cuts() && recipe.tune().fromScratch());
    int among = ask.searched() ? start.number() : 1;
    Gate.@Nullable Judgement judged =
        gate == null ? null : gate.judge(trained.candidate().model(), trained.folds(), among);
    boolean accepted = cut.certificate().certified() && (judged == null || judged.accepted());
    Prepared prepared = Prepared.of(trained.candidate().model(), recipe.cut().heads());
    Map<String, Double> reached = reached(cut, prepared);
    Targeting targets = Targeting.at(recipe.goal(), ask.ratio());
    Cost cost = new Cost(prepared.coupling(), OpRules.standard());
    StepRecord step =
        new StepRecord(
            start.number(),
            ask.ratio(),
            accepted ? "accept" : "reject",
            reasons(start, cut, trained, judged),
            cost.macs(),
            cost.parameters(Map.of()),
            before,
            judged == null ? Double.NaN : judged.metric(),
            trained.epochs(),
            (System.nanoTime() - start.nanos()) / 1e9);
    Trial trial =
        new Trial(
            start.number(),
            ask.from(),
            ask.ratio(),
            targets.aims().size() == 1 ? cut.achieved() : targets.achieved(reached),
            reached,
            trained.candidate().plan(),
            cut.certificate(),
            judged == null ? null : judged.drop(),
            judged == null ? Double.NaN : judged.excess(),
            accepted,
            step,
            cut.search(),
            0);
    files.save(trial, cut.candidate().model(), trained.candidate().model());
    candidates.put(trial.number(), trained.candidate());
    done.add(trial);
    return trial;
  }

  private List<String> reasons(
      Start start, CutResult cut, Training.Trained trained, Gate.@Nullable Judgement judged) {
    List<String> reasons = new ArrayList<>(start.ask().why());
    if (start.ask().cuts()) {
      reasons.addAll(workshop.aiming().reasons());
    }
    if (!cut.certificate().certified()) {
      reasons.add(cut.certificate().message());
    }
    reasons.addAll(trained.notes());
    if (judged != null) {
      reasons.add(judged.reason());
    }
    if (!cut.shortfall().isEmpty()) {
      reasons.add(cut.shortfall());
    }
    return reasons;
  }

  /** The share of the original's for each target; a latency as it was timed. */
  private Map<String, Double> reached(CutResult cut, Prepared prepared) {
    List<Aim> aims = recipe.goal().aims();
    Map<String, Double> reached = new LinkedHashMap<>();
    for (Aim aim : aims) {
      reached.put(
          aim.what(),
          aims.size() == 1
              ? cut.achieved()
              : aim.what().equals(Targeting.LATENCY)
                  ? workshop.latency().ratio(cut.candidate())
                  : workshop.aiming().cutter().share(prepared, aim.what()));
    }
    return reached;
  }

  /** What would be lost with blocks of the original, for the record; as {@link #originalScores}. */
  public Map<String, Double> originalBlocks() {
    return ready != null && readyFor == 0 ? ready.blocks() : Map.of();
  }

  /** Scores of the original's units, for the record; empty where the run was resumed past them. */
  public Map<String, double[]> originalScores() {
    return ready != null && readyFor == 0 ? ready.scores() : Map.of();
  }
}
