package dev.espalier.torch;

import dev.espalier.data.Dataset;
import dev.espalier.model.FreeBatch;
import dev.espalier.model.Model;
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
 * Finds the pace of a training by short tests: for each way that is open (which optimizer, with
 * normalised layers or without) the rate at which the loss begins to rise, then short trainings at
 * shares of it, judged on examples that these do not learn from.
 */
final class PaceFinder {
  private static final int BATCHES = 16;
  private static final int HELD = 512;
  private static final double[] SHARES = {0.25, 0.06, 0.7};
  private static final double CLIP = 3;
  private static final double WARMUP = 0.1;

  private final Tuner.Request request;
  private final Model model;
  private final Tuner.Focus focus;
  private final Spreads spreads;
  private final List<Prepared> batches;
  private final List<Prepared> held;
  private final List<String> why = new ArrayList<>();

  PaceFinder(Tuner.Request request, Model model, Tuner.Focus focus) {
    this.request = request;
    this.model = model;
    this.focus = focus;
    this.spreads = Spreads.of(request.task(), request.train());
    this.batches = Tryout.batches(request, BATCHES);
    this.held = held();
  }

  private List<Prepared> held() {
    Dataset from = request.validation() != null ? request.validation() : request.watch();
    Dataset sample = (from == null ? request.train() : from).sample(HELD, ~request.seed());
    Tuner.Request asked = request.withTrain(sample);
    return Tryout.batches(asked, Math.max(1, sample.size() / request.settings().batch()));
  }

  /** One way to train, and what was seen of it. */
  private record Arm(TuneSettings.Steps steps, Sweep sweep, double loss) {
    String words() {
      return steps.optimizer() + (steps.normalise() ? " with normalised layers" : "");
    }
  }

  Pace find() {
    long began = System.nanoTime();
    int length = length();
    List<Arm> arms = new ArrayList<>();
    for (TuneSettings.Steps steps : ways()) {
      arms.addAll(tried(steps, length));
    }
    Arm best = arms.stream().min(Comparator.comparingDouble(Arm::loss)).orElseThrow();
    why.add(
        String.format(
            Locale.ROOT,
            "%s at rate %.2g: %s, and %d steps at it left the least loss (%.3f) on examples not learnt from",
            best.words(),
            best.steps().learningRate(),
            best.sweep().rose()
                ? String.format(
                    Locale.ROOT,
                    "above %.2g the loss rose within %d steps",
                    best.sweep().top(),
                    best.sweep().steps())
                : String.format(
                    Locale.ROOT, "the loss did not rise up to %.2g", best.sweep().top()),
            length,
            best.loss()));
    return new Pace(best.steps(), why, (System.nanoTime() - began) / 1e9);
  }

  private int length() {
    return 40;
  }

  private List<TuneSettings.Steps> ways() {
    TuneSettings settings = request.settings();
    List<String> optimizers =
        settings.optimizer().equals("auto")
            ? List.of("sgd", "adamw")
            : List.of(settings.optimizer());
    boolean possible = TemporaryNorms.possible(model, focus);
    List<Boolean> normalise =
        settings.normalise().equals("auto")
            ? (possible ? List.of(true, false) : List.of(false))
            : List.of(settings.normalise().equals("always"));
    List<TuneSettings.Steps> ways = new ArrayList<>();
    for (boolean norm : normalise) {
      for (String optimizer : optimizers) {
        ways.add(
            new TuneSettings.Steps(
                optimizer,
                settings.learningRate(),
                norm,
                settings.warmup(),
                settings.imitation(),
                Objects.requireNonNullElse(settings.clip(), Double.NaN)));
      }
    }
    return ways;
  }

  private List<Arm> tried(TuneSettings.Steps steps, int length) {
    TemporaryNorms norms = TemporaryNorms.of(request, model, focus, steps.normalise());
    Model form = norms.model();
    Model free = request.settings().batch() == 1 ? form : FreeBatch.of(form);
    List<Arm> arms = new ArrayList<>();
    try (Learner learner = new Learner(free, request.task(), norms.focus(focus))) {
      Map<String, dev.espalier.model.Tensor> start = learner.weights();
      Tryout trials = new Tryout(request.settings(), steps, batches, spreads);
      Tryout judged = new Tryout(request.settings(), steps, held, spreads);
      Sweep sweep;
      try (Descent descent = new Descent(learner, steps, request)) {
        sweep = Sweep.of(learner, descent, trials);
      }
      double clip = Double.isNaN(steps.clip()) ? CLIP * sweep.norm() : steps.clip();
      for (double share : SHARES) {
        double rate = steps.learningRate() > 0 ? steps.learningRate() : share * sweep.top();
        Tryout.Race race = new Tryout.Race(request, rate, clip, WARMUP, length, judged);
        double loss = trials.raced(race, learner, start);
        TuneSettings.Steps found =
            new TuneSettings.Steps(
                steps.optimizer(),
                rate,
                steps.normalise(),
                steps.warmup(),
                steps.distill(),
                clip);
        arms.add(new Arm(found, sweep, loss));
        why.add(
            String.format(
                Locale.ROOT,
                "%s: top %.3g best %.3g norm %.3g; rate %.3g -> loss %.4f",
                arms.get(arms.size() - 1).words(),
                sweep.top(),
                sweep.best(),
                sweep.norm(),
                rate,
                loss));
      }
    }
    return arms;
  }
}
