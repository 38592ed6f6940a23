package dev.espalier.trial;

import dev.espalier.cut.Aiming;
import dev.espalier.cut.Cutter;
import dev.espalier.cut.Gathering;
import dev.espalier.cut.MeasuredLatency;
import dev.espalier.cut.ProxyScore;
import dev.espalier.cut.Screening;
import dev.espalier.cut.WidthSearch;
import dev.espalier.files.Json;
import dev.espalier.job.Examples;
import dev.espalier.job.PruneRequest;
import dev.espalier.job.RunFolder;
import dev.espalier.job.Source;
import dev.espalier.job.Tools;
import dev.espalier.judge.Gate;
import dev.espalier.judge.Measurement;
import dev.espalier.latency.Rounding;
import dev.espalier.prepare.Baseline;
import dev.espalier.prepare.Prepared;
import dev.espalier.recipe.Recipe;
import dev.espalier.training.OriginalTeacher;
import dev.espalier.training.Training;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a job works with: training, the gate, and trials that cut and tune.
 *
 * @param training as the recipe says, against the original as the teacher
 * @param gate judges losses; null where none is asked for
 * @param trials none so far
 */
public record Workbench(Training training, @Nullable Gate gate, Trials trials) {
  /**
   * A job, read and prepared.
   *
   * @param request as it came
   * @param recipe resolved
   * @param source model and data
   * @param prepared the model made ready for cutting
   * @param folder where results go
   */
  public record Job(
      PruneRequest request, Recipe recipe, Source source, Prepared prepared, RunFolder folder) {}

  public static Workbench of(Tools tools, Job job, OriginalTeacher teacher) {
    Recipe recipe = job.recipe();
    Examples examples = job.source().examples();
    Gathering gathering = new Gathering(tools, recipe, examples, teacher, job.source().model());
    Training training = new Training(tools, recipe, examples, teacher, job.folder().training());
    Gate gate =
        examples == null || examples.gate() == null
            ? null
            : new Gate(examples.task(), examples.gate(), recipe.goal(), job.source().model());
    Cutter cutter = new Cutter(recipe, gathering, baseline(job), job.prepared().coupling());
    MeasuredLatency latency =
        new MeasuredLatency(
            job.prepared(), recipe, job.folder().file(RunFolder.LATENCY), tools.progress());
    Aiming.Helpers helpers =
        new Aiming.Helpers(search(tools, job), screening(tools, job, training), said(job.folder()));
    Trials.Workshop workshop =
        new Trials.Workshop(
            new Aiming(recipe, cutter, latency, helpers),
            Means.of(recipe, gathering),
            training,
            gate,
            latency,
            new Bulletin(
                recipe,
                gate == null || examples == null ? "" : examples.task().metric(),
                tools.progress()));
    return new Workbench(
        training, gate, new Trials(recipe, job.folder(), workshop, job.prepared().model()));
  }

  /** Why widths are rounded as they are, where no study says so. */
  private static List<String> said(RunFolder folder) {
    Path rounding = folder.file(RunFolder.ROUNDING);
    return Files.exists(rounding) && new TrialFiles(folder).trial(1) == null
        ? List.of(Json.read(rounding, Rounding.class).why())
        : List.of();
  }

  private static @Nullable WidthSearch search(Tools tools, Job job) {
    Recipe recipe = job.recipe();
    return recipe.search().policy().equals("none")
        ? null
        : new WidthSearch(recipe, job.folder(), score(tools, job), tools.progress());
  }

  private static ProxyScore score(Tools tools, Job job) {
    return new ProxyScore(tools, job.recipe(), job.source().examples(), job.source().model());
  }

  private static @Nullable Screening screening(Tools tools, Job job, Training training) {
    Examples examples = job.source().examples();
    return examples == null || !Screening.wanted(job.recipe(), training)
        ? null
        : new Screening(
            job.recipe(),
            training,
            examples,
            score(tools, job),
            job.folder().work("screening.json"));
  }

  private static Baseline baseline(Job job) {
    return Baseline.of(
        job.prepared(), Measurement.fileBytes(job.request().model(), job.source().model()));
  }
}
