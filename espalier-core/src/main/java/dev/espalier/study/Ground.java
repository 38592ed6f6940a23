package dev.espalier.study;

import dev.espalier.data.Dataset;
import dev.espalier.data.SplitRoles;
import dev.espalier.data.Splits;
import dev.espalier.files.DataException;
import dev.espalier.recipe.Recipe;
import dev.espalier.task.Task;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The examples that a study may look at. The model is only run on train and on the gate's examples;
 * of the examples for the final figures just the inputs are compared with train.
 *
 * @param task with the metric that counts
 * @param train null where the data has none
 * @param gate examples that decide: the validation split, else the gate's half of test
 * @param unseen whether the model was not trained on {@code gate}
 * @param rest examples for the final figures; null where there are none
 * @param lines what is what, for a person
 */
record Ground(
    Task task,
    @Nullable Dataset train,
    Dataset gate,
    boolean unseen,
    @Nullable Dataset rest,
    List<String> lines) {
  static Ground of(Splits splits, Recipe recipe) {
    Task task = splits.task().judgedBy(recipe.goal().metric());
    if (splits.test() != null) {
      SplitRoles roles = SplitRoles.forGate(splits, true, recipe.seed());
      Dataset gate = java.util.Objects.requireNonNull(roles.gate());
      return new Ground(task, roles.train(), gate, true, roles.finalTest(), roles.description());
    }
    List<String> lines = new ArrayList<>();
    Dataset gate = splits.validation() != null ? splits.validation() : splits.train();
    if (gate == null) {
      throw new DataException(
          splits.source() + " has no examples to study; name a split under `splits:`");
    }
    boolean unseen = splits.validation() != null || !splits.trainSeen();
    lines.add(
        splits.validation() != null
            ? "validation: " + gate.size() + " examples; there is no test split"
            : "train: "
                + gate.size()
                + " examples; there is no other split, so figures are flattered");
    return new Ground(task, splits.train(), gate, unseen, null, lines);
  }
}
