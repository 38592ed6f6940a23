package dev.espalier.dynamic;

import dev.espalier.data.Rows;
import dev.espalier.job.RunFolder;
import dev.espalier.model.Model;
import dev.espalier.model.Tensor;
import dev.espalier.prepare.Certificate;
import dev.espalier.recipe.Recipe;
import dev.espalier.record.CertificateRecord;
import dev.espalier.training.OriginalTeacher;
import dev.espalier.tune.Tools;
import dev.espalier.tune.Tuner;
import java.util.Map;
import java.util.Objects;

/**
 * Trains models that were made of the original by the recipe's settings, with it as the teacher.
 */
record Apprentice(Tools tools, Recipe recipe, UnseenParts parts, RunFolder folder) {
  private static final int COMPARED = 64;

  /** Whether there is something to train with and to learn from. */
  boolean possible() {
    return tools.tuner() != null && parts.train() != null;
  }

  /**
   * The model after the last epoch: the best on unseen examples would often be the dearest.
   *
   * @param model answers first what the original does
   */
  Model trained(Model original, Model model, Tuner.Focus focus) {
    Tuner tuner = Objects.requireNonNull(tools.tuner(), "training needs a tuner");
    try (OriginalTeacher teacher = new OriginalTeacher(original, parts.task(), folder.answers())) {
      Tuner.Request request =
          new Tuner.Request(
                  model,
                  parts.task(),
                  new Tuner.Material(
                      Objects.requireNonNull(
                          parts.train(), "training needs examples to learn from")),
                  new Tuner.Regime(recipe.tune(), recipe.seed()))
              .withTeacher(teacher)
              .withFocus(focus)
              .withProgress(tools.progress())
              .withCheckpoint(folder.training());
      return tuner.tune(request).model();
    }
  }

  /** The first records of the choice part. */
  Map<String, Tensor> records(int most) {
    int records = Math.min(most, parts.choice().size());
    return parts.choice().batch(Rows.all(records).numbers()).inputs();
  }

  /** {@link Certificate#same} on records of the choice part. */
  CertificateRecord same(Model wanted, Model given, String holds, String differs) {
    return Certificate.same(wanted, given, records(COMPARED), holds, differs);
  }
}
