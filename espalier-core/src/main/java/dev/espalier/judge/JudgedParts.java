package dev.espalier.judge;

import dev.espalier.data.Dataset;
import dev.espalier.data.Domains;
import dev.espalier.recipe.GoalSettings;
import dev.espalier.record.Drop;
import dev.espalier.record.PartRecord;
import dev.espalier.task.Answer;
import dev.espalier.task.Predictions;
import dev.espalier.task.Task;
import java.util.ArrayList;
import java.util.List;

/**
 * Tells what is judged part by part: each task of several, and each value of DATA's {@code by}
 * column.
 *
 * @param task what is judged
 * @param records on which
 * @param goal names level and limit
 */
public record JudgedParts(Task task, Dataset records, GoalSettings goal) {
  /** First the tasks, then the domains; empty with one task and no {@code by}. */
  public List<PartRecord> of(Predictions before, Predictions after, List<Drop> expected) {
    List<PartRecord> rows = new ArrayList<>();
    if (task.composed()) {
      rows.addAll(rows(PartRecord.TASK, "", before, after));
      for (int i = 0; i < expected.size(); i++) {
        PartRecord r = rows.get(i);
        rows.set(
            i,
            new PartRecord(
                r.kind(), r.name(), r.original(), r.result(), r.drop(), expected.get(i)));
      }
    }
    Domains.of(records)
        .forEach(
            (value, numbers) ->
                rows.addAll(rows(records.by(), value, before.rows(numbers), after.rows(numbers))));
    return rows;
  }

  private List<PartRecord> rows(String kind, String value, Predictions before, Predictions after) {
    List<PartRecord> rows = new ArrayList<>();
    List<Drop> drops = Gate.drops(task, before, after, goal);
    for (int i = 0; i < drops.size(); i++) {
      Answer answer = task.answers().get(i);
      String name = value.isEmpty() ? answer.name() : named(value, answer);
      Predictions answers = before.part(task, i);
      double original = Gate.value(answer.task(), answers, answers);
      double result = Gate.value(answer.task(), answers, after.part(task, i));
      rows.add(new PartRecord(kind, name, original, result, drops.get(i), null));
    }
    return rows;
  }

  private String named(String value, Answer answer) {
    return task.composed() ? value + ", " + answer.name() : value;
  }
}
