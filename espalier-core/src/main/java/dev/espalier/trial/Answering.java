package dev.espalier.trial;

import dev.espalier.cut.Means;
import java.util.Optional;

/** Makes a trial; while it is rejected, whatever feedback answers. */
public record Answering(Trials trials, Feedback feedback) {
  /** A trial, and the means that its model was cut by. */
  record Answered(Trial trial, Means means) {}

  Answered of(Ask first) {
    return of(first, trials.make(first));
  }

  /**
   * @param made what came of {@code first}
   */
  Answered of(Ask first, Trial made) {
    Ask cut = first;
    Trial trial = made;
    boolean tuned = false;
    while (!trial.accepted()) {
      Optional<Ask> next = feedback.answer(trial, cut, tuned || trial.repeats() > 0);
      if (next.isEmpty()) {
        break;
      }
      tuned = !next.get().cuts();
      cut = tuned ? cut : next.get();
      trial = trials.make(next.get());
    }
    return new Answered(trial, cut.means());
  }
}
