package dev.espalier.torch;

import dev.espalier.model.ScoreLink;

/** A loss that a teacher alone can tell, of outputs as they are; labels, if any, only judge. */
interface Imitation extends TaskLoss {
  @Override
  default boolean before(ScoreLink.Kind link) {
    return false;
  }

  @Override
  default boolean judged() {
    return false;
  }
}
