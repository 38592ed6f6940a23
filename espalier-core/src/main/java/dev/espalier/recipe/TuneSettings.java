package dev.espalier.recipe;

import org.jspecify.annotations.Nullable;

/**
 * How weights are trained.
 *
 * @param amount how long, and on how much at a time
 * @param start the weights that tuning begins with
 * @param movement how weights move
 * @param rates the learning rate from step to step
 * @param lesson what outputs are compared with
 * @param guards what ends or holds back a training that goes wrong
 * @param threads of the native library; 0 for as many as a short measurement finds fastest
 * @param penalty pressure on the weights beside weight decay
 */
public record TuneSettings(
    @Inline Amount amount,
    TuneStart start,
    @Inline Movement movement,
    @Inline Rates rates,
    @Inline Lesson lesson,
    @Inline Guards guards,
    int threads,
    Penalty penalty) {
  private static final double HALF = 0.5;

  /**
   * How long to train, and on how many records at a time.
   *
   * @param epochs passes over the training examples after the last cut, which may be a fraction; 0
   *     switches tuning off
   * @param stepEpochs passes between the steps of a schedule, and for each trial of a search; may
   *     be a fraction
   * @param minUpdates the same tuning makes at least this many updates, however few the examples
   * @param batch records a step
   * @param views augmented variants of each training example, taken in turns, one an epoch; what a
   *     teacher says of them is asked once. 0 draws new ones in each epoch
   */
  public record Amount(double epochs, double stepEpochs, int minUpdates, int batch, int views) {}

  /**
   * How the optimizer moves the weights, and how far in one update.
   *
   * @param optimizer by which weights move
   * @param learningRate highest learning rate; 0: a short test of the network finds it
   * @param normalise whether layers without a BatchNormalization have one while they are trained
   * @param momentum of sgd
   * @param weightDecay not applied to norms and biases
   */
  public record Movement(
      OptimizerKind optimizer,
      double learningRate,
      NormaliseLayers normalise,
      double momentum,
      double weightDecay) {
    /** {@return whether layers are normalised without a test} */
    public boolean normalises() {
      return normalise == NormaliseLayers.ALWAYS;
    }
  }

  /**
   * How the learning rate changes during a training.
   *
   * @param schedule how the rate falls
   * @param stepEvery for {@code step}: fraction of the training after which the rate falls, again
   *     and again
   * @param stepFactor for {@code step}: what the rate is multiplied with
   * @param warmup fraction of the training in which the rate rises linearly
   */
  public record Rates(RateCurve schedule, double stepEvery, double stepFactor, double warmup) {}

  /**
   * What outputs are compared with: the original's answers, labels, or both.
   *
   * @param distill weight of imitating the original, 0 to 1; the label loss has the rest; null is
   *     one half
   * @param temperature of distillation
   * @param loss what labels are compared by
   */
  public record Lesson(@Nullable Double distill, double temperature, LossKind loss) {
    /** {@return the weight of imitating the original; half where nothing was said} */
    public double imitation() {
      return distill == null ? HALF : distill;
    }
  }

  /**
   * When training stops early, and how gradients are clipped.
   *
   * @param patience epochs without a better validation metric before training stops; 0 never stops
   *     early
   * @param clip largest norm of the gradient; 0 for none; null: what a short test of the network
   *     saw in steps that went well
   */
  public record Guards(int patience, @Nullable Double clip) {}

  /**
   * A term of the loss that keeps weights small.
   *
   * @param kind what is kept small
   * @param lambda weight of the penalty in the loss
   */
  public record Penalty(PenaltyKind kind, double lambda) {}

  /** {@return what holds where a recipe says nothing} */
  public static TuneSettings defaults() {
    return new TuneSettings(
        new Amount(5, 1, 200, 128, 0),
        TuneStart.KEPT,
        new Movement(OptimizerKind.AUTO, 0, NormaliseLayers.AUTO, 0.9, 5e-4),
        new Rates(RateCurve.COSINE, 0.33, 0.1, 0.05),
        new Lesson(null, 4, LossKind.AUTO),
        new Guards(0, null),
        0,
        new Penalty(PenaltyKind.NONE, 1e-4));
  }

  /** {@return whether weights are drawn anew first} */
  public boolean fromScratch() {
    return start == TuneStart.SCRATCH;
  }

  /** {@return whether a short test of the network has something to find} */
  public boolean open() {
    return movement.optimizer == OptimizerKind.AUTO
        || movement.learningRate == 0
        || movement.normalise == NormaliseLayers.AUTO
        || lesson.distill == null
        || guards.clip == null;
  }

  /**
   * {@return the same with another batch size}
   *
   * @param changed records in a batch
   */
  public TuneSettings withBatch(int changed) {
    return with(
        new Amount(amount.epochs, amount.stepEpochs, amount.minUpdates, changed, amount.views),
        start);
  }

  /**
   * {@return the same for at most so many epochs}
   *
   * @param changed epochs at most
   */
  public TuneSettings withEpochs(int changed) {
    return with(
        new Amount(changed, amount.stepEpochs, amount.minUpdates, amount.batch, amount.views),
        start);
  }

  /** {@return the same with all weights drawn anew first} */
  public TuneSettings anew() {
    return with(amount, TuneStart.SCRATCH);
  }

  private TuneSettings with(Amount otherAmount, TuneStart otherStart) {
    return new TuneSettings(
        otherAmount, otherStart, movement, rates, lesson, guards, threads, penalty);
  }

  /**
   * {@return the same with what decides the size and the direction of steps}
   *
   * @param steps what decides the size and the direction of steps
   */
  public TuneSettings paced(Steps steps) {
    return new TuneSettings(
        amount,
        start,
        new Movement(
            steps.optimizer,
            steps.learningRate,
            NormaliseLayers.of(steps.normalise),
            movement.momentum,
            movement.weightDecay),
        new Rates(rates.schedule, rates.stepEvery, rates.stepFactor, steps.warmup),
        new Lesson(steps.distill, lesson.temperature, lesson.loss),
        new Guards(guards.patience, steps.clip),
        threads,
        penalty);
  }

  /**
   * {@return the same, settled already, at another rate}
   *
   * @param changed highest learning rate
   */
  public TuneSettings withLearningRate(double changed) {
    return paced(
        new Steps(
            movement.optimizer,
            changed,
            movement.normalises(),
            rates.warmup,
            lesson.imitation(),
            guards.clip == null ? 0 : guards.clip));
  }

  /**
   * What a training's steps are made by, with nothing left open.
   *
   * @param optimizer by which weights move
   * @param learningRate the highest
   * @param normalise whether layers without a BatchNormalization have one while they are trained
   * @param warmup share of the steps in which the rate rises
   * @param distill weight of imitating the original, 0 to 1
   * @param clip largest norm of a gradient; 0 for none
   */
  public record Steps(
      OptimizerKind optimizer,
      double learningRate,
      boolean normalise,
      double warmup,
      double distill,
      double clip) {
    /**
     * {@return the same at another rate}
     *
     * @param rate the highest
     */
    public Steps at(double rate) {
      return new Steps(optimizer, rate, normalise, warmup, distill, clip);
    }
  }
}
