package dev.espalier.torch;

import dev.espalier.recipe.TuneSettings;
import dev.espalier.torch.Learner.Prepared;
import dev.espalier.torch.op.Mode;
import dev.espalier.tune.Tuner;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.function.Supplier;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;

/**
 * A few batches, prepared once, on which short trainings are tried.
 *
 * @param settings name losses
 * @param steps what is tried
 * @param batches to learn from, one after the other
 * @param spreads of the targets
 */
record Tryout(
    TuneSettings settings, TuneSettings.Steps steps, List<Prepared> batches, Spreads spreads) {
  private static final int SETTLING = 6;

  /** The first {@code count} batches of a request's training. */
  static List<Prepared> batches(Tuner.Request request, int count) {
    List<Prepared> batches = new ArrayList<>();
    double epochs =
        (double) count
            * request.regime().settings().amount().batch()
            / request.material().train().size();
    try (TrainingBatches source = new TrainingBatches(request.withEpochs(Math.max(1, epochs)))) {
      for (int i = 0; i < Math.min(count, source.total()); i++) {
        batches.add(source.next());
      }
    }
    return batches;
  }

  /** The loss on each batch, without learning. */
  double[] losses(Learner learner, Mode mode) {
    double[] losses = new double[batches.size()];
    for (int i = 0; i < losses.length; i++) {
      Prepared batch = batches.get(i);
      double[] loss = new double[1];
      Libtorch.withoutGradients(() -> loss[0] = loss(learner, batch, mode).item_float());
      losses[i] = loss[0];
    }
    return losses;
  }

  private Tensor loss(Learner learner, Prepared batch, Mode mode) {
    return learner.loss(batch, t -> spreads.losses(settings, t), mode);
  }

  /** The mean over the records. */
  double loss(Learner learner, Mode mode) {
    double[] losses = losses(learner, mode);
    double sum = 0;
    long records = 0;
    for (int i = 0; i < losses.length; i++) {
      sum += losses[i] * batches.get(i).batch().size();
      records += batches.get(i).batch().size();
    }
    return sum / records;
  }

  /** What {@code read} sees while the gradients of one batch are there. */
  double[] gradients(Learner learner, int batch, Supplier<double[]> read) {
    try (PointerScope scope = new PointerScope()) {
      loss(learner, batches.get(batch), Mode.TRAIN).backward();
      double[] seen = read.get();
      learner
          .parameters()
          .values()
          .forEach(
              w -> {
                if (w.grad().defined()) {
                  w.mutable_grad().zero_();
                }
              });
      return seen;
    }
  }

  /** Makes one step on the batch whose turn it is. */
  Sweep.Stepped step(Learner learner, Descent descent, int step, double rate, double clip) {
    if (Thread.currentThread().isInterrupted()) {
      throw new CancellationException("interrupted while the pace of the training was sought");
    }
    try (PointerScope scope = new PointerScope()) {
      descent.clearGradients();
      Tensor loss = loss(learner, batches.get(step % batches.size()), Mode.TRAIN);
      double value = loss.item_float();
      if (!Double.isFinite(value)) {
        return new Sweep.Stepped(value, Double.NaN);
      }
      loss.backward();
      double norm = descent.gradientNorm();
      descent.step(rate, clip);
      return new Sweep.Stepped(value, norm);
    }
  }

  /** The loss on {@code held} after a training of so many steps from {@code start}. */
  double raced(Race race, Learner learner, Map<String, dev.espalier.model.Tensor> start) {
    learner.put(start);
    try (Descent descent = new Descent(learner, steps, race.request())) {
      Rates rates = new Rates(settings, race.rate(), race.warmup(), race.length());
      for (int i = 0; i < race.length(); i++) {
        Sweep.Stepped stepped = step(learner, descent, i, rates.at(i), race.clip());
        if (!Double.isFinite(stepped.loss())) {
          return Double.POSITIVE_INFINITY;
        }
      }
      settle(learner);
      double loss = race.held().loss(learner, Mode.EVAL);
      return Double.isFinite(loss) ? loss : Double.POSITIVE_INFINITY;
    }
  }

  /** Running statistics lag behind weights that moved fast: they are averaged over some batches. */
  private void settle(Learner learner) {
    for (int i = 0; i < Math.min(SETTLING, batches.size()); i++) {
      Prepared batch = batches.get(i);
      Mode mode = Mode.averaging(i + 1);
      Libtorch.withoutGradients(() -> learner.logits(batch.batch(), mode));
    }
  }

  /**
   * One short training.
   *
   * @param request names masks, momentum and decay
   * @param held examples that are not learnt from
   */
  record Race(
      Tuner.Request request, double rate, double clip, double warmup, int length, Tryout held) {}
}
