package dev.espalier.training;

import dev.espalier.data.Dataset;
import dev.espalier.data.Rows;
import dev.espalier.job.Examples;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Training examples, less those that watch a training where no others are at hand. The original has
 * seen the ones that watch: they tell whether a training goes wrong, and no loss is judged on them.
 *
 * @param train to learn from
 * @param watch not learnt from; null where a gate judges, or there are too few to part
 * @param few whether there are too few to part, and nothing else judges
 */
record HeldOut(Dataset train, @Nullable Dataset watch, boolean few) {
  /** Fewer say nothing, however they are divided. */
  private static final int LEAST = 30;

  private static final int FEWEST = 100;
  private static final int MOST = 1000;
  private static final int TENTH = 10;

  /** Of so few examples none are held out. */
  private static final int FEW = 4 * FEWEST;

  static HeldOut of(Examples examples, long seed) {
    Dataset train = Objects.requireNonNull(examples.train());
    boolean ranked = examples.task().kind().grouped();
    if (examples.gate() != null || ranked || train.size() < FEW) {
      boolean crossed = examples.gate() == null && !ranked && !examples.task().taught();
      return new HeldOut(train, null, crossed && train.size() >= LEAST);
    }
    int watching = Math.min(MOST, Math.max(FEWEST, train.size() / TENTH));
    Rows rows = Rows.shuffled(train.size(), ~seed);
    return new HeldOut(
        rows.slice(watching, train.size()).of(train), rows.slice(0, watching).of(train), false);
  }
}
