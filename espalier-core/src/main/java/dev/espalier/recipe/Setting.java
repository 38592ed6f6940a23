package dev.espalier.recipe;

import static dev.espalier.recipe.Allowed.aboveTo;
import static dev.espalier.recipe.Allowed.anything;
import static dev.espalier.recipe.Allowed.autoOrWhole;
import static dev.espalier.recipe.Allowed.below;
import static dev.espalier.recipe.Allowed.between;
import static dev.espalier.recipe.Allowed.named;
import static dev.espalier.recipe.Allowed.oneOf;

import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * What a person should know about one key of a recipe; a test holds this list and the records
 * together.
 *
 * @param key with dots: {@code tune.epochs}
 * @param meaning in a few words
 * @param allowed which values it may have
 */
record Setting(String key, String meaning, Allowed allowed) {
  private static final String PATTERNS = "patterns with * and ?";

  /** Where more is surely a slip, and no machine could follow. */
  private static final int MANY = 1_000_000;

  private static final int MOST = 1_000_000_000;
  private static final int THREADS = 1024;

  /** Every key, in the order of the records. */
  static final List<Setting> ALL =
      List.of(
          of(
              "goal.target",
              "what is to shrink; with goal.also the leading one of several",
              oneOf(Target.values())),
          of(
              "goal.measure",
              "what is to shrink where no target is named",
              oneOf(Target.sizes().toArray(Target[]::new))),
          of("goal.ratio", "the size of what shrinks against the original's", aboveTo(0, 1)),
          of(
              "goal.also",
              "further targets that must hold (=), or are aimed at and give way first (~)",
              new Allowed.Aims()),
          of(
              "goal.maxDrop",
              "largest loss of the metric: 0.01 is one point (relative for errors); null for no gate",
              between(0, 1)),
          of("goal.loss", Words.told(AllowedLoss.values()), oneOf(AllowedLoss.values())),
          of(
              "goal.confidence",
              "level of the interval that must hold the drop; null lets the estimate decide",
              new Allowed.Range(0.5, 1, false, true)),
          of(
              "goal.metric",
              "what a drop is measured in; auto takes the data's",
              new Allowed.Metric()),
          of(
              "goal.front",
              "models from gentle to the chosen one that are written besides, each tuned at length; 0 for none",
              between(0, 20)),
          of(
              "goal.minutes",
              "about how long a search without a target may take: study lays out tuning by it where a pass takes long",
              between(1, MANY)),
          of(
              "study",
              "auto: with data, task, data and model are studied first and plan what is left open here; none keeps the defaults",
              oneOf(StudyMode.values())),
          of(
              "cut.criterion",
              "how units are scored; auto is fluctuation with data, l2 without (l1 for single weights)",
              named("auto")),
          of(
              "cut.granularity",
              "what is cut: coupled units, single weights (zeros in the file), whole residual blocks, or units and blocks",
              oneOf(Granularity.values())),
          of(
              "cut.heads",
              "where Reshape factors an axis: whole heads, or the same position of each head",
              oneOf(Heads.values())),
          of(
              "cut.allocation",
              "how much goes where; auto is staircase for a latency target, global otherwise",
              named("auto", "global", "uniform", "staircase")),
          of(
              "cut.normalise",
              "how scores of different groups are made comparable",
              oneOf(Normalise.values())),
          of("cut.maxCut", "largest share of one group's units that may go", between(0, 1)),
          of(
              "cut.floor",
              "share of one group's units that stays, unless the others count next to nothing or a size cannot be met otherwise",
              between(0, 1)),
          of(
              "cut.round",
              "kept widths are multiples of this many channels (narrow groups, and widths below it: of its halves); auto"
                  + " measures in which blocks this machine computes",
              autoOrWhole()),
          of(
              "cut.fold",
              "the constant that a cut unit leaves with its consumers; auto is mean with data, bias without",
              oneOf(FoldMode.values())),
          of("cut.samples", "examples that evidence is gathered on", between(1, MOST)),
          of(
              "cut.include",
              "group or node names that may be cut; empty for all",
              anything(PATTERNS)),
          of("cut.exclude", "group or node names that stay whole", anything(PATTERNS)),
          of(
              "search.policy",
              "finds the widths of each cut by trials, instead of cut.allocation; none switches it off; ddpg did not beat random search here (docs/benchmarks/17)",
              named("none")),
          of("search.trials", "most trials for one cut", between(2, 100000)),
          of("search.examples", "examples that each trial is scored on", between(1, MOST)),
          of(
              "search.screen",
              "updates of tuning after which ways to meet a latency (units, blocks, both) are compared; 0 takes cut's",
              between(0, MOST)),
          of(
              "search.parallel",
              "trials made at a time, each with memory of its own; 1 where a latency is aimed at, since trials would disturb each other's clocks",
              between(1, 64)),
          of(
              "schedule.kind",
              "how the cut grows from step to step",
              named("one-shot", "linear", "cubic", "geometric")),
          of("schedule.steps", "how many cuts; 1 for one-shot", between(1, 1000)),
          of(
              "schedule.trials",
              "most trials of the search for the smallest model within a drop",
              between(1, 1000)),
          of("schedule.feedback", Words.told(FeedbackMode.values()), oneOf(FeedbackMode.values())),
          of(
              "schedule.stages",
              "what a trial consists of, in order: cut, tune, and stages that other jars bring",
              anything("names of stages")),
          of(
              "tune.epochs",
              "passes over the training examples after the last cut, which may be a fraction; 0 switches tuning off",
              between(0, MANY)),
          of(
              "tune.stepEpochs",
              "passes between steps and for each trial of a search; may be a fraction",
              between(0, MANY)),
          of(
              "tune.minUpdates",
              "the same tuning makes at least this many updates, however few the examples",
              between(0, MOST)),
          of("tune.batch", "records a step", between(1, MANY)),
          of(
              "tune.views",
              "augmented variants of each example, taken in turns, so that the original is asked of each only once; 0 draws new ones in each epoch",
              between(0, 1000)),
          of(
              "tune.start",
              "what tuning begins with: the weights that a cut kept, or (scratch) weights drawn anew for what it left",
              oneOf(TuneStart.values())),
          of(
              "tune.optimizer",
              "how weights move; auto takes what a short test of the network favours",
              oneOf(OptimizerKind.values())),
          of(
              "tune.learningRate",
              "highest learning rate; 0 takes what a short test of the network finds",
              between(0, 1000)),
          of(
              "tune.normalise",
              "whether layers without a BatchNormalization have one while they are trained; auto where a short test favours it",
              oneOf(NormaliseLayers.values())),
          of("tune.momentum", "of sgd", below(0, 1)),
          of("tune.weightDecay", "not applied to norms and biases", between(0, 1000)),
          of("tune.schedule", "how the learning rate falls", oneOf(RateCurve.values())),
          of(
              "tune.stepEvery",
              "for step: fraction of the training after which the rate falls, again and again",
              aboveTo(0, 1)),
          of("tune.stepFactor", "for step: what the rate is multiplied with", aboveTo(0, 1)),
          of("tune.warmup", "fraction of the training in which the rate rises", below(0, 1)),
          of(
              "tune.distill",
              "weight of imitating the original; the label loss has the rest; null is a half",
              between(0, 1)),
          of("tune.temperature", "of distillation", aboveTo(0, 1000)),
          of("tune.loss", "what the labels are compared by", oneOf(LossKind.values())),
          of(
              "tune.patience",
              "epochs without a better validation metric before training stops; 0 never stops early",
              between(0, MANY)),
          of(
              "tune.clip",
              "largest norm of the gradient; 0 for none; null takes a multiple of what a short test saw",
              between(0, MOST)),
          of(
              "tune.threads",
              "of the native library; 0 for as many as a short measurement finds fastest",
              between(0, THREADS)),
          of(
              "tune.penalty.kind",
              "pressure on the weights beside weight decay; group-lasso takes each weight by rows of axis 0",
              oneOf(PenaltyKind.values())),
          of("tune.penalty.lambda", "weight of the penalty in the loss", between(0, 1000)),
          of("latency.batch", "records a call, for a latency target", between(1, MANY)),
          of("latency.threads", "of the runtime, for a latency target", between(1, THREADS)),
          of(
              "latency.runs",
              "timed calls of each model; a quick one is called more often, for 15 ms times this number, two seconds at most",
              between(1, MANY)),
          of("latency.largeBatch", "the second batch size that is reported", between(1, MANY)),
          of(
              "dynamic.members",
              "nested variants to make, by their share of the original's cost (goal.target's, or goal.measure's); auto takes the smallest static model within the allowed loss, and one cut from it",
              anything("numbers above 0 and below 1, auto or none")),
          of(
              "dynamic.exits",
              "places at which the original may answer early, at most; 0 for none",
              between(0, 16)),
          of(
              "dynamic.gates",
              "models to make in which inputs skip residual blocks, by their mean share of the original's MACs",
              anything("numbers above 0 and below 1, or none")),
          of(
              "dynamic.tokens",
              "transformers to make that go on with this share of the tokens behind their first attention",
              anything("numbers above 0 and below 1, or none")),
          of(
              "dynamic.head",
              "largest share of the original's MACs in one exit's own layers",
              aboveTo(0, 1)),
          of(
              "dynamic.signal",
              "by which a stage is judged sure; auto takes the one that saves most",
              named("auto")),
          of(
              "dynamic.mix",
              "whether answers may take in those of the stages before; auto does where that saves",
              oneOf(MixMode.values())),
          of(
              "dynamic.delta",
              "probability with which a guaranteed loss may be exceeded",
              new Allowed.Range(0, 1, true, true)),
          of(
              "dynamic.guarantee",
              "what the calibrated point rests on: proof never stops early where nothing can be proven, estimate takes the mean on the calibration examples, auto proves where that costs no time against the best static model",
              oneOf(GuaranteeMode.values())),
          of(
              "dynamic.margin",
              "added to estimated losses, in paired standard errors",
              between(0, 1000)),
          of(
              "dynamic.alone",
              "whether one member that answers all alone is written where that is as fast; none always joins a chain",
              oneOf(AloneMode.values())),
          of("quant.kind", Words.told(QuantKind.values()), oneOf(QuantKind.values())),
          of(
              "quant.calibration",
              "how ranges of values are found; auto takes the one that loses least",
              named("auto")),
          of("quant.samples", "examples that ranges are found on", between(1, MOST)),
          of(
              "control",
              "from-scratch also trains the cut architecture from random weights",
              oneOf(Control.values())),
          of("seed", "of everything random", anything("any")),
          of(
              "shapes",
              "of inputs that the file leaves open, sizes with blanks between: x=N 3 224 224",
              anything("NAME=SIZES")));

  static final Map<String, Setting> BY_KEY =
      ALL.stream().collect(Collectors.toUnmodifiableMap(Setting::key, Function.identity()));

  private static Setting of(String key, String meaning, Allowed allowed) {
    return new Setting(key, meaning, allowed);
  }
}
