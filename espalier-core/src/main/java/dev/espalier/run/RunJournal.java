package dev.espalier.run;

import dev.espalier.files.Json;
import dev.espalier.job.Hashes;
import dev.espalier.job.Machine;
import dev.espalier.job.PruneRequest;
import dev.espalier.job.RunFolder;
import dev.espalier.prepare.Listing;
import dev.espalier.prepare.Prepared;
import dev.espalier.progress.Progress;
import dev.espalier.recipe.RecipeCodec;
import dev.espalier.recipe.TuneSettings;
import dev.espalier.record.DataRoles;
import dev.espalier.record.FrontRecord;
import dev.espalier.record.InputFile;
import dev.espalier.record.PaceRecord;
import dev.espalier.record.RunRecord;
import dev.espalier.record.RunRecordBuilder;
import dev.espalier.record.RunSetup;
import dev.espalier.record.RunStructure;
import dev.espalier.record.Status;
import dev.espalier.record.StudyRecord;
import dev.espalier.record.Tool;
import dev.espalier.stage.StageTrace;
import dev.espalier.training.Training;
import dev.espalier.tune.Pace;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;

/** What is known of a run before it ends: inputs, machine, recipe, barriers, warnings. */
public final class RunJournal {
  private final PruneRequest request;
  private final Planning planning;
  private final Prepared prepared;
  private final Progress progress;
  private final Instant started;
  private final List<String> warnings = new ArrayList<>();
  private List<FrontRecord> front = List.of();
  private @Nullable Pace pace;
  private String threads = "";

  /**
   * Begins the journal of a run. Tells {@code progress} what the study warns of.
   *
   * @param request of the run
   * @param planning recipe and study of the run
   * @param prepared the original with its groups and barriers
   * @param progress is told of each warning at once
   * @param started when the run began, before anything was read or studied
   */
  public RunJournal(
      PruneRequest request,
      Planning planning,
      Prepared prepared,
      Progress progress,
      Instant started) {
    this.request = request;
    this.planning = planning;
    this.prepared = prepared;
    this.progress = progress;
    this.started = started;
    StudyRecord study = planning.study();
    if (study != null) {
      study.warnings().forEach(progress::warned);
    }
  }

  /** {@return what was warned of so far} */
  public List<String> warnings() {
    return List.copyOf(warnings);
  }

  /**
   * Leaves a record that says why the run stopped, or that it was told to; {@code --resume} goes on
   * from what had ended.
   *
   * @param folder of the run
   * @param reason what ended it
   */
  public void failed(RunFolder folder, Throwable reason) {
    Status status = reason instanceof CancellationException ? Status.RUNNING : Status.FAILED;
    try {
      Json.write(
          begin().status(status, reason.getMessage() + StageTrace.of(reason)).build(),
          folder.file(RunFolder.RECORD));
    } catch (UncheckedIOException disk) {
      reason.addSuppressed(disk);
    }
  }

  /**
   * What a dynamic run is that made nothing worth using: its warnings have the figures.
   *
   * @param roles which examples did what
   * @return a record without a result
   */
  public RunRecord unpaid(DataRoles roles) {
    return begin()
        .status(
            Status.UNREACHABLE,
            "keep the original: nothing that was made takes less time (see the warnings); try dynamic.members")
        .data(roles)
        .build();
  }

  /**
   * Tells a person at once, and notes it for the record.
   *
   * @param warning one sentence
   */
  public void warn(String warning) {
    warnings.add(warning);
    progress.warned(warning);
  }

  /**
   * Notes how the run's models were trained.
   *
   * @param training of the run
   */
  @SuppressWarnings("exports") // called by this module alone
  public void trained(Training training) {
    if (training.possible()) {
      trained(training.pace().orElse(null), training.threads());
    }
  }

  void trained(@Nullable Pace found, String on) {
    pace = found;
    threads = on;
  }

  void front(List<FrontRecord> members) {
    front = members;
  }

  /** The file that the run began with. */
  Path model() {
    return request.model();
  }

  Prepared prepared() {
    return prepared;
  }

  /** {@return a record with all but results} */
  public RunRecordBuilder begin() {
    List<InputFile> inputs = new ArrayList<>();
    inputs.add(Hashes.file("model", request.model()));
    Path data = request.data();
    if (data != null) {
      inputs.add(Hashes.file("data", data));
    }
    double seconds = (Instant.now().toEpochMilli() - started.toEpochMilli()) / 1e3;
    StudyRecord study = planning.study();
    RunRecordBuilder builder =
        RunRecord.builder()
            .setup(
                new RunSetup(
                    new Tool(Machine.version(), request.command(), started, seconds),
                    inputs,
                    threads.isEmpty()
                        ? Machine.environment()
                        : Machine.environment().tuned(threads),
                    Map.of("run", planning.recipe().seed()),
                    RecipeCodec.tree(planning.recipe()),
                    null,
                    study))
            .files(new RunFolder(request.out()).files())
            .front(front)
            .structure(RunStructure.uncut(Listing.barriers(prepared.coupling())));
    if (study != null) {
      study.warnings().forEach(builder::warning);
    }
    warnings.forEach(builder::warning);
    if (pace != null) {
      builder.pace(row(pace));
    }
    return builder;
  }

  private static PaceRecord row(Pace pace) {
    TuneSettings.Steps steps = pace.steps();
    return new PaceRecord(
        steps.optimizer().word(),
        steps.learningRate(),
        steps.normalise(),
        steps.distill(),
        steps.clip(),
        pace.seconds(),
        pace.why());
  }
}
