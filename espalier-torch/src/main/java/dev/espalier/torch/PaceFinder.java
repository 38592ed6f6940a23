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
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/**
 * Finds the pace of a training by short tests. For each way that is open (which optimizer, with
 * normalised layers or without) a {@link Sweep} finds the rate at which the loss begins to rise.
 * The ways that got furthest then make a short training each at a share of that rate, and the best
 * one at a larger and a smaller rate too; examples that these do not learn from decide, and the
 * length of the training: what lags in a short one may win in a long one.
 *
 * <p>Cost: about 280 steps at most, with batches of half the size.
 */
final class PaceFinder {
  private static final int BATCHES = 12;
  private static final int HELD = 256;
  private static final int LENGTH = 32;

  /** Ways whose sweep got as far as the best but for this factor are tried on. */
  private static final double NEAR = 1.15;

  private static final double TINY = 1e-9;
  private static final int TRIED = 3;
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
  private final List<String> why = new ArrayList<>();

  /**
   * @param request what is to be trained
   * @param model its model as it is trained
   * @param focus its focus for that model
   */
  PaceFinder(Tuner.Request request, Model model, Tuner.Focus focus) {
    this.request = halved(request);
    this.model = model;
    this.focus = focus;
    this.spreads = Spreads.of(request.task(), request.train());
    this.convolutions =
        NormSites.between(model, focus.frozen()).stream().anyMatch(site -> !site.dense());
    this.batches = Tryout.batches(this.request, BATCHES);
    Dataset unseen = request.validation() != null ? request.validation() : request.watch();
    Dataset sample = (unseen == null ? request.train() : unseen).sample(HELD, ~request.seed());
    this.held = Tryout.batches(this.request.withTrain(sample), HELD);
  }

  private static Tuner.Request halved(Tuner.Request request) {
    int batch = request.settings().amount().batch();
    int half = Math.max(Math.min(batch, SMALLEST_BATCH), batch / 2);
    return request.withSettings(request.settings().withBatch(half));
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
    double furthest = swept.stream().mapToDouble(a -> a.sweep().least()).min().orElse(0);
    double near = furthest + (NEAR - 1) * Math.abs(furthest) + TINY;
    List<Arm> raced =
        swept.stream()
            .sorted(Comparator.comparingDouble(a -> a.sweep().least()))
            .filter(a -> a.sweep().least() <= near || swept.size() <= 2)
            .limit(TRIED)
            .map(a -> raced(a, a.steps().learningRate()))
            .toList();
    Arm best = raced.stream().min(Comparator.comparingDouble(this::expected)).orElseThrow();
    if (request.settings().movement().learningRate() == 0) {
      best = paced(best);
    }
    why.add(0, sentence(best, swept));
    return new Pace(best.steps(), why, (System.nanoTime() - began) / 1e9);
  }

  /** The best of a way's own rate, a larger and a smaller one. */
  private Arm paced(Arm arm) {
    double rate = arm.steps().learningRate();
    Arm larger = raced(arm, Math.min(arm.sweep().top(), rate * STEP));
    Arm smaller = raced(arm, rate / STEP);
    double least = Math.min(arm.loss(), Math.min(larger.loss(), smaller.loss()));
    double limit = least + RATE_GAINS * doublings() * Math.abs(least);
    return larger.loss() <= limit ? larger : arm.loss() <= limit ? arm : smaller;
  }

  /** How often the test has to be doubled to be as long as the training. */
  private double doublings() {
    double updates = request.epochs() * request.train().size() / (2.0 * batch());
    return Math.max(0, Math.log(updates / LENGTH) / Math.log(2));
  }

  private int batch() {
    return request.settings().amount().batch();
  }

  private double expected(Arm arm) {
    boolean gains = arm.steps().normalise() && convolutions;
    return gains ? arm.loss() * Math.max(0.5, 1 - NORMS_GAIN * doublings()) : arm.loss();
  }

  private List<TuneSettings.Steps> ways() {
    TuneSettings settings = request.settings();
    List<OptimizerKind> optimizers =
        settings.movement().optimizer() == OptimizerKind.AUTO
            ? List.of(OptimizerKind.SGD, OptimizerKind.ADAMW)
            : List.of(settings.movement().optimizer());
    boolean possible = TemporaryNorms.possible(model, focus);
    List<Boolean> normalise =
        settings.movement().normalise() == NormaliseLayers.AUTO
            ? (possible ? List.of(true, false) : List.of(false))
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

  /** What a test does with a learner in the form that a way trains, its weights at the start. */
  private interface Test {
    Arm of(Learner learner, Tryout tryout);
  }

  private Arm with(TuneSettings.Steps steps, Test test) {
    TemporaryNorms norms = TemporaryNorms.of(request, model, focus, steps.normalise());
    Model form = norms.model();
    Model free = request.settings().amount().batch() == 1 ? form : FreeBatch.of(form);
    try (Learner learner = new Learner(free, request.task(), norms.focus(focus))) {
      return test.of(learner, new Tryout(request.settings(), steps, batches, spreads));
    }
  }

  private Arm swept(TuneSettings.Steps steps) {
    return with(
        steps,
        (learner, tryout) -> {
          Sweep sweep;
          try (Descent descent = new Descent(learner, steps, request)) {
            sweep = Sweep.of(learner, descent, tryout);
          }
          double share = steps.optimizer() == OptimizerKind.ADAMW ? ADAMW_SHARE : SGD_SHARE;
          double rate = steps.learningRate() > 0 ? steps.learningRate() : share * sweep.top();
          double clip = Double.isNaN(steps.clip()) ? CLIP * sweep.norm() : steps.clip();
          return new Arm(at(steps, rate, clip), sweep, Double.NaN);
        });
  }

  private static TuneSettings.Steps at(TuneSettings.Steps steps, double rate, double clip) {
    return new TuneSettings.Steps(
        steps.optimizer(), rate, steps.normalise(), steps.warmup(), steps.distill(), clip);
  }

  private Arm raced(Arm arm, double rate) {
    TuneSettings.Steps steps = at(arm.steps(), rate, arm.steps().clip());
    Arm raced =
        with(
            steps,
            (learner, tryout) -> {
              Tryout judged = new Tryout(request.settings(), steps, held, spreads);
              Map<String, Tensor> start = learner.weights();
              Tryout.Race race =
                  new Tryout.Race(request, rate, steps.clip(), WARMUP, LENGTH, judged);
              return new Arm(steps, arm.sweep(), tryout.raced(race, learner, start));
            });
    why.add(
        String.format(
            Locale.ROOT,
            "tried: %s at rate %.2g, loss %.3f after %d steps",
            raced.words(),
            rate,
            raced.loss(),
            LENGTH));
    return raced;
  }

  private String sentence(Arm best, List<Arm> swept) {
    String rose =
        best.sweep().rose()
            ? String.format(
                Locale.ROOT,
                "above %.2g the loss rose within %d steps",
                best.sweep().top(),
                best.sweep().steps())
            : String.format(Locale.ROOT, "the loss did not rise up to %.2g", best.sweep().top());
    return String.format(
        Locale.ROOT,
        "rate %.2g by %s: %s; of %d ways to train it left the least loss, %.3f, on examples that were not learnt from",
        best.steps().learningRate(),
        best.words(),
        rose,
        swept.size(),
        best.loss());
  }
}
