package dev.espalier.tune;

import dev.espalier.recipe.OptimizerKind;
import dev.espalier.recipe.TuneSettings;
import java.util.ArrayList;
import java.util.List;

/**
 * What a short test of a network found for its training: the optimizer, the rate, whether layers
 * are normalised while they learn, and where gradients are clipped; the other steps are as stated.
 *
 * @param steps what was found, and what was stated as it was
 * @param brief rate of trainings of about as few updates as the test
 * @param settled whether a trial has shown that the rate of {@code steps} does well, or nothing is
 *     to be shown
 * @param why a sentence for each finding, for a person; empty where nothing was tested
 * @param seconds that the test took, and the trainings that did worse
 */
public record Pace(
    TuneSettings.Steps steps, double brief, boolean settled, List<String> why, double seconds) {
  private static final double SGD = 0.05;
  private static final double ADAMW = 0.001;

  public Pace {
    why = List.copyOf(why);
    if (!(brief > 0)) {
      // written by an earlier version: one rate for all
      brief = steps.learningRate();
      settled = true;
    }
  }

  /**
   * Where all trainings take the same rate.
   *
   * @param steps what was found, and what was stated as it was
   * @param why a sentence for each finding, for a person; empty where nothing was tested
   * @param seconds that the test took
   */
  public Pace(TuneSettings.Steps steps, List<String> why, double seconds) {
    this(steps, steps.learningRate(), true, why, seconds);
  }

  /** {@return the steps of a training of as few updates as the test had} */
  public TuneSettings.Steps briefly() {
    return steps.at(brief);
  }

  /** {@return the steps of a training from random weights, which no trial has tried} */
  public TuneSettings.Steps atLeastBriefly() {
    return steps.at(Math.max(brief, steps.learningRate()));
  }

  /**
   * {@return the pace after trainings have shown which rate does better}
   *
   * @param rate that did
   * @param because a sentence for a person
   * @param lost seconds of the trainings that did worse
   */
  public Pace settled(double rate, String because, double lost) {
    List<String> more = new ArrayList<>(why);
    if (more.isEmpty()) {
      more.add(because);
    } else {
      more.set(0, more.get(0) + "; " + because);
    }
    return new Pace(steps.at(rate), brief, true, more, seconds + lost);
  }

  /**
   * The usual for what is open, without a test.
   *
   * @param settings what the recipe states and leaves open
   * @return the stated values, and the usual ones for the others
   */
  public static Pace usual(TuneSettings settings) {
    boolean open = settings.movement().optimizer() == OptimizerKind.AUTO;
    OptimizerKind optimizer = open ? OptimizerKind.SGD : settings.movement().optimizer();
    double usual = optimizer == OptimizerKind.ADAMW ? ADAMW : SGD;
    Double clip = settings.guards().clip();
    return new Pace(
        new TuneSettings.Steps(
            optimizer,
            settings.movement().learningRate() > 0 ? settings.movement().learningRate() : usual,
            settings.movement().normalises(),
            settings.rates().warmup(),
            settings.lesson().imitation(),
            clip == null ? 0 : clip),
        List.of(),
        0);
  }
}
