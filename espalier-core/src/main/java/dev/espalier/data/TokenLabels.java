package dev.espalier.data;

import dev.espalier.feed.Numbers;
import dev.espalier.files.DataException;
import dev.espalier.task.Task;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Labels of words brought to the tokens that the model sees: the first token of a word has its
 * label, all others do not count, and neither do words beyond the last token. Without labels the
 * same tokens count.
 */
final class TokenLabels {
  private final Task task;
  private final Features features;
  private final List<FeedPlan> plans;

  TokenLabels(Task task, Features features, List<FeedPlan> plans) {
    this.task = task;
    this.features = features;
    this.plans = plans;
  }

  /**
   * Labels by token, INT32; as they are where the task is none of tokens, or the model is fed no
   * texts.
   *
   * @param labels by word; null without
   */
  @Nullable Numbers placed(@Nullable Numbers labels, Table table) {
    Optional<FeedPlan> texts =
        task.kind().perToken()
            ? plans.stream().filter(p -> p.texts(table)).findFirst()
            : Optional.empty();
    return texts.map(plan -> placed(labels, plan, table)).orElse(labels);
  }

  private Numbers placed(@Nullable Numbers labels, FeedPlan plan, Table table) {
    int tokens = Objects.requireNonNull(plan.numbers().get(table)).length();
    String column = plan.binding().columns().get(0);
    Texts texts = (Texts) table.column(column, "the model's tokens");
    int[] words = features.words(texts, tokens);
    int[] placed = new int[words.length];
    Arrays.fill(placed, TagCode.IGNORED);
    for (int row = 0; row < table.size(); row++) {
      if (labels != null) {
        requireAsMany(labels, texts, table, row);
      }
      for (int i = row * tokens; i < (row + 1) * tokens; i++) {
        if (words[i] >= 0) {
          placed[i] = labels == null ? 0 : (int) labels.integer(row, words[i]);
        }
      }
    }
    return Numbers.ints(placed, table.size(), tokens);
  }

  private static void requireAsMany(Numbers labels, Texts texts, Table table, int row) {
    int words = Words.of(texts.text(row)).size();
    int tags = 0;
    while (tags < labels.length() && labels.integer(row, tags) != TagCode.NONE) {
      tags++;
    }
    if (words != tags) {
      throw new DataException(
          "%s: %d words and %d tags; each word must have one tag: correct the record, or leave it out"
              .formatted(table.place().of(row), words, tags));
    }
  }
}
