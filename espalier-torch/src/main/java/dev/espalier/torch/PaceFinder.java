package dev.espalier.torch;

import dev.espalier.data.Dataset;
import dev.espalier.model.FreeBatch;
import dev.espalier.model.Model;
import dev.espalier.model.Tensor;
import dev.espalier.recipe.NormaliseLayers;
import dev.espalier.recipe.OptimizerKind;
import dev.espalier.recipe.TuneSettings;
import dev.espalier.torch.Learner.Prepared;
import dev.espalier.tune.Pace;
import dev.espalier.tune.Tuner;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/**
 * Finds the pace of a training by short tests. For each way that is open (which optimizer, with
 * normalised layers or without) a {@link Sweep} finds the rate at which the loss begins to rise.
 * The ways that got furthest then make a short training each at a share of that rate; examples that
 * these do not learn from decide, and the length of the training: what lags in a short one may win
 * in a long one. By sgd a larger and a smaller rate are tried too; by adamw a training that is not
 * brief begins at one rate for all, bounded by the one at which the loss rose, and where that lies
 * far above the rate of the short training the first trial of a search settles between the two.
 *
 * <p>Cost: about a twentieth of the training where it makes 300 updates or more, see {@link
 * TestLength}; 260 steps at most, with batches of half the size.
 */
final class PaceFinder {
  private static final int HELD = 256;

  /** Ways whose sweep got as far as the best but for this factor are tried on. */
  private static final double NEAR = 1.15;

  private static final double TINY = 1e-9;
  private static final int TRIED = 2;
  private static final double STEP = 2.5;

  /**
   * What a short training cannot show, for each time that the whole one is twice as long: larger
   * rates and normalised convolutions lag at first and win in the end. As shares of the loss; found
   * with two networks at 350 to 1500 updates, see docs/benchmarks/19-strangers.md.
   */
  private static final double RATE_GAINS = 0.03;

  private static final double NORMS_GAIN = 0.08;

  /** Shares of the rate at which the loss rose: steps of sgd fall with the gradient. */
  private static final double SGD_SHARE = 0.25;

  private static final double ADAMW_SHARE = 0.08;

  /** Rates of sgd above this one were seen to spoil what was trained at length. */
  private static final double SGD_MOST = 0.3;

  /**
   * Where a training by adamw begins: rates that a short test finds are too small for a long
   * training, and one that goes wrong is taken back and repeated at a quarter. Found with nine
   * networks that are cut to half their MACs, see docs/benchmarks/19-strangers.md.
   */
  private static final double ADAMW_START = 0.02;

  /** But no further above the rate at which the loss rose: pre-trained networks need less. */
  private static final double ADAMW_MOST = 2;

  /** Rates that lie no further apart do about as well. */
  private static final double APART = 3;

  /** Norms above so many times what was seen in steps that went well are clipped. */
  private static final double CLIP = 3;

  private static final double WARMUP = 0.1;
  private static final int SMALLEST_BATCH = 16;

  private final Tuner.Request request;
  private final Model model;
  private final Tuner.Focus focus;
  private final Spreads spreads;
  private final List<Prepared> batches;
  private final List<Prepared> held;
  private final boolean convolutions;
  private final TestLength length;
  private final List<String> why = new ArrayList<>();

  /** The model with layers that are to be normalised, and without. */
  private final Map<Boolean, TemporaryNorms> forms = new HashMap<>();

  /**
   * @param request what is to be trained
   * @param model its model as it is trained
   * @param focus its focus for that model
   */
  PaceFinder(Tuner.Request request, Model model, Tuner.Focus focus) {
    this.request = halved(request);
    this.model = model;
    this.focus = focus;
    this.spreads = Spreads.of(request.task(), request.material().train());
    this.convolutions =
        NormSites.between(model, focus.frozen()).stream().anyMatch(site -> !site.dense());
    this.length = TestLength.of(steps());
    this.batches = Tryout.batches(this.request, length.batches());
    Tuner.Material material = request.material();
    Dataset unseen = material.unseen();
    Dataset sample =
        (unseen == null ? material.train() : unseen).sample(HELD, ~request.regime().seed());
    this.held = Tryout.batches(this.request.withTrain(sample), HELD);
  }

  private static Tuner.Request halved(Tuner.Request request) {
    int batch = request.regime().settings().amount().batch();
    int half = Math.max(Math.min(batch, SMALLEST_BATCH), batch / 2);
    return request.withSettings(request.regime().settings().withBatch(half));
  }

  /** One way to train, where its loss rises, and what a short training came to. */
  private record Arm(TuneSettings.Steps steps, Sweep sweep, double loss) {
    String words() {
      return steps.optimizer().word() + (steps.normalise() ? " with normalised layers" : "");
    }
  }

  Pace find() {
    long began = System.nanoTime();
    List<Arm> swept = ways().stream().map(this::swept).toList();
    Arm best = length.race() == 0 ? furthest(swept) : raced(swept);
    double brief = best.steps().learningRate();
    if (rateOpen() && adamw(best.steps())) {
      double start = Math.min(ADAMW_START, ADAMW_MOST * best.sweep().top());
      best = new Arm(best.steps().at(start), best.sweep(), best.loss());
    }
    why.add(0, sentence(best, swept));
    double rate = best.steps().learningRate();
    boolean settled = rate <= APART * brief;
    double seconds = (System.nanoTime() - began) / 1e9;
    return new Pace(best.steps(), Math.min(brief, rate), settled, why, seconds);
  }

  private boolean rateOpen() {
    return request.regime().settings().movement().learningRate() == 0;
  }

  private static boolean adamw(TuneSettings.Steps steps) {
    return steps.optimizer() == OptimizerKind.ADAMW;
  }

  private static Arm furthest(List<Arm> swept) {
    return swept.stream().min(Comparator.comparingDouble(a -> a.sweep().least())).orElseThrow();
  }

  /** The way that a short training makes the most of, at the best of its rates. */
  private Arm raced(List<Arm> swept) {
    double furthest = furthest(swept).sweep().least();
    double near = furthest + (NEAR - 1) * Math.abs(furthest) + TINY;
    List<Arm> raced =
        swept.stream()
            .sorted(Comparator.comparingDouble(a -> a.sweep().least()))
            .filter(a -> a.sweep().least() <= near || swept.size() <= 2)
            .limit(TRIED)
            .map(a -> raced(a, a.steps().learningRate()))
            .toList();
    Arm best = raced.stream().min(Comparator.comparingDouble(this::expected)).orElseThrow();
    return rateOpen() && !adamw(best.steps()) ? paced(best) : best;
  }

  /** A larger rate than a way's own where that is about as good, else its own or a smaller one. */
  private Arm paced(Arm arm) {
    double rate = arm.steps().learningRate();
    Arm larger = raced(arm, Math.min(Math.min(SGD_MOST, arm.sweep().top()), rate * STEP));
    if (larger.loss() <= limit(Math.min(arm.loss(), larger.loss()))) {
      return larger;
    }
    Arm smaller = raced(arm, rate / STEP);
    return arm.loss() <= limit(Math.min(arm.loss(), smaller.loss())) ? arm : smaller;
  }

  /** The loss of a short training that a larger rate makes up for in a long one. */
  private double limit(double least) {
    return least + RATE_GAINS * doublings() * Math.abs(least);
  }

  /** How often the test has to be doubled to be as long as the training. */
  private double doublings() {
    return Math.max(0, Math.log(updates() / length.race()) / Math.log(2));
  }

  /** Updates of the run's longest training. */
  private double updates() {
    return steps() / 2;
  }

  /** The same with batches as small as the test's. */
  private double steps() {
    Tuner.Regime regime = request.regime();
    TuneSettings.Amount amount = regime.settings().amount();
    double epochs = Math.max(regime.epochs(), amount.epochs());
    return epochs * request.material().train().size() / amount.batch();
  }

  private double expected(Arm arm) {
    boolean gains = arm.steps().normalise() && convolutions;
    return gains ? arm.loss() * Math.max(0.5, 1 - NORMS_GAIN * doublings()) : arm.loss();
  }

  private List<TuneSettings.Steps> ways() {
    TuneSettings settings = request.regime().settings();
    List<OptimizerKind> optimizers =
        settings.movement().optimizer() == OptimizerKind.AUTO
            ? open()
            : List.of(settings.movement().optimizer());
    boolean possible = TemporaryNorms.possible(model, focus);
    List<Boolean> normalise =
        settings.movement().normalise() == NormaliseLayers.AUTO
            ? likely(possible)
            : List.of(settings.movement().normalises());
    List<TuneSettings.Steps> ways = new ArrayList<>();
    for (boolean norm : normalise) {
      for (OptimizerKind optimizer : optimizers) {
        ways.add(
            new TuneSettings.Steps(
                optimizer,
                settings.movement().learningRate(),
                norm,
                settings.rates().warmup(),
                settings.lesson().imitation(),
                Objects.requireNonNullElse(settings.guards().clip(), Double.NaN)));
      }
    }
    return ways;
  }

  /** Sgd is tried where a short training can show that it helps: its rates are a matter of luck. */
  private List<OptimizerKind> open() {
    return length.race() == 0
        ? List.of(OptimizerKind.ADAMW)
        : List.of(OptimizerKind.SGD, OptimizerKind.ADAMW);
  }

  /** Whether to normalise, the likelier first. */
  private List<Boolean> likely(boolean possible) {
    if (!length.every()) {
      return List.of(possible && convolutions);
    }
    return possible ? List.of(true, false) : List.of(false);
  }

  /** What a test does with a learner in the form that a way trains, its weights at the start. */
  private interface Test {
    Arm of(Learner learner, Tryout tryout);
  }

  private Arm with(TuneSettings.Steps steps, Test test) {
    TemporaryNorms norms =
        forms.computeIfAbsent(steps.normalise(), n -> TemporaryNorms.of(request, model, focus, n));
    Model form = norms.model();
    Model free = request.regime().settings().amount().batch() == 1 ? form : FreeBatch.of(form);
    try (Learner learner = new Learner(free, request.task(), norms.focus(focus))) {
      return test.of(learner, new Tryout(request.regime().settings(), steps, batches, spreads));
    }
  }

  private Arm swept(TuneSettings.Steps steps) {
    return with(
        steps,
        (learner, tryout) -> {
          Sweep sweep;
          try (Descent descent = new Descent(learner, steps, request)) {
            sweep = Sweep.of(learner, descent, tryout, length.sweep());
          }
          double found =
              adamw(steps)
                  ? ADAMW_SHARE * sweep.top()
                  : Math.min(SGD_MOST, SGD_SHARE * sweep.top());
          double rate = steps.learningRate() > 0 ? steps.learningRate() : found;
          double clip = Double.isNaN(steps.clip()) ? CLIP * sweep.norm() : steps.clip();
          return new Arm(at(steps, rate, clip), sweep, Double.NaN);
        });
  }

  private static TuneSettings.Steps at(TuneSettings.Steps steps, double rate, double clip) {
    return new TuneSettings.Steps(
        steps.optimizer(), rate, steps.normalise(), steps.warmup(), steps.distill(), clip);
  }

  private Arm raced(Arm arm, double rate) {
    TuneSettings.Steps steps = arm.steps().at(rate);
    Arm raced =
        with(
            steps,
            (learner, tryout) -> {
              Tryout judged = new Tryout(request.regime().settings(), steps, held, spreads);
              Map<String, Tensor> start = learner.weights();
              Tryout.Race race =
                  new Tryout.Race(request, rate, steps.clip(), WARMUP, length.race(), judged);
              return new Arm(steps, arm.sweep(), tryout.raced(race, learner, start));
            });
    why.add(
        String.format(
            Locale.ROOT,
            "tried: %s at rate %.2g, loss %.3f after %d steps",
            raced.words(),
            rate,
            raced.loss(),
            length.race()));
    return raced;
  }

  private String sentence(Arm best, List<Arm> swept) {
    return String.format(
        Locale.ROOT,
        "rate %.2g by %s: %s; %s",
        best.steps().learningRate(),
        best.words(),
        rate(best),
        choice(best, swept.size()));
  }

  private String rate(Arm best) {
    double top = best.sweep().top();
    String rose =
        best.sweep().rose()
            ? String.format(
                Locale.ROOT, "above %.2g the loss rose within %d steps", top, best.sweep().steps())
            : String.format(Locale.ROOT, "the loss did not rise up to %.2g", top);
    return rateOpen() && adamw(best.steps())
        ? rose + ", and a long training can take up to twice that"
        : rose;
  }

  private static String choice(Arm best, int ways) {
    return Double.isNaN(best.loss())
        ? "for so short a training no other was tried"
        : String.format(
            Locale.ROOT,
            "of %d ways to train it left the least loss, %.3f, on examples that were not learnt from",
            ways,
            best.loss());
  }
}
