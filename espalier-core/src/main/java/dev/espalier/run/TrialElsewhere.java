package dev.espalier.run;

import dev.espalier.job.PruneRequest;
import dev.espalier.job.RunFolder;
import dev.espalier.job.Source;
import dev.espalier.prepare.Prepared;
import dev.espalier.recipe.Recipe;
import dev.espalier.recipe.RecipeCodec;
import dev.espalier.training.OriginalTeacher;
import dev.espalier.trial.Trial;
import dev.espalier.trial.TrialSpec;
import dev.espalier.trial.Workbench;
import dev.espalier.tune.Tools;

/**
 * Makes a trial of a run whose search goes on in another process: what a {@link
 * dev.espalier.trial.TrialRunner} calls where the work is done. Both must see the run's folder, the
 * model and the data under the same paths.
 */
public final class TrialElsewhere {
  private TrialElsewhere() {}

  /**
   * Makes one trial of a run, and keeps it in the run's folder.
   *
   * @param tools what trains and gives gradients in this process
   * @param request of the run; its recipe is taken from the run's folder, where the run left it
   *     resolved
   * @param spec the trial to make
   * @return what is also in the run's folder
   */
  public static Trial make(Tools tools, PruneRequest request, TrialSpec spec) {
    RunFolder folder = new RunFolder(request.out());
    Recipe recipe = RecipeCodec.read(folder.file(RunFolder.RECIPE));
    PruneRequest resolved =
        new PruneRequest(request.model(), request.data(), recipe, request.out());
    Source source = Source.read(resolved);
    Prepared prepared = Prepared.of(source.model(), recipe.cut().heads().word());
    Workbench.Job job = new Workbench.Job(resolved, recipe, source, prepared, folder);
    try (OriginalTeacher teacher = new OriginalTeacher(source.model(), source.task(), null)) {
      return Workbench.worker(tools, job, teacher).of(spec);
    }
  }
}
