package dev.espalier.torch;

/**
 * How long the test of a training's pace may be, so that it takes about a twentieth of what the
 * training itself takes: shorter parts first, then fewer ways, then no short trainings at all.
 *
 * @param batches that the test learns from again and again
 * @param sweep steps of rising rates for each way to train
 * @param race steps of each short training; 0 for none
 * @param every whether all ways are tried, or only those that are likely for the network
 */
record TestLength(int batches, int sweep, int race, boolean every) {
  private static final double SHARE = 0.05;

  private static final int BATCHES = 12;
  private static final int SWEEP = 30;
  private static final int RACE = 32;

  /** Parts are not shorter than by this factor: a few steps say nothing. */
  private static final double LEAST = 0.4;

  private static final int FEW_BATCHES = 4;

  /** Optimizers, with normalised layers and without. */
  private static final int WAYS = 4;

  private static final int LIKELY_WAYS = 2;

  /** Two ways, and a larger or smaller rate of the better one. */
  private static final int RACES = 3;

  /** What a part costs beside its steps, in steps: losses before it or on other examples after. */
  private static final int BESIDE = 4;

  /**
   * @param steps that the training would make with batches as small as the test's
   */
  static TestLength of(double steps) {
    double allowed = SHARE * steps;
    double scale = (allowed - BESIDE * (WAYS + RACES)) / (WAYS * SWEEP + RACES * RACE);
    TestLength shortened = scaled(Math.min(1, Math.max(LEAST, scale)), true);
    if (shortened.steps() <= allowed) {
      return shortened;
    }
    TestLength likely = scaled(LEAST, false);
    return likely.steps() <= allowed
        ? likely
        : new TestLength(likely.batches, likely.sweep, 0, false);
  }

  private static TestLength scaled(double scale, boolean every) {
    return new TestLength(
        Math.max(FEW_BATCHES, (int) Math.round(scale * BATCHES)),
        (int) Math.round(scale * SWEEP),
        (int) Math.round(scale * RACE),
        every);
  }

  /** What the test costs at most, in its own steps. */
  int steps() {
    int ways = every ? WAYS : LIKELY_WAYS;
    return ways * (sweep + BESIDE) + (race > 0 ? RACES * (race + BESIDE) : 0);
  }
}
