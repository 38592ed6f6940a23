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
              "what to reduce; with goal.also, the first of several targets",
              oneOf(Target.values())),
          of(
              "goal.measure",
              "what to reduce if no target is given",
              oneOf(Target.sizes().toArray(Target[]::new))),
          of("goal.ratio", "the size of the result, relative to the original", aboveTo(0, 1)),
          of(
              "goal.also",
              "further targets: those with = must hold; those with ~ are aimed at, and give way first",
              new Allowed.Aims()),
          of(
              "goal.maxDrop",
              "largest loss of the metric: 0.01 is one point (relative for errors); null for no gate",
              between(0, 1)),
          of("goal.loss", EnumWords.told(AllowedLoss.values()), oneOf(AllowedLoss.values())),
          of(
              "goal.confidence",
              "confidence with which the drop must be within goal.maxDrop; with null the estimate decides",
              new Allowed.Range(0.5, 1, false, true)),
          of(
              "goal.metric",
              "the metric in which a drop is measured; auto takes that of the data",
              new Allowed.Metric()),
          of(
              "goal.front",
              "models between the original and the chosen one that are also written, each tuned at length; 0 for none",
              between(0, 20)),
          of(
              "goal.minutes",
              "about how long a search without a target may take; if a pass takes long, the study plans tuning by it",
              between(1, MANY)),
          of(
              "study",
              "auto: with data, the task, the data and the model are studied first, and the study sets what is left open here; none keeps the defaults",
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
              "if a Reshape splits an axis into heads: cut whole heads, or the same position of each head",
              oneOf(Heads.values())),
          of(
              "cut.allocation",
              "how much of each group is cut; auto is staircase for a latency target, global otherwise",
              named("auto", "global", "uniform", "staircase")),
          of(
              "cut.normalise",
              "how scores of different groups are made comparable",
              oneOf(Normalise.values())),
          of("cut.maxCut", "largest share of one group's units that may be removed", between(0, 1)),
          of(
              "cut.floor",
              "share of one group's units that stays, unless the others hardly matter or a size cannot be met otherwise",
              between(0, 1)),
          of(
              "cut.round",
              "kept widths are multiples of this number of channels (in narrow groups, and for widths below it, of a half of it, a quarter …); auto"
                  + " measures the blocks of channels that this machine computes at once",
              autoOrWhole()),
          of(
              "cut.fold",
              "the constant that a cut unit leaves with its consumers; auto is mean with data, bias without",
              oneOf(FoldMode.values())),
          of("cut.samples", "number of examples on which evidence is gathered", between(1, MOST)),
          of(
              "cut.include",
              "group or node names that may be cut; empty for all",
              anything(PATTERNS)),
          of("cut.exclude", "group or node names that stay whole", anything(PATTERNS)),
          of(
              "search.policy",
              "finds the widths of each cut by trials, instead of cut.allocation; none switches it off; ddpg did not beat random search here (docs/benchmarks/17)",
              named("none")),
          of("search.trials", "largest number of trials for one cut", between(2, 100000)),
          of(
              "search.examples",
              "number of examples on which each trial is scored",
              between(1, MOST)),
          of(
              "search.screen",
              "updates of tuning after which the ways to meet a latency (units, blocks, both) are compared; with 0 nothing is compared, and the settings under cut decide",
              between(0, MOST)),
          of(
              "search.parallel",
              "number of trials that run in parallel, each with its own memory; must be 1 for a latency target, since trials would disturb each other's timings",
              between(1, 64)),
          of(
              "schedule.kind",
              "how the cut grows from step to step",
              named("one-shot", "linear", "cubic", "geometric")),
          of("schedule.steps", "number of cuts; 1 for one-shot", between(1, 1000)),
          of(
              "schedule.trials",
              "largest number of trials in the search for the smallest model within a drop",
              between(1, 1000)),
          of(
              "schedule.feedback",
              EnumWords.told(FeedbackMode.values()),
              oneOf(FeedbackMode.values())),
          of(
              "schedule.stages",
              "the stages of a trial, in order: cut, tune, and stages from other jars",
              anything("names of stages")),
          of(
              "tune.epochs",
              "passes over the training examples after the last cut; may be a fraction; 0 switches tuning off",
              between(0, MANY)),
          of(
              "tune.stepEpochs",
              "passes between steps, and for each trial of a search; may be a fraction",
              between(0, MANY)),
          of(
              "tune.minUpdates",
              "least number of updates of a tuning between steps or of a trial, even with few examples",
              between(0, MOST)),
          of("tune.batch", "records per step", between(1, MANY)),
          of(
              "tune.views",
              "number of augmented variants of each example, used in turns, so that the original answers each only once; 0 draws new variants in each epoch",
              between(0, 1000)),
          of(
              "tune.start",
              "weights at the start of tuning: those that the cut kept, or (scratch) new random weights for the cut model",
              oneOf(TuneStart.values())),
          of(
              "tune.optimizer",
              "the optimizer; auto takes the one that does better in a short test of the network",
              oneOf(OptimizerKind.values())),
          of(
              "tune.learningRate",
              "highest learning rate; 0 takes the one that a short test of the network finds",
              between(0, 1000)),
          of(
              "tune.normalise",
              "whether layers without a BatchNormalization get one during training; auto: if a short test does better with it",
              oneOf(NormaliseLayers.values())),
          of("tune.momentum", "momentum of sgd", below(0, 1)),
          of(
              "tune.weightDecay",
              "weight decay; not applied to normalisations and biases",
              between(0, 1000)),
          of("tune.schedule", "how the learning rate falls", oneOf(RateCurve.values())),
          of(
              "tune.stepEvery",
              "for step: the rate falls each time that this fraction of the training is over",
              aboveTo(0, 1)),
          of(
              "tune.stepFactor",
              "for step: the factor by which the rate is multiplied",
              aboveTo(0, 1)),
          of("tune.warmup", "fraction of the training in which the rate rises", below(0, 1)),
          of(
              "tune.distill",
              "weight of imitating the original in the loss; the loss on the labels has the rest; null is one half",
              between(0, 1)),
          of("tune.temperature", "temperature of distillation", aboveTo(0, 1000)),
          of("tune.loss", "the loss between outputs and labels", oneOf(LossKind.values())),
          of(
              "tune.patience",
              "epochs without a better validation metric before training stops; 0 never stops early",
              between(0, MANY)),
          of(
              "tune.clip",
              "largest norm of the gradient; 0 for no limit; null takes a multiple of the norms in a short test",
              between(0, MOST)),
          of(
              "tune.threads",
              "threads of the native library; 0 takes the number that is fastest in a short measurement",
              between(0, THREADS)),
          of(
              "tune.penalty.kind",
              "penalty on the weights in addition to weight decay; group-lasso has a group for each row (axis 0) of a weight",
              oneOf(PenaltyKind.values())),
          of("tune.penalty.lambda", "weight of the penalty in the loss", between(0, 1000)),
          of("latency.batch", "records per call, for a latency target", between(1, MANY)),
          of(
              "latency.threads",
              "threads of the runtime, for a latency target",
              between(1, THREADS)),
          of(
              "latency.runs",
              "timed calls of each model; a fast one is called more often, for 15 ms times this number, two seconds at most",
              between(1, MANY)),
          of("latency.largeBatch", "the second batch size that is reported", between(1, MANY)),
          of(
              "dynamic.members",
              "members to make, by their share of the original's cost (the cost of goal.target, or of goal.measure); auto takes the smallest static model within the allowed loss, and one cut from it",
              anything("numbers above 0 and below 1, auto or none")),
          of(
              "dynamic.exits",
              "largest number of early exits of the original; 0 for none",
              between(0, 16)),
          of(
              "dynamic.gates",
              "models to make in which inputs skip residual blocks, by their mean share of the original's MACs",
              anything("numbers above 0 and below 1, or none")),
          of(
              "dynamic.tokens",
              "transformers to make that keep only this share of the tokens after their first attention",
              anything("numbers above 0 and below 1, or none")),
          of(
              "dynamic.head",
              "largest share of the original's MACs in the layers of one exit",
              aboveTo(0, 1)),
          of(
              "dynamic.signal",
              "how the confidence of a stage is computed; auto takes the signal that saves most",
              named("auto")),
          of(
              "dynamic.mix",
              "whether the answer of a stage is mixed with those of the stages before; auto: if that saves cost",
              oneOf(MixMode.values())),
          of(
              "dynamic.delta",
              "probability with which a guaranteed loss may be exceeded",
              new Allowed.Range(0, 1, true, true)),
          of(
              "dynamic.guarantee",
              "how the calibrated point is found: proof proves the loss (if that is impossible, the model never stops early), estimate takes the mean on the calibration examples, auto takes a proof if it costs no time against the best static model",
              oneOf(GuaranteeMode.values())),
          of(
              "dynamic.margin",
              "safety margin added to estimated losses, in paired standard errors",
              between(0, 1000)),
          of(
              "dynamic.alone",
              "whether a single member is written if it alone is as fast; none always joins a chain",
              oneOf(AloneMode.values())),
          of("quant.kind", EnumWords.told(QuantKind.values()), oneOf(QuantKind.values())),
          of(
              "quant.calibration",
              "how ranges of values are found; auto takes the one that loses least",
              named("auto")),
          of("quant.samples", "examples that ranges are found on", between(1, MOST)),
          of(
              "control",
              "from-scratch also trains the cut architecture from random weights",
              oneOf(Control.values())),
          of("seed", "seed of everything random", anything("any")),
          of(
              "shapes",
              "shapes of inputs that the file leaves open, with blanks between the sizes: x=N 3 224 224",
              anything("NAME=SIZES")),
          of(
              "fixed",
              "values of inputs that never change: sr=16000; an If that depends on them becomes its branch",
              anything("NAME=VALUE")));

  static final Map<String, Setting> BY_KEY =
      ALL.stream().collect(Collectors.toUnmodifiableMap(Setting::key, Function.identity()));

  private static Setting of(String key, String meaning, Allowed allowed) {
    return new Setting(key, meaning, allowed);
  }
}
