package dev.espalier.trial;

import dev.espalier.cut.CutMethods;
import java.util.Optional;

/**
 * Makes a trial; while it is rejected, whatever feedback answers.
 *
 * @param trials makes them
 * @param feedback what to try after a rejected trial
 */
public record Answering(Trials trials, Feedback feedback) {
  /** A trial, and the means that its model was cut by. */
  record Followed(Trial trial, CutMethods means) {}

  Followed of(TrialRequest first) {
    return of(first, trials.make(first));
  }

  /**
   * @param made what came of {@code first}
   */
  Followed of(TrialRequest first, Trial made) {
    TrialRequest cut = first;
    Trial trial = made;
    boolean tuned = false;
    while (!trial.accepted()) {
      Optional<TrialRequest> next = feedback.answer(trial, cut, tuned || trial.repeats() > 0);
      if (next.isEmpty()) {
        break;
      }
      tuned = !next.get().cuts();
      cut = tuned ? cut : next.get();
      trial = trials.make(next.get());
    }
    return new Followed(trial, cut.means());
  }
}
