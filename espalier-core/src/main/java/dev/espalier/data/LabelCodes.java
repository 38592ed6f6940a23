package dev.espalier.data;

import dev.espalier.feed.Numbers;
import dev.espalier.files.DataException;
import dev.espalier.task.Answer;
import dev.espalier.task.Segmentation;
import dev.espalier.task.Task;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The labels of all tasks: those of one as they are, those of several side by side. */
final class LabelCodes {
  private final DataSpec spec;
  private final List<Code> codes;

  private LabelCodes(DataSpec spec, List<Code> codes) {
    this.spec = spec;
    this.codes = codes;
  }

  /**
   * @param named class names that lie beside the data
   */
  static LabelCodes learn(DataSpec spec, List<Table> tables, List<String> named, Wanted wanted) {
    if (spec.answers().tasks().isEmpty()) {
      Wanted all = spec.division().domain().narrow() ? wanted.ofMoreClasses() : wanted;
      return new LabelCodes(
          spec,
          List.of(
              BoxCode.asked(spec, tables)
                  ? BoxCode.learn(spec, tables, named, all)
                  : new Learnt(spec, tables, named, all).code(spec.answers().labels())));
    }
    return new LabelCodes(
        spec,
        spec.answers().tasks().stream()
            .map(
                t ->
                    new Learnt(spec, tables, List.of(), wanted.ofOutput(t.output()))
                        .code(t.labels()))
            .toList());
  }

  /** What the labels of one task are learnt from. */
  private record Learnt(DataSpec spec, List<Table> tables, List<String> named, Wanted wanted) {
    Code code(DataAnswers.Labels labels) {
      if (NextTokenCode.asked(labels)) {
        return NextTokenCode.learn(wanted);
      }
      if (MaskCode.asked(spec, labels, tables, wanted)) {
        return MaskCode.learn(spec, labels, tables, wanted);
      }
      return TagCode.asked(labels)
          ? TagCode.learn(labels, tables, wanted)
          : LabelCode.learn(labels, tables, named, wanted);
    }
  }

  List<String> columns() {
    return codes.stream().flatMap(c -> c.columns().stream()).toList();
  }

  /** Of one task; empty where there are several, which keep their own. */
  List<String> classNames() {
    return codes.size() == 1 ? codes.get(0).classNames() : List.of();
  }

  Task task() {
    if (spec.answers().tasks().isEmpty()) {
      return codes.get(0).task(spec.answers().metric(), spec.answers().outputs());
    }
    List<Answer> answers = new ArrayList<>();
    double weights =
        spec.answers().tasks().stream().mapToDouble(DataAnswers.OutputTask::weight).sum();
    int first = 0;
    for (int i = 0; i < codes.size(); i++) {
      DataAnswers.OutputTask stated = spec.answers().tasks().get(i);
      Code code = codes.get(i);
      Task task =
          weighable(code.task(stated.metric(), spec.answers().outputs()).of(stated.output()));
      answers.add(
          new Answer(task, stated.weight() / weights, first, code.width(), code.classNames()));
      first += code.width();
    }
    return answers.size() == 1 ? answers.get(0).task() : Task.several(answers);
  }

  /** An error in the unit of its targets cannot be set against a share. */
  private Task weighable(Task task) {
    boolean places = task.kind().perToken() || task.kind() instanceof Segmentation;
    if (spec.answers().tasks().size() > 1 && (!task.kind().pooling().none() || places)) {
      throw new DataException(
          "the task of output \""
              + task.output()
              + "\" is "
              + task.kind().name()
              + ", which is judged alone; leave the other tasks out");
    }
    if (spec.answers().tasks().size() > 1
        && (task.metric().equals("mse") || task.metric().equals("mae"))) {
      throw new DataException(
          "the task of output \""
              + task.output()
              + "\" is measured in "
              + task.metric()
              + ", which cannot be averaged with other tasks; set `metric: relative-mse`");
    }
    return task;
  }

  /** Null without labels. */
  @Nullable Numbers encode(Table table) {
    List<Numbers> parts = new ArrayList<>();
    for (Code code : codes) {
      Numbers own = code.encode(table);
      if (own == null) {
        return null;
      }
      parts.add(codes.size() == 1 ? own : Table.asFloats(own));
    }
    return Features.side(parts, table);
  }
}
