package dev.espalier.adaptive;

import dev.espalier.model.ValueInfo;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Stages that a record passes in order until one answers; the last always does. Throws {@link
 * IllegalArgumentException} where the outputs of a stage are not the answers and what it carries,
 * or where a stage reads what is carried by none.
 *
 * @param stages one or more
 */
public record Chain(List<Stage> stages) {
  public Chain {
    stages = List.copyOf(stages);
    if (stages.isEmpty()) {
      throw new IllegalArgumentException("a chain needs a stage");
    }
    List<String> answers = names(stages.get(stages.size() - 1).model().graph().outputs());
    Set<String> known = new HashSet<>(names(stages.get(0).model().graph().dataInputs()));
    Set<String> carriable = new HashSet<>();
    stages.forEach(s -> carriable.addAll(s.carried()));
    List<String> before = List.of();
    for (Stage stage : stages) {
      List<String> wanted = new ArrayList<>(answers);
      wanted.addAll(stage.carried());
      require(names(stage.model().graph().outputs()).equals(wanted), stage, "must write " + wanted);
      for (String input : names(stage.model().graph().dataInputs())) {
        boolean carried = carriable.contains(input) && !known.contains(input);
        require(!carried || before.contains(input), stage, "reads " + input + ", not carried to it");
      }
      before = stage.carried();
    }
    require(before.isEmpty(), stages.get(stages.size() - 1), "is the last and carries " + before);
  }

  private static void require(boolean holds, Stage stage, String what) {
    if (!holds) {
      throw new IllegalArgumentException("stage " + stage.name() + " " + what);
    }
  }

  private static List<String> names(List<ValueInfo> values) {
    return values.stream().map(ValueInfo::name).toList();
  }
}
