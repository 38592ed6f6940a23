package dev.espalier.quality;

import dev.espalier.task.Predictions;
import dev.espalier.task.Scores;
import java.util.ArrayList;
import java.util.List;

/**
 * Records on which just one of two classifiers is right.
 *
 * @param broken the first is right, the second is not
 * @param mended the second is right, the first is not
 */
public record ChangedAnswers(List<Changed> broken, List<Changed> mended) {
  /**
   * @param record its number
   * @param label the right class
   * @param before what the first answers; -1 for no answer
   * @param after what the second answers; -1 for no answer
   * @param chanceBefore probability that the first gives the right class
   * @param chanceAfter probability that the second gives it
   */
  public record Changed(
      int record, int label, int before, int after, double chanceBefore, double chanceAfter) {
    /** How far the probability of the right class moved. */
    public double moved() {
      return Math.abs(chanceAfter - chanceBefore);
    }
  }

  /** Both on the same records, in their order. */
  public static ChangedAnswers of(Predictions first, Predictions second) {
    Scores before = new Scores(first);
    Scores after = new Scores(second);
    List<Changed> broken = new ArrayList<>();
    List<Changed> mended = new ArrayList<>();
    for (int i = 0; i < before.records(); i++) {
      if (before.correct(i) != after.correct(i)) {
        int label = before.label(i);
        (before.correct(i) ? broken : mended)
            .add(
                new Changed(
                    i,
                    label,
                    before.predicted(i),
                    after.predicted(i),
                    before.distribution(i)[label],
                    after.distribution(i)[label]));
      }
    }
    return new ChangedAnswers(broken, mended);
  }
}
