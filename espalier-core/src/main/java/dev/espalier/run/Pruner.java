package dev.espalier.run;

import dev.espalier.files.Json;
import dev.espalier.job.Begun;
import dev.espalier.job.Examples;
import dev.espalier.job.PruneRequest;
import dev.espalier.job.RunFolder;
import dev.espalier.job.Source;
import dev.espalier.model.Model;
import dev.espalier.onnx.OnnxWriter;
import dev.espalier.prepare.Prepared;
import dev.espalier.recipe.Recipe;
import dev.espalier.record.RunRecord;
import dev.espalier.stage.StagePlan;
import dev.espalier.training.OriginalTeacher;
import dev.espalier.trial.Answering;
import dev.espalier.trial.Clock;
import dev.espalier.trial.Feedback;
import dev.espalier.trial.Strategy;
import dev.espalier.trial.Trial;
import dev.espalier.trial.TrialRunner;
import dev.espalier.trial.Trials;
import dev.espalier.trial.Workbench;
import dev.espalier.tune.Tools;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The main job: a trained model and its data in; a cut, tuned, verified and measured model out,
 * with a record of how.
 *
 * <p>Read {@link #prune} from top to bottom.
 */
public final class Pruner {
  private final Tools tools;
  private final @Nullable Function<Workbench.Job, TrialRunner> elsewhere;

  /**
   * With trials in this process.
   *
   * @param tools what trains and gives gradients
   */
  public Pruner(Tools tools) {
    this.tools = tools;
    this.elsewhere = null;
  }

  /**
   * With trials made elsewhere, such as on other machines.
   *
   * @param tools what trains and gives gradients
   * @param elsewhere makes trials in other places (see {@link TrialElsewhere})
   */
  public Pruner(Tools tools, Function<Workbench.Job, TrialRunner> elsewhere) {
    this.tools = tools;
    this.elsewhere = elsewhere;
  }

  /**
   * Runs a request to its end and writes the run folder (model, plan, record, resolved recipe). Bad
   * input ends in {@code ModelFormatException}, {@code DataException} or {@code RecipeException}
   * before anything is written.
   *
   * @param request model, data, recipe and folder of the run
   * @return the result with its plan and everything measured
   */
  public PruneResult prune(PruneRequest request) {
    Clock clock = new Clock(request.recipe().goal().minutes());
    RunFolder.requireReady(request.out(), request.resume(), tools.progress()::warned);
    Source source = Source.read(request);
    Recipe asked = Resolved.recipe(request.recipe());
    Resolved.check(asked, source.examples());
    Begun begun = Begun.of(request, source.records());
    begun.requireSame(new RunFolder(request.out()));
    try (RunFolder folder = RunFolder.open(request.out(), request.resume())) {
      begun.keep(folder);
      Planned planned =
          folder.planned(request.resume(), () -> planned(request, source, folder, clock.started()));
      try (OriginalTeacher teacher =
          new OriginalTeacher(source.model(), source.task(), folder.answers())) {
        return recorded(
            new Workbench.Job(
                request, planned.planning().recipe(), source, planned.prepared(), folder),
            planned.journal(),
            teacher,
            clock);
      }
    }
  }

  /** What ends a run is recorded before the teacher is closed. */
  private PruneResult recorded(
      Workbench.Job parts, RunJournal journal, OriginalTeacher teacher, Clock clock) {
    try {
      return run(parts, journal, teacher, clock);
    } catch (RuntimeException | OutOfMemoryError e) {
      journal.failed(parts.folder(), e);
      throw e;
    }
  }

  private record Planned(Planning planning, Prepared prepared, RunJournal journal) {}

  /**
   * What the run follows. A study takes time, so it is the run's own, and is kept once it ended.
   */
  private Planned planned(PruneRequest request, Source source, RunFolder folder, Instant started) {
    Planning planning = Planning.of(request, source, tools, true);
    Recipe recipe = planning.recipe();
    Prepared prepared = Prepared.of(source.model(), recipe.cut().heads().word());
    ModelChecks.check(recipe, prepared, request.model());
    planning.write(folder);
    source.preprocessing().write(folder.path());
    return new Planned(
        planning, prepared, new RunJournal(request, planning, prepared, tools.progress(), started));
  }

  private PruneResult run(
      Workbench.Job parts, RunJournal journal, OriginalTeacher teacher, Clock clock) {
    Recipe recipe = parts.recipe();
    Examples examples = parts.source().examples();
    Model original = parts.source().model();
    Workbench bench =
        Workbench.of(tools, parts, teacher, elsewhere == null ? null : elsewhere.apply(parts));
    RunWarnings.of(parts, bench).forEach(journal::warn);
    Trials trials = bench.trials();

    Feedback feedback = new Feedback(recipe, tools.gradients() != null, trials.shortEpochs());
    Strategy strategy = new Strategy(recipe, trials, new Answering(trials, feedback), clock);
    Strategy.Choice choice = strategy.run();
    List<Trial> front = strategy.front(choice);

    RunEnding floats = RunEnding.of(choice, trials, original);
    Set<String> integers = parts.prepared().integers();
    RunEnding ending =
        integers.isEmpty()
            ? new FewerBits(recipe, parts.source(), trials, bench.gate(), tools.progress())
                .of(floats)
            : new IntegersAgain(recipe, parts.source(), integers, trials, bench.gate()).of(floats);
    if (recipe.quant().wanted()
        && ending.rounded()
        && (examples == null || examples.train() == null && examples.gate() == null)) {
      journal.warn("no examples decide: nothing says what the fewer bits lose");
    }
    Model result = parts.source().finished(ending.candidate().model());
    OnnxWriter.write(result, parts.folder().file(RunFolder.MODEL));
    Json.write(StagePlan.of(ending.candidate().done()), parts.folder().file(RunFolder.PLAN));
    journal.front(new Members(recipe, parts.source(), parts.folder()).written(front, trials));
    Closing closing = new Closing(recipe, original, result, examples, tools);
    RunRecord record = closing.record(journal, ending, trials, bench.training());
    Json.write(record, parts.folder().file(RunFolder.RECORD));
    parts.folder().finish();
    return new PruneResult(result, ending.candidate().plan(), record);
  }
}
