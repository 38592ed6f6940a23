package dev.espalier.torch;

import dev.espalier.data.DataException;
import dev.espalier.model.ConstantNodes;
import dev.espalier.model.FreeBatch;
import dev.espalier.model.Model;
import dev.espalier.model.Tensor;
import dev.espalier.model.Unshare;
import dev.espalier.tune.Tuner;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CancellationException;
import org.bytedeco.javacpp.PointerScope;
import org.jspecify.annotations.Nullable;

/**
 * Trains ONNX graphs on libtorch.
 *
 * <p>Constant nodes come back as initializers, and vectors that several nodes share by accident as
 * one initializer a node; everything else keeps its name and shape. A batch fixed at 1 in the file
 * is free during the training only.
 */
public final class TorchTuner implements Tuner {
  @Override
  public String threads(int stated) {
    return stated > 0 ? stated + " as set" : Threads.chosen().words();
  }

  @Override
  public Result tune(Request request) {
    Model model = Unshare.apply(ConstantNodes.toInitializers(request.model()));
    Focus focus = focus(request, model);
    if (request.fromScratch()) {
      model = Initialisation.fresh(model, request.seed());
    }
    if (request.epochs() <= 0) {
      return new Result(request.fromScratch() ? model : request.model(), List.of());
    }
    if (request.train().size() == 0) {
      throw new DataException("there are no training examples to tune on");
    }
    Libtorch.start(request.settings().threads(), request.seed());
    Path file = request.checkpoint();
    Checkpoint checkpoint = file == null ? null : new Checkpoint(file, request, model);
    Checkpoint.State left = checkpoint == null ? null : checkpoint.read();
    Model begun = left == null ? model : Learner.with(model, left.weights());
    Model free = request.settings().batch() == 1 ? begun : FreeBatch.of(begun);
    try (Learner learner = new Learner(free, request.task(), focus);
        Descent descent = new Descent(learner, request.settings(), request.masks());
        Batches batches = new Batches(request, left == null ? 0 : left.epochs().size())) {
      Course course = new Course(request, learner, descent, batches, checkpoint);
      if (left != null) {
        course.goOn(left);
      }
      Map<String, Tensor> weights = course.run();
      Model start = model;
      return new Result(
          Learner.with(model, weights),
          course.epochs(),
          course.foldWeights().stream().map(w -> Learner.with(start, w)).toList());
    }
  }

  /**
   * The request's focus for the model in which shared vectors have copies, frozen like the first.
   */
  private static Focus focus(Request request, Model model) {
    Focus asked = request.focus();
    Set<String> frozen = new LinkedHashSet<>(asked.frozen());
    for (String name : model.graph().initializers().keySet()) {
      int copy = name.lastIndexOf("__");
      boolean made = !request.model().graph().initializers().containsKey(name);
      if (made && copy > 0 && asked.frozen().contains(name.substring(0, copy))) {
        frozen.add(name);
      }
    }
    return new Focus(frozen, asked.teacher(), asked.budget());
  }

  /** One training from its first step to its last. */
  private static final class Course {
    private final Request request;
    private final Learner learner;
    private final Descent descent;
    private final Batches batches;
    private final @Nullable Checkpoint checkpoint;
    private final Rates rates;
    private final @Nullable Validation validation;
    private final List<Epoch> epochs = new ArrayList<>();

    /** On all of validation, then without each fold. */
    private final List<Checkpoint.Best> bests = new ArrayList<>();

    Course(
        Request request,
        Learner learner,
        Descent descent,
        Batches batches,
        @Nullable Checkpoint checkpoint) {
      this.request = request;
      this.learner = learner;
      this.descent = descent;
      this.batches = batches;
      this.checkpoint = checkpoint;
      this.rates = new Rates(request.settings(), batches.total());
      this.validation =
          request.validation() == null ? null : new Validation(request, learner.model());
    }

    List<Epoch> epochs() {
      return List.copyOf(epochs);
    }

    /** Takes up a training after its last whole epoch. */
    void goOn(Checkpoint.State left) {
      epochs.addAll(left.epochs());
      bests.addAll(left.bests());
      if (checkpoint != null) {
        checkpoint.restore(descent);
      }
    }

    /** The weights to keep: the best on validation, else the last. */
    Map<String, Tensor> run() {
      long first = (long) epochs.size() * batches.perEpoch();
      request.progress().at("tuning", first, batches.total());
      for (long step = first;
          step < batches.total() && !outOfPatience();
          step += batches.perEpoch()) {
        epoch(step, Math.min(batches.total(), step + batches.perEpoch()));
        boolean more = step + batches.perEpoch() < batches.total();
        if (checkpoint != null && more && checkpoint.due()) {
          checkpoint.keep(new Checkpoint.State(learner.weights(), epochs(), bests), descent);
        }
      }
      request.progress().at("tuning", batches.total(), batches.total());
      return bests.isEmpty() ? learner.weights() : bests.get(0).weights();
    }

    List<Map<String, Tensor>> foldWeights() {
      return bests.stream().skip(1).map(Checkpoint.Best::weights).toList();
    }

    private boolean outOfPatience() {
      int patience = request.settings().patience();
      return !bests.isEmpty() && patience > 0 && epochs.size() - bests.get(0).epoch() >= patience;
    }

    private void epoch(long from, long to) {
      Libtorch.seed(request.seed() + epochs.size());
      long began = System.nanoTime();
      double loss = 0;
      long records = 0;
      for (long step = from; step < to; step++) {
        Learner.Prepared prepared = batches.next();
        loss += step(prepared, step);
        records += prepared.batch().size();
        if (step + 1 < batches.total()) {
          request.progress().at("tuning", step + 1, batches.total());
        }
      }
      double seconds = (System.nanoTime() - began) / 1e9;
      double metric = validation == null ? Double.NaN : validate(validation);
      epochs.add(
          new Epoch(
              epochs.size() + 1,
              loss / (to - from),
              metric,
              rates.at(to - 1),
              seconds,
              records / seconds));
    }

    /** Measures, and keeps the weights where they are the best so far. */
    private double validate(Validation validation) {
      Map<String, Tensor> weights = learner.weights();
      double[] metrics = validation.measure(learner, weights);
      for (int i = 0; i < metrics.length; i++) {
        Checkpoint.Best now = new Checkpoint.Best(metrics[i], epochs.size() + 1, weights);
        if (i == bests.size()) {
          bests.add(now);
        } else if (validation.better(metrics[i], bests.get(i).metric())) {
          bests.set(i, now);
        }
      }
      return metrics[0];
    }

    private double step(Learner.Prepared prepared, long step) {
      if (Thread.currentThread().isInterrupted()) {
        throw new CancellationException("interrupted at step " + (step + 1) + " of the training");
      }
      try (PointerScope scope = new PointerScope()) {
        descent.clearGradients();
        org.bytedeco.pytorch.Tensor loss =
            learner.loss(
                prepared,
                task -> Losses.of(request.settings(), task),
                dev.espalier.torch.op.Mode.TRAIN);
        double value = loss.item_float();
        if (Double.isNaN(value) || Double.isInfinite(value)) {
          throw new DataException(
              "the loss is "
                  + value
                  + " at step "
                  + (step + 1)
                  + " of the training; lower tune.learningRate, set tune.clip, or look for extreme values in the data");
        }
        loss.backward();
        descent.step(rates.at(step));
        return value;
      }
    }
  }
}
