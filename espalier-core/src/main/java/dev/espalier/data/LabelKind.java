package dev.espalier.data;

import dev.espalier.feed.Numbers;
import dev.espalier.task.TaskKind;
import dev.espalier.task.TaskKinds;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What kind of task labels make: as a DATA file says, else by the values that are stored and by
 * what the model gives.
 *
 * <p>Words and whole numbers are classes. Zeros and ones are two classes however they are stored;
 * so are whole numbers stored as decimals, where the model gives a score for each. More than two
 * whole numbers are quantities where the model gives one number that is no probability.
 */
record LabelKind(DataAnswers.Labels spec, List<String> columns, List<Table> tables) {
  private static final Set<Double> BINARY = Set.of(0.0, 1.0);

  TaskKind kind(Wanted wanted) {
    return TaskKinds.CATALOGUE.find(spec.task()).orElseGet(() -> recognised(wanted));
  }

  private TaskKind recognised(Wanted wanted) {
    if (!(tables.get(0).column(columns.get(0), "labels") instanceof Numbers first)) {
      return columns.size() > 1 ? TaskKinds.MULTI_LABEL : TaskKinds.CLASSIFICATION;
    }
    if (columns.size() > 1 || first.length() > 1) {
      return first.integral() ? TaskKinds.MULTI_LABEL : TaskKinds.REGRESSION;
    }
    if (!spec.classes().isEmpty()) {
      return TaskKinds.CLASSIFICATION;
    }
    boolean several = wanted.columns() > 1;
    boolean classes =
        within(BINARY)
            || (first.integral() ? !wanted.oneNumber() || two() : several && below(wanted));
    return classes ? TaskKinds.CLASSIFICATION : TaskKinds.REGRESSION;
  }

  private boolean within(Set<Double> values) {
    return every(values::contains);
  }

  private boolean two() {
    Set<Double> seen = new HashSet<>();
    return every(v -> seen.contains(v) || seen.size() < 2 && seen.add(v));
  }

  private boolean below(Wanted wanted) {
    return every(v -> v == Math.rint(v) && v >= 0 && v < wanted.columns());
  }

  private boolean every(java.util.function.Predicate<Double> holds) {
    for (Table table : tables) {
      if (!(table.column(columns.get(0), "labels") instanceof Numbers numbers)) {
        return false;
      }
      for (int row = 0; row < table.size(); row++) {
        if (!holds.test(numbers.at(row, 0))) {
          return false;
        }
      }
    }
    return true;
  }
}
