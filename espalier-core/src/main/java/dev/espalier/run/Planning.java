package dev.espalier.run;

import dev.espalier.data.Splits;
import dev.espalier.files.Json;
import dev.espalier.files.WholeFile;
import dev.espalier.job.PruneRequest;
import dev.espalier.job.RunFolder;
import dev.espalier.job.Source;
import dev.espalier.latency.Rounding;
import dev.espalier.measure.LatencyRequest;
import dev.espalier.prepare.Prepared;
import dev.espalier.recipe.LatencySettings;
import dev.espalier.recipe.Recipe;
import dev.espalier.recipe.RecipeCodec;
import dev.espalier.recipe.StudyMode;
import dev.espalier.record.StudyRecord;
import dev.espalier.study.Study;
import dev.espalier.study.StudyRequest;
import dev.espalier.study.StudyResult;
import dev.espalier.training.PassTime;
import dev.espalier.tune.InputGradients;
import dev.espalier.tune.Tools;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * The recipe that a run follows: the user's, and where that leaves something open what a study of
 * task, data and model leads to, and what widths this machine computes best.
 *
 * @param recipe resolved; running it again studies and measures nothing
 * @param study what was found; null where nothing was studied
 * @param rounding of widths, as it was measured; null where the user decided
 */
@SuppressWarnings("exports") // called by this module and the command line alone
public record Planning(Recipe recipe, @Nullable StudyRecord study, @Nullable Rounding rounding) {
  private static final double ROUNDING_SECONDS = 5;

  /**
   * Nothing is studied or measured.
   *
   * @param recipe every setting
   */
  public Planning(Recipe recipe) {
    this(recipe, null, null);
  }

  /**
   * A resumed run takes the study that it finds, so that it decides alike.
   *
   * @param request of the run
   * @param source the original with its examples
   * @param tools what trains and gives gradients
   * @param searching whether what shrinks may be chosen where no target is named
   * @return the recipe with what the study chose, and what it was chosen by
   */
  public static Planning of(PruneRequest request, Source source, Tools tools, boolean searching) {
    Recipe asked = Resolved.recipe(request.recipe());
    Splits splits = source.splits();
    if (splits == null || asked.study() == StudyMode.NONE) {
      return new Planning(settled(asked)).rounded(request, source, tools);
    }
    RunFolder folder = new RunFolder(request.out());
    if (request.resume() && Files.exists(folder.file(RunFolder.STUDY))) {
      StudyRecord known = Json.read(folder.file(RunFolder.STUDY), StudyRecord.class);
      return new Planning(settled(Study.again(known, asked)), known, null)
          .rounded(request, source, tools);
    }
    Prepared prepared = Prepared.of(source.model(), asked.cut().heads().word());
    ModelChecks.check(asked, prepared, request.model());
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
    return new Planning(settled(result.recipe()), result.record(), null)
        .rounded(request, source, tools);
  }

  /** With the multiples of channels that widths are to be; a resumed run takes those it finds. */
  private Planning rounded(PruneRequest request, Source source, Tools tools) {
    if (!recipe.cut().unrounded()) {
      return this;
    }
    Path known = new RunFolder(request.out()).file(RunFolder.ROUNDING);
    Rounding found =
        request.resume() && Files.exists(known)
            ? Json.read(known, Rounding.class)
            : measured(source, tools);
    Recipe settled = recipe.withCut(recipe.cut().withStep(found.step()));
    StudyRecord with = study == null ? null : study.with(choice(found), RecipeCodec.tree(settled));
    return new Planning(settled, with, found);
  }

  /**
   * Leaves in the run's folder what a resumed run decides by.
   *
   * @param folder of the run
   */
  public void write(RunFolder folder) {
    if (study != null) {
      Json.write(study, folder.file(RunFolder.STUDY));
    } else if (rounding != null) {
      Json.write(rounding, folder.file(RunFolder.ROUNDING));
    }
    WholeFile.write(folder.file(RunFolder.RECIPE), RecipeCodec.yaml(recipe));
  }

  private Rounding measured(Source source, Tools tools) {
    LatencySettings settings = recipe.latency();
    tools.progress().at("time layers between blocks of channels", 0, 1);
    Rounding found =
        Rounding.measured(
            Prepared.of(source.model(), recipe.cut().heads().word()).coupling(),
            new LatencyRequest(settings.batch(), settings.threads(), settings.runs(), recipe.seed())
                .withSeconds(ROUNDING_SECONDS));
    tools.progress().at("time layers between blocks of channels", 1, 1);
    return found;
  }

  private static StudyRecord.Choice choice(Rounding found) {
    String step = Integer.toString(found.step());
    return new StudyRecord.Choice(
        "cut.round", step, found.why(), "measured on this machine", step, "rule");
  }

  private static Recipe settled(Recipe recipe) {
    return Resolved.recipe(recipe.studied());
  }
}
