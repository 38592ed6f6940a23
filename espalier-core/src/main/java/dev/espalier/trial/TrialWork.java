package dev.espalier.trial;

import dev.espalier.cut.Aiming;
import dev.espalier.cut.MeasuredLatency;
import dev.espalier.cut.Targeting;
import dev.espalier.judge.Gate;
import dev.espalier.op.OpRules;
import dev.espalier.plan.Cost;
import dev.espalier.prepare.Prepared;
import dev.espalier.prepare.Written;
import dev.espalier.progress.Progress;
import dev.espalier.recipe.Aim;
import dev.espalier.recipe.Recipe;
import dev.espalier.recipe.Target;
import dev.espalier.record.CertificateRecord;
import dev.espalier.record.StepRecord;
import dev.espalier.stage.Candidate;
import dev.espalier.stage.Stage;
import dev.espalier.stage.StageContext;
import dev.espalier.stage.StageNotes;
import dev.espalier.stage.StageRequest;
import dev.espalier.stage.Stages;
import dev.espalier.stage.TuneReplay;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Makes a trial from its specification: goes through its stages, judges what came of them, and
 * leaves all of it in the run's folder. For one thread; other threads and processes have their own.
 */
public final class TrialWork {
  private final Recipe recipe;
  private final TrialFiles files;
  private final Workshop workshop;
  private final Trial original;
  private final Map<String, Candidate> candidates = new LinkedHashMap<>();

  /**
   * @param original as a trial that nothing was done to
   * @param whole the original, ready to be cut
   */
  TrialWork(Recipe recipe, TrialFiles files, Workshop workshop, Trial original, Candidate whole) {
    this.recipe = recipe;
    this.files = files;
    this.workshop = workshop;
    this.original = original;
    candidates.put(StageContext.ORIGINAL, whole);
  }

  /**
   * The parts that trials are made with.
   *
   * @param stages at hand
   * @param aiming counts sizes
   * @param gate judges; null without one
   * @param latency what was timed
   * @param bulletin is told of each trial
   * @param progress of the stages
   */
  record Workshop(
      Stages stages,
      Aiming aiming,
      @Nullable Gate gate,
      MeasuredLatency latency,
      Bulletin bulletin,
      Progress progress) {}

  /**
   * One trial; it is on disk when this returns.
   *
   * @param spec what determines the trial
   * @return what the trial came to
   */
  public Trial of(TrialSpec spec) {
    Making making = new Making(spec, parent(spec), System.nanoTime());
    workshop.bulletin().begun(spec);
    List<StageRequest> stages = spec.stages();
    int tuning = stages.stream().map(StageRequest::stage).toList().indexOf(TuneReplay.NAME);
    int first = tuning < 0 ? stages.size() : tuning;
    Stage.Result cut = through(making, whole(spec.parent()), stages.subList(0, first));
    Trial same = repeated(spec, cut.candidate());
    return same == null
        ? finished(making, cut, stages.subList(first, stages.size()))
        : again(same, spec, cut);
  }

  /** What a trial came to, or the original. */
  Candidate candidate(Trial trial) {
    return trial.number() == 0
        ? Objects.requireNonNull(candidates.get(StageContext.ORIGINAL))
        : candidates.computeIfAbsent(
            trial.id(),
            id -> new Candidate(files.model(id), trial.cut().plan(), trial.cut().done()));
  }

  private record Making(TrialSpec spec, Trial parent, long nanos) {}

  private Trial parent(TrialSpec spec) {
    return spec.parent().equals(StageContext.ORIGINAL) ? original : files.require(spec.parent());
  }

  private Stage.Result whole(String parent) {
    Candidate start =
        parent.equals(StageContext.ORIGINAL)
            ? Objects.requireNonNull(candidates.get(parent))
            : candidate(files.require(parent));
    return new Stage.Result(start, null, StageNotes.NONE);
  }

  private Stage.Result through(Making making, Stage.Result from, List<StageRequest> stages) {
    TrialSpec spec = making.spec();
    StageContext context =
        new StageContext(
            spec.id(), spec.parent(), spec.number(), recipe.seed(), workshop.progress());
    Stage.Result all = from;
    for (StageRequest request : stages) {
      all = workshop.stages().after(all, request, context);
    }
    return all;
  }

  /** The rival that kept the same of the original, so that this one need not be tuned. */
  private @Nullable Trial repeated(TrialSpec spec, Candidate cut) {
    return spec.rivals().stream()
        .map(files::require)
        .filter(t -> t.cut().plan().keepsAs(cut.plan()))
        .findFirst()
        .orElse(null);
  }

  private Trial again(Trial same, TrialSpec spec, Stage.Result cut) {
    Trial trial = same.again(spec);
    Candidate tuned = candidate(same);
    files.save(trial, cut.candidate().model(), tuned.model());
    candidates.put(trial.id(), tuned);
    return trial;
  }

  private Trial finished(Making making, Stage.Result cut, List<StageRequest> rest) {
    TrialSpec spec = making.spec();
    Gate gate = workshop.gate();
    double before =
        gate == null || rest.isEmpty()
            ? Double.NaN
            : gate.judge(cut.candidate().model(), 1).metric();
    workshop.bulletin().cut(spec, before);
    Stage.Result all = through(making, cut, rest);
    Gate.@Nullable Judgement judged =
        gate == null
            ? null
            : gate.judge(all.candidate().model(), all.notes().folds(), spec.among());
    CertificateRecord proof =
        all.proof() == null ? making.parent().cut().certificate() : all.proof();
    Trial trial =
        told(
            making,
            cut.candidate(),
            new Stage.Result(all.candidate(), proof, all.notes()),
            judged,
            before);
    files.save(trial, cut.candidate().model(), all.candidate().model());
    candidates.put(trial.id(), all.candidate());
    return trial;
  }

  private Trial told(
      Making making,
      Candidate untuned,
      Stage.Result all,
      Gate.@Nullable Judgement judged,
      double before) {
    TrialSpec spec = making.spec();
    CertificateRecord proof = Objects.requireNonNull(all.proof());
    boolean accepted = proof.certified() && (judged == null || judged.accepted());
    Prepared prepared = workshop.aiming().cutter().prepared(all.candidate());
    double achieved =
        Double.isNaN(all.notes().achieved())
            ? making.parent().cut().achieved()
            : all.notes().achieved();
    Map<String, Double> reached = reached(achieved, untuned, prepared);
    Targeting targets = Targeting.at(recipe.goal(), spec.ratio());
    Cost cost = new Cost(prepared.coupling(), OpRules.standard());
    StepRecord step =
        new StepRecord(
            spec.number(),
            spec.ratio(),
            accepted ? "accept" : "reject",
            reasons(spec, all.notes(), proof, judged),
            cost.macs(),
            Written.parameters(all.candidate().model()),
            before,
            judged == null ? Double.NaN : judged.metric(),
            all.notes().epochs(),
            (System.nanoTime() - making.nanos()) / 1e9,
            0);
    return new Trial(
        spec.id(),
        spec.number(),
        spec.from(),
        spec.ratio(),
        new Trial.Cut(
            targets.aims().size() == 1 ? achieved : targets.achieved(reached),
            reached,
            all.candidate().plan(),
            all.candidate().done(),
            proof,
            all.notes().search()),
        judged == null ? null : judged.drop(),
        judged == null ? Double.NaN : judged.excess(),
        accepted,
        step,
        0);
  }

  private static List<String> reasons(
      TrialSpec spec, StageNotes notes, CertificateRecord proof, Gate.@Nullable Judgement judged) {
    List<String> reasons = new ArrayList<>(spec.why());
    reasons.addAll(notes.reasons());
    if (!proof.certified()) {
      reasons.add(proof.message());
    }
    if (judged != null) {
      reasons.add(judged.reason());
    }
    if (!notes.shortfall().isEmpty()) {
      reasons.add(notes.shortfall());
    }
    return reasons;
  }

  /** The share of the original's for each target; a latency as it was timed. */
  private Map<String, Double> reached(double achieved, Candidate untuned, Prepared prepared) {
    List<Aim> aims = recipe.goal().aims();
    Map<String, Double> reached = new LinkedHashMap<>();
    for (Aim aim : aims) {
      reached.put(
          aim.what().word(),
          aims.size() == 1
              ? achieved
              : aim.what() == Target.LATENCY
                  ? workshop.latency().ratio(untuned)
                  : workshop.aiming().cutter().share(prepared, aim.what()));
    }
    return reached;
  }
}
