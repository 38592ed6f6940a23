package dev.espalier.stage;

/** Training changes weights alone, which nothing but the data gives back: the structure stays. */
public final class TuneReplay implements Replay {
  /** Its name in plan.json. */
  public static final String NAME = "tune";

  /** Has no state. */
  public TuneReplay() {}

  /**
   * What a tuning was.
   *
   * @param epochs passes over the training examples that were made
   * @param fromScratch whether it began with random weights
   */
  public record Tuned(double epochs, boolean fromScratch) {}

  /**
   * {@return a tuning as plan.json holds it}
   *
   * @param epochs passes over the training examples
   * @param fromScratch whether all weights were drawn anew first
   */
  public static Done done(double epochs, boolean fromScratch) {
    return Done.of(NAME, new Tuned(epochs, fromScratch));
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Stage.Result replay(Candidate before, Done done) {
    return new Stage.Result(before.then(before.model(), done), null, StageNotes.NONE);
  }
}
