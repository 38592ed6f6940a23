package dev.espalier.torch;

import dev.espalier.recipe.TuneSettings;

/**
 * The learning rate at each step: a linear rise, then a half cosine to zero (Loshchilov and Hutter
 * 2017), falls by a factor, or nothing.
 */
record Rates(TuneSettings settings, long steps) {
  private static final double SGD = 0.05;
  private static final double ADAMW = 0.001;

  double peak() {
    if (settings.learningRate() > 0) {
      return settings.learningRate();
    }
    return settings.optimizer().equals("adamw") ? ADAMW : SGD;
  }

  /** The rate of the step numbered {@code step}, from 0. */
  double at(long step) {
    double rising = settings.warmup() * steps;
    if (step + 1 < rising) {
      return peak() * (step + 1) / rising;
    }
    double done = (step - rising) / Math.max(1, steps - rising);
    return peak()
        * switch (settings.schedule()) {
          case "cosine" -> 0.5 * (1 + Math.cos(Math.PI * Math.max(0, done)));
          case "step" ->
              Math.pow(
                  settings.stepFactor(),
                  Math.floor((double) step / steps / settings.stepEvery() + 1e-9));
          default -> 1;
        };
  }
}
