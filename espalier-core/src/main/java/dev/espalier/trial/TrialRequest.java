package dev.espalier.trial;

import dev.espalier.cut.CutMethods;
import java.util.List;

/**
 * What one trial is to be.
 *
 * @param from the trial whose result it begins with; 0 for the original
 * @param ratio of the budget, against the original
 * @param epochs of tuning
 * @param cuts whether it is cut before; else it is only tuned further
 * @param searched whether it is one of several among which the gate's verdict chooses
 * @param means how it is cut
 * @param why it is made, for a person; empty where the course of things needs no reason
 */
record TrialRequest(
    int from,
    double ratio,
    double epochs,
    boolean cuts,
    boolean searched,
    CutMethods means,
    List<String> why) {
  /** A cut that was decided before anything was judged. */
  static TrialRequest cut(int from, double ratio, double epochs, CutMethods means) {
    return new TrialRequest(from, ratio, epochs, true, false, means, List.of());
  }

  TrialRequest asSearched() {
    return new TrialRequest(from, ratio, epochs, cuts, true, means, why);
  }

  /** The same cut by other means. */
  TrialRequest by(CutMethods other, String reason) {
    return new TrialRequest(from, ratio, epochs, cuts, searched, other, List.of(reason));
  }

  /** More tuning of what came of this. */
  TrialRequest longer(Trial trial, double more, String reason) {
    return new TrialRequest(
        trial.number(), trial.ratio(), more, false, searched, means, List.of(reason));
  }
}
