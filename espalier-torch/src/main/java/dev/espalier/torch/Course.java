package dev.espalier.torch;

import dev.espalier.model.Tensor;
import dev.espalier.recipe.TuneSettings;
import dev.espalier.torch.Validation.Look;
import dev.espalier.torch.op.Mode;
import dev.espalier.tune.Tuner;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CancellationException;
import org.bytedeco.javacpp.PointerScope;
import org.jspecify.annotations.Nullable;

/**
 * One training from its first step to its last. What goes wrong (a loss that grows or is no number,
 * a watched metric that falls and stays down) is answered by another {@link TrainingAttempt}; the
 * weights at the start are the first that may be kept.
 */
final class Course {
  private final Tuner.Request request;
  private final TuneSettings.Steps steps;
  private final Learner learner;
  private final Spreads spreads;
  private final @Nullable Checkpoint checkpoint;
  private final @Nullable Validation validation;
  private final List<Tuner.Epoch> epochs = new ArrayList<>();
  private final List<String> notes = new ArrayList<>();
  private final Map<String, Tensor> start;

  /** On all of validation, then without each fold; where examples only watch, the one to keep. */
  private final List<Checkpoint.Best> bests = new ArrayList<>();

  private @Nullable Look untuned;
  private @Nullable Look latest;
  private TrainingAttempt attempt;

  /** Epochs before the attempt that is going on. */
  private int begun;

  /**
   * @param request with settings that leave nothing open
   * @param learner with the weights at the start
   */
  Course(
      Tuner.Request request,
      TuneSettings.Steps steps,
      Learner learner,
      @Nullable Checkpoint checkpoint) {
    this.request = request;
    this.steps = steps;
    this.learner = learner;
    this.checkpoint = checkpoint;
    this.start = learner.weights();
    this.attempt = TrainingAttempt.first(steps);
    this.spreads = Spreads.of(request.task(), request.material().train());
    var judged = request.material().unseen();
    this.validation =
        judged == null || judged.size() == 0
            ? null
            : new Validation(request, judged, learner.model());
  }

  List<Tuner.Epoch> epochs() {
    return List.copyOf(epochs);
  }

  List<String> notes() {
    return List.copyOf(notes);
  }

  List<Map<String, Tensor>> foldWeights() {
    return bests.stream().skip(1).map(Checkpoint.Best::weights).toList();
  }

  /**
   * The weights to keep: the best on validation, else the last that are no worse than the start.
   */
  Map<String, Tensor> run(Checkpoint.@Nullable State left) {
    Validation judge = validation;
    if (judge != null) {
      Look look = judge.look(learner, start);
      untuned = look;
      for (double metric : look.metrics()) {
        bests.add(new Checkpoint.Best(metric, 0, start));
      }
    }
    if (left != null) {
      takeUp(left);
    }
    Checkpoint.State state = left;
    while (true) {
      Trouble trouble = attempted(state);
      state = null;
      if (trouble == null) {
        return bests.isEmpty() ? learner.weights() : bests.get(0).weights();
      } else if (attempt.last()) {
        notes.add(String.format("attempt %d: %s; %s", attempt.number(), trouble.what(), ending()));
        return good();
      }
      TrainingAttempt next = attempt.next(trouble.done());
      notes.add(
          String.format(
              "attempt %d: %s; back to %s, %s",
              attempt.number(), trouble.what(), whence(), next.words()));
      learner.put(good());
      attempt = next;
      begun = epochs.size();
    }
  }

  private void takeUp(Checkpoint.State left) {
    epochs.addAll(left.epochs());
    notes.addAll(left.notes());
    bests.clear();
    bests.addAll(left.bests());
    attempt = left.attempt();
    begun = left.begun();
    learner.put(left.weights());
  }

  private Map<String, Tensor> good() {
    return bests.isEmpty() ? start : bests.get(0).weights();
  }

  private String whence() {
    int epoch = bests.isEmpty() ? 0 : bests.get(0).epoch();
    return epoch == 0 ? "the weights before tuning" : "the weights after epoch " + epoch;
  }

  private String ending() {
    return "no smaller steps were tried after "
        + TrainingAttempt.MOST
        + " attempts: "
        + whence()
        + " stay";
  }

  /**
   * Why an attempt was given up.
   *
   * @param done share of its updates that were made
   */
  private record Trouble(String what, double done) {}

  private @Nullable Trouble attempted(Checkpoint.@Nullable State left) {
    Tuner.Request own = request.withEpochs(request.regime().epochs() * attempt.share());
    try (Descent descent = new Descent(learner, steps, request);
        TrainingBatches batches = new TrainingBatches(own, epochs.size() - begun)) {
      if (left != null && checkpoint != null) {
        checkpoint.restore(descent);
      }
      return attempted(descent, batches);
    }
  }

  private @Nullable Trouble attempted(Descent descent, TrainingBatches batches) {
    Rates rates = Rates.of(request.regime().settings(), attempt, batches.total());
    Alarm alarm = new Alarm(request.task());
    long from = (long) (epochs.size() - begun) * batches.perEpoch();
    request.progress().at("tuning", from, batches.total());
    while (from < batches.total() && !outOfPatience()) {
      long to = Math.min(batches.total(), from + batches.perEpoch());
      Epochs one = new Epochs(descent, batches, rates, alarm);
      String what = epoch(one, from, to);
      double done = (double) to / batches.total();
      what = what.isEmpty() ? fallen(done) : what;
      if (!what.isEmpty()) {
        return new Trouble(what, done);
      }
      if (checkpoint != null && to < batches.total() && checkpoint.due()) {
        checkpoint.keep(
            new Checkpoint.State(learner.weights(), epochs(), bests, attempt, begun, notes()),
            descent);
      }
      from = to;
    }
    request.progress().at("tuning", batches.total(), batches.total());
    return null;
  }

  private boolean outOfPatience() {
    int patience = request.regime().settings().guards().patience();
    return request.material().validation() != null
        && patience > 0
        && epochs.size() - Math.max(begun, bests.get(0).epoch()) >= patience;
  }

  /** What an epoch works with. */
  private record Epochs(Descent descent, TrainingBatches batches, Rates rates, Alarm alarm) {}

  /** What went wrong; empty where nothing did. */
  private String epoch(Epochs with, long from, long to) {
    Libtorch.seed(request.regime().seed() + epochs.size());
    long began = System.nanoTime();
    double loss = 0;
    long records = 0;
    for (long step = from; step < to; step++) {
      Learner.Prepared prepared = with.batches().next();
      double value = step(prepared, with, step);
      String what = with.alarm().at(step, value);
      if (!what.isEmpty()) {
        return what;
      }
      loss += value;
      records += prepared.batch().size();
      if (step + 1 < with.batches().total()) {
        request.progress().at("tuning", step + 1, with.batches().total());
      }
    }
    double seconds = (System.nanoTime() - began) / 1e9;
    double metric = validation == null ? Double.NaN : validate(validation);
    epochs.add(
        new Tuner.Epoch(
            epochs.size() + 1,
            loss / (to - from),
            metric,
            with.rates().at(to - 1),
            seconds,
            records / seconds));
    return "";
  }

  /** Measures, and keeps the weights where they are to be kept so far. */
  private double validate(Validation judge) {
    Map<String, Tensor> weights = learner.weights();
    Look look = judge.look(learner, weights);
    latest = look;
    for (int i = 0; i < bests.size(); i++) {
      double metric = look.metrics()[Math.min(i, look.metrics().length - 1)];
      if (keeps(judge, look, metric, bests.get(i))) {
        bests.set(i, new Checkpoint.Best(metric, epochs.size() + 1, weights));
      }
    }
    return look.metric();
  }

  /** Tuned weights are preferred to those at the start where they are as good. */
  private boolean keeps(Validation judge, Look look, double metric, Checkpoint.Best best) {
    Look before = untuned;
    if (request.material().validation() == null && before != null) {
      return !judge.surelyWorse(look, before);
    }
    return judge.better(metric, best.metric()) || best.epoch() == 0 && metric == best.metric();
  }

  /** Whether the watched metric fell and stays down; empty where it did not. */
  private String fallen(double done) {
    Validation judge = validation;
    Look before = untuned;
    Look now = latest;
    if (judge == null || before == null || now == null || !judge.surelyWorse(now, before)) {
      return "";
    }
    boolean collapsed = judge.collapsed(now, before);
    boolean ended = done >= 1 && bests.get(0).epoch() <= begun;
    return collapsed || ended || done >= 0.5 && !rising(judge)
        ? String.format(
            Locale.ROOT,
            "the %s on examples that were not learnt from went from %.4f to %.4f after %.0f %% of the updates",
            request.task().metric(),
            before.metric(),
            now.metric(),
            100 * done)
        : "";
  }

  private boolean rising(Validation judge) {
    int n = epochs.size();
    return n - begun < 2
        || judge.better(epochs.get(n - 1).validationMetric(), epochs.get(n - 2).validationMetric());
  }

  private double step(Learner.Prepared prepared, Epochs with, long step) {
    if (Thread.currentThread().isInterrupted()) {
      throw new CancellationException("interrupted at step " + (step + 1) + " of the training");
    }
    try (PointerScope scope = new PointerScope()) {
      with.descent().clearGradients();
      org.bytedeco.pytorch.Tensor loss =
          learner.loss(prepared, t -> spreads.losses(request.regime().settings(), t), Mode.TRAIN);
      double value = loss.item_float();
      if (Double.isFinite(value)) {
        loss.backward();
        with.descent().step(with.rates().at(step), attempt.clip());
      }
      return value;
    }
  }
}
