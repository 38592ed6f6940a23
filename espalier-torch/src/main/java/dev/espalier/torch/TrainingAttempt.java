package dev.espalier.torch;

import dev.espalier.recipe.TuneSettings;
import java.util.Locale;

/**
 * One of at most {@value #MOST} attempts at a training: each after the first goes back to the last
 * good weights and takes smaller steps.
 *
 * @param number counted from 1
 * @param rate highest learning rate
 * @param clip largest norm of the gradient; 0 for any
 * @param warmup fraction of the training in which the rate rises
 * @param share of the updates that the training was to make
 */
record TrainingAttempt(int number, double rate, double clip, double warmup, double share) {
  static final int MOST = 4;

  private static final double LOWER = 4;
  private static final double LONGER_WARMUP = 0.2;
  private static final double CLIP = 1;

  /** After so much of a training another attempt is not given all of its time again. */
  private static final double LATE = 0.25;

  private static final double SHORTER = 0.5;

  static TrainingAttempt first(TuneSettings.Steps steps) {
    return new TrainingAttempt(1, steps.learningRate(), steps.clip(), steps.warmup(), 1);
  }

  boolean last() {
    return number == MOST;
  }

  /**
   * @param done share of this attempt's updates that were made
   */
  TrainingAttempt next(double done) {
    return new TrainingAttempt(
        number + 1,
        rate / LOWER,
        clip > 0 ? clip / 2 : CLIP,
        Math.max(warmup, LONGER_WARMUP),
        done > LATE ? Math.min(share, SHORTER) : share);
  }

  /** What is done differently from now on. */
  String words() {
    return String.format(
        Locale.ROOT,
        "rate %.2g, gradients clipped at %.2g, warm-up over %.0f %% of the updates",
        rate,
        clip,
        100 * warmup);
  }
}
