package dev.espalier.judge;

import dev.espalier.data.Dataset;
import dev.espalier.job.Examples;
import dev.espalier.quality.CalibrationError;
import dev.espalier.quality.ChangedAnswers;
import dev.espalier.quality.ChangedAnswers.Changed;
import dev.espalier.record.AnswersRecord;
import dev.espalier.record.AnswersRecord.Example;
import dev.espalier.record.AnswersRecord.Pair;
import dev.espalier.record.Confidence;
import dev.espalier.record.DataRoles;
import dev.espalier.task.Predictions;
import dev.espalier.task.Task;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Which answers of a classifier changed, how sure it is, and what the clearest cases look like. */
public final class Answers {
  private static final int MOST_PAIRS = 12;
  private static final int MOST_EXAMPLES = 12;

  private final DataRoles roles;
  private final Dataset examples;

  private Answers(DataRoles roles, Dataset examples) {
    this.roles = roles;
    this.examples = examples;
  }

  /** Empty unless the task is a classification with labels. */
  public static Optional<AnswersRecord> of(
      Examples examples, Predictions before, Predictions after) {
    Task task = examples.task();
    Optional<Confidence> confidenceBefore = CalibrationError.of(task, before);
    Optional<Confidence> confidenceAfter = CalibrationError.of(task, after);
    if (confidenceBefore.isEmpty() || confidenceAfter.isEmpty()) {
      return Optional.empty();
    }
    Answers answers = new Answers(examples.roles(), examples.test());
    ChangedAnswers changed = ChangedAnswers.of(before, after);
    return Optional.of(
        new AnswersRecord(
            confidenceBefore.get(),
            confidenceAfter.get(),
            changed.broken().size(),
            changed.mended().size(),
            answers.pairs(changed.broken()),
            answers.shown(changed.broken()),
            answers.shown(changed.mended())));
  }

  private List<Pair> pairs(List<Changed> broken) {
    Map<List<Integer>, Long> counts = new LinkedHashMap<>();
    broken.forEach(c -> counts.merge(List.of(c.label(), c.after()), 1L, Long::sum));
    return counts.entrySet().stream()
        .sorted(Map.Entry.<List<Integer>, Long>comparingByValue().reversed())
        .limit(MOST_PAIRS)
        .map(
            e ->
                new Pair(
                    roles.className(e.getKey().get(0)),
                    roles.className(e.getKey().get(1)),
                    e.getValue()))
        .toList();
  }

  /** Those where the probability of the right class moved most. */
  private List<Example> shown(List<Changed> changed) {
    if (changed.isEmpty()) {
      return List.of();
    }
    Portrait portrait = Portrait.of(examples);
    return changed.stream()
        .sorted(Comparator.comparingDouble(Changed::moved).reversed())
        .limit(MOST_EXAMPLES)
        .map(
            c ->
                new Example(
                    c.record(),
                    roles.className(c.label()),
                    roles.className(c.before()),
                    roles.className(c.after()),
                    c.chanceBefore(),
                    c.chanceAfter(),
                    portrait.of(examples, c.record())))
        .toList();
  }
}
