package dev.espalier.trial;

import dev.espalier.cut.Aiming;
import dev.espalier.cut.CutMethods;
import dev.espalier.cut.CutStage;
import dev.espalier.cut.Cutter;
import dev.espalier.cut.Gathering;
import dev.espalier.cut.MeasuredLatency;
import dev.espalier.cut.ProxyScore;
import dev.espalier.cut.Readied;
import dev.espalier.cut.Screening;
import dev.espalier.cut.WidthSearch;
import dev.espalier.files.Json;
import dev.espalier.job.Examples;
import dev.espalier.job.PruneRequest;
import dev.espalier.job.RunFolder;
import dev.espalier.job.Source;
import dev.espalier.judge.Gate;
import dev.espalier.judge.Measurement;
import dev.espalier.latency.Rounding;
import dev.espalier.prepare.Baseline;
import dev.espalier.prepare.Prepared;
import dev.espalier.recipe.Recipe;
import dev.espalier.stage.Candidate;
import dev.espalier.stage.PrepareStage;
import dev.espalier.stage.Stages;
import dev.espalier.training.OriginalTeacher;
import dev.espalier.training.Training;
import dev.espalier.training.TuneStage;
import dev.espalier.tune.Tools;
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
@SuppressWarnings("exports") // called by this module and the command line alone
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

  /**
   * With trials in this process, {@code search.parallel} at a time.
   *
   * @param tools what trains and gives gradients
   * @param job the run's request, original and examples
   * @param teacher answers of the original, to be imitated
   * @return what makes and keeps the trials of this run
   */
  public static Workbench of(Tools tools, Job job, OriginalTeacher teacher) {
    return of(tools, job, teacher, null);
  }

  /**
   * With trials that {@code runner} makes; without one they run in this process, {@code
   * search.parallel} at a time.
   *
   * @param tools what trains and gives gradients
   * @param job the run's request, original and examples
   * @param teacher answers of the original, to be imitated
   * @param runner makes the trials; null for this process
   * @return what makes and keeps the trials of this run
   */
  public static Workbench of(
      Tools tools, Job job, OriginalTeacher teacher, @Nullable TrialRunner runner) {
    Shared shared = Shared.of(tools, job, teacher);
    Bench bench = bench(tools, shared);
    TrialRunner here =
        new LocalTrials(
            bench.work(), () -> bench(tools, shared).work(), job.recipe().search().parallel());
    Trials.Parts parts =
        new Trials.Parts(
            shared.context(),
            job.source().model(),
            runner == null ? here : runner,
            bench.work(),
            bench.means(),
            bench.readied(),
            bench.training(),
            shared.gate(),
            bench.latency(),
            shared.bulletin());
    return new Workbench(
        bench.training(),
        shared.gate(),
        new Trials(job.recipe(), shared.files(), parts, shared.original()));
  }

  /**
   * {@return what makes a trial in this process when its specification came from another}
   *
   * @param tools what trains and gives gradients
   * @param job the run's request, original and examples
   * @param teacher answers of the original, to be imitated
   */
  public static TrialWork worker(Tools tools, Job job, OriginalTeacher teacher) {
    return bench(tools, Shared.of(tools, job, teacher)).work();
  }

  /**
   * What all threads that make trials share.
   *
   * @param context hash of original, data and recipe
   * @param whole the original, ready to be cut
   * @param original the same as a trial
   */
  private record Shared(
      Job job,
      OriginalTeacher teacher,
      String context,
      TrialFiles files,
      @Nullable Gate gate,
      Bulletin bulletin,
      Candidate whole,
      Trial original) {
    static Shared of(Tools tools, Job job, OriginalTeacher teacher) {
      Recipe recipe = job.recipe();
      Examples examples = job.source().examples();
      Gate gate =
          examples == null || examples.gate() == null
              ? null
              : new Gate(examples.task(), examples.gate(), recipe.goal(), job.source().model());
      String metric = gate == null || examples == null ? "" : examples.task().metric();
      Candidate whole = PrepareStage.of(job.prepared(), recipe.cut().heads().word());
      return new Shared(
          job,
          teacher,
          TrialContext.of(job),
          new TrialFiles(job.folder()),
          gate,
          new Bulletin(recipe, metric, tools.progress()),
          whole,
          Originals.of(recipe, job.prepared(), whole));
    }
  }

  /** What one thread has of its own. */
  private record Bench(
      TrialWork work,
      CutMethods means,
      Readied readied,
      Training training,
      MeasuredLatency latency) {}

  private static Bench bench(Tools tools, Shared shared) {
    Job job = shared.job();
    Recipe recipe = job.recipe();
    Examples examples = job.source().examples();
    Gathering gathering =
        new Gathering(tools, recipe, examples, shared.teacher(), job.source().model());
    Training training =
        new Training(tools, recipe, examples, shared.teacher(), job.folder().training());
    Cutter cutter = new Cutter(recipe, gathering, baseline(job), job.prepared().coupling());
    MeasuredLatency latency =
        new MeasuredLatency(
            job.prepared(), recipe, job.folder().file(RunFolder.LATENCY), tools.progress());
    Aiming aiming =
        new Aiming(
            recipe,
            cutter,
            latency,
            new Aiming.Helpers(search(tools, job), screening(tools, job, training)));
    CutMethods means = CutMethods.of(recipe, gathering);
    Readied readied = new Readied(job.folder());
    Stages stages =
        new Stages(
            List.of(
                new PrepareStage(),
                new CutStage(recipe, aiming, means, readied, said(job.folder())),
                new TuneStage(training)));
    TrialWork.Workshop workshop =
        new TrialWork.Workshop(
            stages, aiming, shared.gate(), latency, shared.bulletin(), tools.progress());
    return new Bench(
        new TrialWork(recipe, shared.files(), workshop, shared.original(), shared.whole()),
        means,
        readied,
        training,
        latency);
  }

  /** Why widths are rounded as they are, where no study says so. */
  private static List<String> said(RunFolder folder) {
    Path rounding = folder.file(RunFolder.ROUNDING);
    return Files.exists(rounding) ? List.of(Json.read(rounding, Rounding.class).why()) : List.of();
  }

  private static @Nullable WidthSearch search(Tools tools, Job job) {
    Recipe recipe = job.recipe();
    return recipe.search().wanted()
        ? new WidthSearch(recipe, job.folder(), score(tools, job), tools.progress())
        : null;
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
        job.prepared(),
        Measurement.fileBytes(job.request().model(), job.source().model()),
        job.source()::finished);
  }
}
