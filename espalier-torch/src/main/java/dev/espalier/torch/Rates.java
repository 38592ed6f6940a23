package dev.espalier.torch;

import dev.espalier.recipe.TuneSettings;

/**
 * The learning rate at each step: a linear rise, then a half cosine to zero (Loshchilov and Hutter
 * 2017), falls by a factor, or nothing.
 *
 * @param settings name the form
 * @param peak highest rate
 * @param warmup fraction of the steps in which the rate rises
 * @param steps in all
 */
record Rates(TuneSettings settings, double peak, double warmup, long steps) {
  static Rates of(TuneSettings settings, TrainingAttempt attempt, long steps) {
    return new Rates(settings, attempt.rate(), attempt.warmup(), steps);
  }

  /** The rate of the step numbered {@code step}, from 0. */
  double at(long step) {
    double rising = warmup * steps;
    if (step + 1 < rising) {
      return peak * (step + 1) / rising;
    }
    double done = (step - rising) / Math.max(1, steps - rising);
    return peak
        * switch (settings.rates().schedule()) {
          case COSINE -> 0.5 * (1 + Math.cos(Math.PI * Math.max(0, done)));
          case STEP ->
              Math.pow(
                  settings.rates().stepFactor(),
                  Math.floor((double) step / steps / settings.rates().stepEvery() + 1e-9));
          case CONSTANT -> 1;
        };
  }
}
