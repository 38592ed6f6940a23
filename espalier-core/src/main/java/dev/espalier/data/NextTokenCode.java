package dev.espalier.data;

import dev.espalier.data.DataAnswers.Labels;
import dev.espalier.feed.Numbers;
import dev.espalier.model.ValueInfo;
import dev.espalier.task.Task;
import dev.espalier.task.TaskKind;
import dev.espalier.task.TaskKinds;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The labels of a model of texts, which are the texts themselves: {@link TokenLabels} makes them.
 *
 * @param scored tokens that the model scores; 0 where it does not say
 */
record NextTokenCode(int scored) implements Code {
  static boolean asked(Labels labels) {
    return labels.task().equals(TaskKinds.NEXT_TOKEN.name());
  }

  static NextTokenCode learn(Wanted wanted) {
    List<ValueInfo.Dim> dims =
        wanted.outputs().isEmpty() ? List.of() : wanted.outputs().get(0).dims();
    boolean known = dims.size() == 3 && dims.get(2).known();
    return new NextTokenCode(known ? (int) dims.get(2).size() : 0);
  }

  @Override
  public int width() {
    return 0;
  }

  @Override
  public List<String> columns() {
    return List.of();
  }

  @Override
  public List<String> classNames() {
    return List.of();
  }

  @Override
  public Task task(String metric, String outputs) {
    TaskKind kind = TaskKinds.nextToken(scored).readAs(outputs);
    String judged =
        metric.isEmpty() ? kind.metrics(scored).get(0) : Task.required(kind, metric, scored);
    return new Task(kind, judged, scored, 1);
  }

  @Override
  public @Nullable Numbers encode(Table table) {
    return null;
  }
}
