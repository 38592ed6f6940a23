package dev.espalier.stage;

import dev.espalier.files.DataException;
import dev.espalier.model.Model;

/**
 * Does again what a {@link Stage} of the same name did, from its record alone: how {@code verify}
 * checks a run from outside. Another jar names it in {@code
 * META-INF/services/dev.espalier.stage.Replay}.
 */
public interface Replay {
  /** {@return name of the stage} */
  String name();

  /**
   * The candidate after the stage. Weights that only data could give back (a training's) stay as
   * they were; everything else is as the stage left it.
   *
   * @param before the candidate that the stages before it gave
   * @param done what plan.json says of it
   * @return the model that the stage must have made
   * @throws DataException where the record does not fit the model, without the name of the file
   */
  Stage.Result replay(Candidate before, Done done);

  /**
   * {@return whether the replay comes to the very weights, bit by bit; a training's come from data}
   */
  default boolean exact() {
    return false;
  }

  /**
   * {@return what the written result breaks of this stage's promise; empty for nothing} Asked once
   * all stages are replayed and the structures were found equal.
   *
   * @param after the candidate at the end of all stages
   * @param done what plan.json says of it
   * @param result the model in question
   */
  default String broken(Candidate after, Done done, Model result) {
    return "";
  }
}
