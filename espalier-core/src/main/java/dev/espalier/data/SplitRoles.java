package dev.espalier.data;

import dev.espalier.files.DataException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which examples do what in a run. A gate judges on examples that the original never saw: the
 * validation split, or else a seeded half of test, and then the final figures come from the other
 * half. Without a gate, test stays whole.
 *
 * @param train to tune on; null where the data has none
 * @param gate every choice is judged here; null without a gate
 * @param finalTest touched once, at the end; null where the data has no test split and nothing is
 *     gated
 * @param groupSize records that are ranked together, 1 elsewhere
 * @param description sizes and roles, one line each, for run.json and the report
 */
public record SplitRoles(
    @Nullable Dataset train,
    @Nullable Dataset gate,
    @Nullable Dataset finalTest,
    int groupSize,
    List<String> description) {
  public SplitRoles {
    description = List.copyOf(description);
  }

  /**
   * Decides which examples tune, which the gate judges on, and which give the final figures.
   *
   * @param splits which records are for training, validation and test
   * @param gated whether a drop is judged on the way
   * @param seed of the halves of test
   * @return which records tune, decide and give the final figures
   * @throws DataException where a gate has no unseen examples to judge on
   */
  public static SplitRoles forGate(Splits splits, boolean gated, long seed) {
    int group = Math.max(1, splits.task().groupSize());
    List<String> lines = new ArrayList<>();
    String seen = splits.trainSeen() ? "seen by the original" : "not seen by the original";
    lines.add(
        splits.train() == null
            ? "train: none"
            : "train: " + splits.train().size() + " examples, " + seen);
    Dataset test = splits.test();
    if (!gated) {
      lines.add("validation: not used, nothing is gated");
      lines.add(
          test == null
              ? "test: none"
              : "test: all " + test.size() + " examples, for the final figures");
      return new SplitRoles(splits.train(), null, test, group, lines);
    }
    if (test == null) {
      throw new DataException(
          splits.source()
              + ": an allowed drop is judged on unseen examples and reported on others, but there is no test "
              + "split; name one under `splits:`, or leave the allowed drop out");
    }
    if (splits.validation() != null) {
      lines.add("validation: " + splits.validation().size() + " examples, for the gate");
      lines.add("test: all " + test.size() + " examples, for the final figures");
      return new SplitRoles(splits.train(), splits.validation(), test, group, lines);
    }
    return halved(splits, test, seed, lines);
  }

  private static SplitRoles halved(Splits splits, Dataset test, long seed, List<String> lines) {
    int group = Math.max(1, splits.task().groupSize());
    int groups = test.size() / group;
    if (groups < 2) {
      throw new DataException(
          splits.source()
              + ": the test split is too small to give one half to the gate; name a validation split");
    }
    Rows order = Rows.shuffled(groups, seed);
    Dataset gate = records(order.limit(groups / 2), group).of(test);
    Dataset rest = records(order.slice(groups / 2, groups), group).of(test);
    lines.add(
        "validation: "
            + gate.size()
            + " examples, a half of test drawn by seed "
            + seed
            + ", for the gate");
    lines.add("test: the other " + rest.size() + " examples, for the final figures");
    return new SplitRoles(splits.train(), gate, rest, group, lines);
  }

  /** All records of the chosen groups, in their stored order. */
  private static Rows records(Rows groups, int size) {
    int[] sorted = groups.numbers().clone();
    Arrays.sort(sorted);
    return new Rows(
        Arrays.stream(sorted)
            .flatMap(g -> java.util.stream.IntStream.range(g * size, (g + 1) * size))
            .toArray());
  }

  /**
   * Refuses a gate with fewer than {@code 3 / maxDrop} examples, on which an interval says nothing
   * about such a drop.
   *
   * @param maxDrop the allowed loss
   */
  public void requireEnough(double maxDrop) {
    if (gate == null || maxDrop <= 0) {
      return;
    }
    int examples = gate.size() / groupSize;
    long needed = (long) Math.ceil(3 / maxDrop - 1e-9);
    if (examples < needed) {
      throw new DataException(
          "the gate has "
              + examples
              + " unseen examples, but to be confident of a drop of at most "
              + maxDrop
              + " it needs "
              + needed
              + " (3/drop); give more validation or test examples, allow a larger drop, or leave the "
              + "confidence out");
    }
  }
}
