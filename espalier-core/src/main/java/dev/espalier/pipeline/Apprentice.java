package dev.espalier.pipeline;

import dev.espalier.model.Model;
import dev.espalier.recipe.Recipe;
import dev.espalier.tune.Tuner;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Trains models that were made of the original by the recipe's settings, with it as the teacher.
 */
record Apprentice(Tools tools, Recipe recipe, UnseenParts parts) {
  /** Whether there is something to train with and to learn from. */
  static boolean possible(Tools tools, UnseenParts parts) {
    return tools.tuner() != null && parts.train() != null;
  }

  /**
   * The model after the last epoch: the best on unseen examples would often be the dearest.
   *
   * @param model answers first what the original does
   */
  Model trained(Model original, Model model, Tuner.Focus focus) {
    Tuner tuner = Objects.requireNonNull(tools.tuner(), "training needs a tuner");
    List<String> judged = parts.task().outputs(original);
    try (OriginalTeacher teacher = new OriginalTeacher(original, judged)) {
      Tuner.Request request =
          new Tuner.Request(
              model,
              Objects.requireNonNull(parts.train(), "training needs examples to learn from"),
              null,
              parts.task(),
              teacher,
              Map.of(),
              recipe.tune(),
              false,
              recipe.seed(),
              tools.progress());
      return tuner.tune(request.withFocus(focus)).model();
    }
  }
}
