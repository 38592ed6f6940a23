package dev.espalier.run;

import dev.espalier.coupling.Coupling;
import dev.espalier.coupling.Group;
import dev.espalier.cut.Readied;
import dev.espalier.cut.Targeting;
import dev.espalier.job.Examples;
import dev.espalier.judge.Behaviour;
import dev.espalier.judge.Gate;
import dev.espalier.judge.JudgedParts;
import dev.espalier.judge.Measurement;
import dev.espalier.judge.Robustness;
import dev.espalier.measure.Latency;
import dev.espalier.measure.OperatorProfile;
import dev.espalier.model.Model;
import dev.espalier.op.OpRules;
import dev.espalier.plan.Cost;
import dev.espalier.plan.PrunePlan;
import dev.espalier.plan.Remains;
import dev.espalier.prepare.Listing;
import dev.espalier.prepare.Prepared;
import dev.espalier.recipe.Control;
import dev.espalier.recipe.Granularity;
import dev.espalier.recipe.Recipe;
import dev.espalier.recipe.Target;
import dev.espalier.record.BlockRecord;
import dev.espalier.record.Drop;
import dev.espalier.record.Figures;
import dev.espalier.record.Figures.LatencyFigure;
import dev.espalier.record.GroupRecord;
import dev.espalier.record.Micros;
import dev.espalier.record.OperatorShare;
import dev.espalier.record.RunRecord;
import dev.espalier.record.RunRecordBuilder;
import dev.espalier.record.RunStructure;
import dev.espalier.record.ScoreSummary;
import dev.espalier.record.StepRecord;
import dev.espalier.record.TargetRecord;
import dev.espalier.stage.Candidate;
import dev.espalier.task.Predictions;
import dev.espalier.task.Task;
import dev.espalier.training.Training;
import dev.espalier.trial.Strategy;
import dev.espalier.trial.Trial;
import dev.espalier.trial.Trials;
import dev.espalier.tune.Tools;
import dev.espalier.verdict.Verdicts;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The end of a run: the final figures, taken once on the test examples, and the record. */
final class Closing {
  private static final int PROFILE_RUNS = 30;

  private final Recipe recipe;
  private final Model original;
  private final Model result;
  private final @Nullable Examples examples;
  private final Tools tools;

  Closing(Recipe recipe, Model original, Model result, @Nullable Examples examples, Tools tools) {
    this.recipe = recipe;
    this.original = original;
    this.result = result;
    this.examples = examples;
    this.tools = tools;
  }

  RunRecord record(RunJournal journal, RunEnding ending, Trials trials, Training training) {
    Strategy.Choice choice = ending.choice();
    tools.progress().at("measuring", 0, 1);
    List<Latency> latencies = FinalTimes.of(recipe, original, result, examples);
    if (ending.changed()) {
      latencies.stream().filter(this::slower).forEach(l -> journal.warn(slow(l)));
    }
    journal.trained(training);
    RunRecordBuilder builder =
        journal.begin().status(choice.status(), choice.message()).certificate(ending.proof());
    Predictions before = null;
    Predictions after = null;
    if (examples != null) {
      before = predict(original, examples);
      after = predict(result, examples);
      Drop drop = Gate.drop(examples.task(), before, after, recipe.goal());
      builder.data(examples.roles()).drop(drop);
      Gate.Expected expected =
          trials.expected(result, ending.more().size(), (int) drop.records()).orElse(null);
      if (expected != null) {
        builder.expected(expected.drop());
      }
      builder.parts(
          new JudgedParts(examples.task(), examples.test(), recipe.goal())
              .of(before, after, expected == null ? List.of() : expected.each()));
    }
    long bytes = Measurement.fileBytes(journal.model(), original);
    Coupling whole = journal.prepared().coupling();
    Prepared left =
        Prepared.of(result, recipe.cut().heads().word()).asLongAs(whole, ending.candidate().plan());
    Figures originalFigures =
        figures(journal.prepared(), latencies, 0, before)
            .besides(nearness(before, before))
            .withBytes(bytes);
    Figures resultFigures = figures(left, latencies, 1, after).besides(nearness(before, after));
    builder
        .original(originalFigures)
        .result(resultFigures)
        .targets(targets(ending, originalFigures, resultFigures));
    if (examples != null && before != null && after != null) {
      double macs = (double) originalFigures.macs() + resultFigures.macs();
      builder.behaviour(
          Behaviour.of(
              examples,
              before,
              after,
              new Robustness(original, result, tools.progress())
                  .of(examples, macs, recipe.seed())));
    }
    trials.originalMetric().ifPresent(m -> builder.step(zeroth(originalFigures, m)));
    steps(trials, choice, after).forEach(builder::step);
    ending.more().forEach(builder::step);
    trials.done().stream()
        .map(t -> t.cut().search())
        .filter(Objects::nonNull)
        .forEach(builder::search);
    Candidate winner = trials.candidate(choice.trial().number());
    builder.structure(structure(whole, winner.plan(), left.coupling(), trials));
    if (recipe.control() == Control.FROM_SCRATCH && training.possible()) {
      Model control =
          training.tune(winner, recipe.tune().amount().epochs(), true).candidate().model();
      Predictions scratch = examples == null ? null : predict(control, examples);
      Prepared own = Prepared.of(control, recipe.cut().heads().word());
      builder.control(figures(own, List.of(), 0, scratch));
    }
    tools.progress().at("measuring", 1, 1);
    Task task = examples == null ? null : examples.task();
    return new Verdicts(recipe, AgainstChance.of(task, before, after)).judged(builder);
  }

  private Map<String, Double> nearness(@Nullable Predictions before, @Nullable Predictions other) {
    return examples == null || before == null || other == null
        ? Map.of()
        : examples.task().kind().nearness(before, other);
  }

  /** Elsewhere than at the batch that the verdict looks at. */
  private boolean slower(Latency latency) {
    List<LatencyFigure> rows = latency.figures();
    return rows.get(0).batch() != recipe.latency().batch()
        && rows.get(1).medianMicros() > rows.get(0).medianMicros();
  }

  private static String slow(Latency latency) {
    LatencyFigure original = latency.figures().get(0);
    LatencyFigure result = latency.figures().get(1);
    return String.format(
        Locale.ROOT,
        "at batch %d the result is not faster here than the original (%s against %s): time does not"
            + " follow MACs; --target latency=0.8 cuts where it saves time",
        original.batch(),
        Micros.text(result.medianMicros()),
        Micros.text(original.medianMicros()));
  }

  private static Predictions predict(Model model, Examples examples) {
    return Gate.predict(model, examples.task(), examples.test());
  }

  private List<TargetRecord> targets(RunEnding ending, Figures original, Figures result) {
    return recipe.goal().aims().stream()
        .map(
            a -> {
              double reached = reached(a.what(), ending, original, result);
              return new TargetRecord(
                  a.what().word(), a.ratio(), a.hard(), reached, Targeting.met(a, reached));
            })
        .toList();
  }

  /**
   * What a file takes and computes is told by the file, its time as the cut was timed; so are
   * parameters and MACs where single weights became zero, which the file still holds, and MACs in
   * fewer bits. These take another time than the cut did.
   */
  private double reached(Target what, RunEnding ending, Figures original, Figures result) {
    boolean counted = recipe.cut().granularity() == Granularity.WEIGHTS;
    if (what == Target.BYTES) {
      return (double) result.bytes() / original.bytes();
    }
    if (what == Target.LATENCY && ending.rounded()) {
      return FinalTimes.share(recipe, original, result);
    }
    if (what == Target.MACS && !counted && !ending.rounded() && original.macs() > 0) {
      return (double) result.macs() / original.macs();
    }
    return what == Target.PARAMS && !counted
        ? (double) result.parameters() / original.parameters()
        : ending.choice().trial().cut().reached().getOrDefault(what.word(), Double.NaN);
  }

  private Figures figures(
      Prepared model, List<Latency> latencies, int which, @Nullable Predictions predictions) {
    List<LatencyFigure> rows = latencies.stream().map(l -> l.figures().get(which)).toList();
    return Measurement.of(
        model,
        rows,
        examples == null ? null : examples.task(),
        predictions,
        examples == null ? List.of() : examples.roles().classNames());
  }

  /** The original on the gate's examples, against which alone the steps compare. */
  private static StepRecord zeroth(Figures original, double metric) {
    return new StepRecord(
        0,
        1,
        "original",
        List.of("on the examples that the steps are judged on"),
        original.macs(),
        original.parameters(),
        Double.NaN,
        metric,
        List.of(),
        0,
        0);
  }

  /**
   * Without a gate, the last step's metrics come from the final examples, now that nothing is left
   * to decide.
   */
  private List<StepRecord> steps(
      Trials trials, Strategy.Choice choice, @Nullable Predictions after) {
    List<StepRecord> steps = new ArrayList<>();
    for (Trial trial : trials.done()) {
      StepRecord s = trial.step();
      boolean last = trial.number() == choice.trial().number();
      if (last && Double.isNaN(s.metricAfterTuning()) && examples != null && after != null) {
        Predictions whole = predict(original, examples);
        Predictions cut = predict(trials.untuned(trial.number()), examples);
        double before = Gate.value(examples.task(), whole, cut);
        double tuned = Gate.value(examples.task(), whole, after);
        s = s.measured(before, tuned);
      }
      steps.add(s);
    }
    return steps;
  }

  private RunStructure structure(Coupling coupling, PrunePlan plan, Coupling left, Trials trials) {
    Readied.Scores scores = trials.originalScores();
    OperatorProfile spent = profile(original);
    OperatorProfile spends = profile(result);
    return new RunStructure(
        groups(coupling, plan, scores.units()),
        blocks(coupling, plan, scores.blocks()),
        Listing.barriers(coupling),
        TimedLayers.of(coupling, spent)
            .besides(TimedLayers.of(left, spends), Remains.of(coupling, plan.removed())),
        shares(spent, spends),
        trials.widthCosts());
  }

  private static List<GroupRecord> groups(
      Coupling coupling, PrunePlan plan, Map<String, double[]> scores) {
    List<GroupRecord> records = new ArrayList<>();
    Remains remains = Remains.of(coupling, plan.removed());
    for (Group group : coupling.groups()) {
      List<Integer> cut = remains.cut(group, plan);
      boolean[] gone = new boolean[group.units()];
      cut.forEach(u -> gone[u] = true);
      double[] own = scores.get(group.name());
      records.add(
          new GroupRecord(
              group.name(),
              group.units(),
              group.units() - cut.size(),
              cut,
              Listing.axes(group),
              group.prunable(),
              group.reason(),
              own == null ? null : ScoreSummary.of(own, gone)));
    }
    return records;
  }

  private static List<BlockRecord> blocks(
      Coupling coupling, PrunePlan plan, Map<String, Double> losses) {
    Map<String, Long> macs = new Cost(coupling, OpRules.standard()).macsByNode(Map.of());
    return coupling.blocks().stream()
        .map(b -> Listing.info(b, coupling, macs))
        .map(
            b ->
                new BlockRecord(
                    b.name(),
                    b.macs(),
                    b.parameters(),
                    b.removable(),
                    b.reason(),
                    plan.removed().contains(b.name()),
                    losses.getOrDefault(b.name(), Double.NaN)))
        .toList();
  }

  private OperatorProfile profile(Model model) {
    return OperatorProfile.of(
        model, recipe.latency().batch(), recipe.latency().threads(), PROFILE_RUNS);
  }

  private static List<OperatorShare> shares(OperatorProfile before, OperatorProfile after) {
    Map<String, Double> microsBefore = before.microsByType();
    Map<String, Double> microsAfter = after.microsByType();
    Set<String> operators = new LinkedHashSet<>(microsBefore.keySet());
    operators.addAll(microsAfter.keySet());
    return operators.stream()
        .map(
            o ->
                new OperatorShare(
                    o, microsBefore.getOrDefault(o, 0.0), microsAfter.getOrDefault(o, 0.0)))
        .toList();
  }
}
