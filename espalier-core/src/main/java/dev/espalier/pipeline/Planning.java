package dev.espalier.pipeline;

import dev.espalier.data.Splits;
import dev.espalier.recipe.Recipe;
import dev.espalier.recipe.RecipeCodec;
import dev.espalier.record.Json;
import dev.espalier.record.StudyRecord;
import dev.espalier.study.Study;
import dev.espalier.study.StudyRequest;
import dev.espalier.study.StudyResult;
import dev.espalier.tune.InputGradients;
import java.nio.file.Files;
import org.jspecify.annotations.Nullable;

/**
 * The recipe that a run follows: the user's, and where that leaves something open what a study of
 * task, data and model leads to.
 *
 * @param recipe resolved; running it again studies nothing
 * @param study what was found; null where nothing was studied
 */
record Planning(Recipe recipe, @Nullable StudyRecord study) {
  /**
   * A resumed run takes the study that it finds, so that it decides alike.
   *
   * @param searching whether what shrinks may be chosen where no target is named
   */
  static Planning of(PruneRequest request, Source source, Tools tools, boolean searching) {
    Recipe asked = Resolved.recipe(request.recipe());
    Splits splits = source.splits();
    if (splits == null || asked.study().equals("none")) {
      return new Planning(settled(asked), null);
    }
    RunFolder folder = new RunFolder(request.out());
    if (request.resume() && Files.exists(folder.file(RunFolder.STUDY))) {
      StudyRecord known = Json.read(folder.file(RunFolder.STUDY), StudyRecord.class);
      return new Planning(settled(Study.again(known, asked)), known);
    }
    Prepared prepared = Prepared.of(source.model(), asked.cut().heads());
    Resolved.check(asked, prepared, request.model());
    StudyResult result =
        Study.of(
            new StudyRequest(
                request.model().toString(),
                prepared.coupling(),
                prepared.coupler(),
                splits,
                asked,
                request.stated(),
                searching,
                PassTime.of(tools, asked, prepared.model(), splits),
                tools.gradients() instanceof InputGradients inputs ? inputs : null,
                tools.progress()));
    return new Planning(settled(result.recipe()), result.record());
  }

  private static Recipe settled(Recipe recipe) {
    return Resolved.recipe(RecipeCodec.set(recipe, "study=none"));
  }
}
