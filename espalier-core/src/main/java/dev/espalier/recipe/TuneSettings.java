package dev.espalier.recipe;

import org.jspecify.annotations.Nullable;

/**
 * How weights are trained.
 *
 * @param epochs passes over the training examples after the last cut, which may be a fraction; 0
 *     switches tuning off
 * @param stepEpochs passes between the steps of a schedule, and for each trial of a search; may be
 *     a fraction
 * @param minUpdates the same tuning makes at least this many updates, however few the examples
 * @param batch records a step
 * @param views augmented variants of each training example, taken in turns, one an epoch; what a
 *     teacher says of them is asked once. 0 draws new ones in each epoch
 * @param start the weights that tuning begins with
 * @param optimizer how weights move
 * @param learningRate highest learning rate; 0: a short test of the network finds it
 * @param normalise whether layers without a BatchNormalization have one while they are trained
 * @param momentum of sgd
 * @param weightDecay not applied to norms and biases
 * @param schedule how the rate falls
 * @param stepEvery for {@code step}: fraction of the training after which the rate falls, again and
 *     again
 * @param stepFactor for {@code step}: what the rate is multiplied with
 * @param warmup fraction of the training in which the rate rises linearly
 * @param distill weight of imitating the original, 0 to 1; the label loss has the rest; null: a
 *     short test decides
 * @param temperature of distillation
 * @param loss what labels are compared by
 * @param patience epochs without a better validation metric before training stops; 0 never stops
 *     early
 * @param clip largest norm of the gradient; 0 for none; null: what a short test of the network saw
 *     in steps that went well
 * @param threads of the native library; 0 for as many as a short measurement finds fastest
 * @param penalty pressure on the weights beside weight decay
 */
public record TuneSettings(
    double epochs,
    double stepEpochs,
    int minUpdates,
    int batch,
    int views,
    TuneStart start,
    OptimizerKind optimizer,
    double learningRate,
    NormaliseLayers normalise,
    double momentum,
    double weightDecay,
    RateCurve schedule,
    double stepEvery,
    double stepFactor,
    double warmup,
    @Nullable Double distill,
    double temperature,
    LossKind loss,
    int patience,
    @Nullable Double clip,
    int threads,
    Penalty penalty) {
  private static final double HALF = 0.5;

  /**
   * @param kind what is kept small
   * @param lambda weight of the penalty in the loss
   */
  public record Penalty(PenaltyKind kind, double lambda) {}

  public static TuneSettings defaults() {
    return new TuneSettings(
        5,
        1,
        200,
        128,
        0,
        TuneStart.KEPT,
        OptimizerKind.AUTO,
        0,
        NormaliseLayers.AUTO,
        0.9,
        5e-4,
        RateCurve.COSINE,
        0.33,
        0.1,
        0.05,
        null,
        4,
        LossKind.AUTO,
        0,
        null,
        0,
        new Penalty(PenaltyKind.NONE, 1e-4));
  }

  /** Whether weights are drawn anew first. */
  public boolean fromScratch() {
    return start == TuneStart.SCRATCH;
  }

  /** Whether a short test of the network has something to find. */
  public boolean open() {
    return optimizer == OptimizerKind.AUTO
        || learningRate == 0
        || normalise == NormaliseLayers.AUTO
        || distill == null
        || clip == null;
  }

  /** The weight of imitating the original; half where nothing was said or found. */
  public double imitation() {
    return distill == null ? HALF : distill;
  }

  public TuneSettings withBatch(int changed) {
    return with(epochs, changed, start, null);
  }

  public TuneSettings withEpochs(int changed) {
    return with(changed, batch, start, null);
  }

  /** The same with what decides the size and the direction of steps. */
  public TuneSettings paced(Steps steps) {
    return with(epochs, batch, start, steps);
  }

  /** The same with all weights drawn anew first. */
  public TuneSettings anew() {
    return with(epochs, batch, TuneStart.SCRATCH, null);
  }

  /**
   * @param steps null for those that are here
   */
  private TuneSettings with(
      double otherEpochs, int otherBatch, TuneStart otherStart, @Nullable Steps steps) {
    return new TuneSettings(
        otherEpochs,
        stepEpochs,
        minUpdates,
        otherBatch,
        views,
        otherStart,
        steps == null ? optimizer : steps.optimizer,
        steps == null ? learningRate : steps.learningRate,
        steps == null ? normalise : NormaliseLayers.of(steps.normalise),
        momentum,
        weightDecay,
        schedule,
        stepEvery,
        stepFactor,
        steps == null ? warmup : steps.warmup,
        steps == null ? distill : Double.valueOf(steps.distill),
        temperature,
        loss,
        patience,
        steps == null ? clip : Double.valueOf(steps.clip),
        threads,
        penalty);
  }

  /** The same, settled already, at another rate. */
  public TuneSettings withLearningRate(double changed) {
    return paced(
        new Steps(
            optimizer,
            changed,
            normalise == NormaliseLayers.ALWAYS,
            warmup,
            imitation(),
            clip == null ? 0 : clip));
  }

  /** What a training's steps are made by, with nothing left open. */
  public record Steps(
      OptimizerKind optimizer,
      double learningRate,
      boolean normalise,
      double warmup,
      double distill,
      double clip) {}
}
