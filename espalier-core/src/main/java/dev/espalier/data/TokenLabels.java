package dev.espalier.data;

import dev.espalier.feed.Numbers;
import dev.espalier.files.DataException;
import dev.espalier.task.Task;
import dev.espalier.task.TaskKinds;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Labels of words brought to the tokens that the model sees: the first token of a word has its
 * label, all others do not count, and neither do words beyond the last token. Without labels the
 * same tokens count. Where the next token is asked for, the label of each is the one after it, and
 * padding does not count.
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
    if (task.kind().name().equals(TaskKinds.NEXT_TOKEN.name())) {
      return plans.stream()
          .filter(p -> p.ids(table))
          .findFirst()
          .map(plan -> next(plan, table))
          .orElse(null);
    }
    Optional<FeedPlan> texts =
        task.kind().perToken()
            ? plans.stream().filter(p -> p.texts(table)).findFirst()
            : Optional.empty();
    return texts.map(plan -> placed(labels, plan, table)).orElse(labels);
  }

  private static Numbers next(FeedPlan plan, Table table) {
    Numbers ids = Objects.requireNonNull(plan.numbers().get(table));
    Numbers mask = mask(plan, ids, table);
    int tokens = ids.length();
    int[] next = new int[Math.multiplyExact(table.size(), tokens)];
    Arrays.fill(next, TagCode.IGNORED);
    for (int row = 0; row < table.size(); row++) {
      for (int t = 0; t + 1 < tokens; t++) {
        boolean counts = mask == null || mask.at(row, t) != 0 && mask.at(row, t + 1) != 0;
        next[row * tokens + t] = counts ? (int) ids.integer(row, t + 1) : TagCode.IGNORED;
      }
    }
    return Numbers.ints(next, table.size(), tokens);
  }

  /** Which tokens are no padding: by the pieces of texts, else by an array of a mask. */
  private static @Nullable Numbers mask(FeedPlan plan, Numbers ids, Table table) {
    if (table.column(plan.binding().columns().get(0), "") instanceof Segments segments) {
      return segments.numbers(TokenPart.MASK);
    }
    return table.names().stream()
        .filter(n -> TokenPart.of(n) == TokenPart.MASK)
        .map(n -> table.columns().get(n))
        .filter(c -> c instanceof Numbers n && n.length() == ids.length())
        .map(Numbers.class::cast)
        .findFirst()
        .orElse(null);
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
    int words = TokenWords.of(texts.text(row)).size();
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
