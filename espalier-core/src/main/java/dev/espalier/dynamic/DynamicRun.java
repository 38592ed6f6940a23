package dev.espalier.dynamic;

import dev.espalier.adaptive.Chain;
import dev.espalier.adaptive.ChainStage;
import dev.espalier.data.DataSource;
import dev.espalier.data.Splits;
import dev.espalier.files.Json;
import dev.espalier.job.Begun;
import dev.espalier.job.DynamicRequest;
import dev.espalier.job.RunFolder;
import dev.espalier.job.Source;
import dev.espalier.judge.Gate;
import dev.espalier.model.ConstantNodes;
import dev.espalier.model.Model;
import dev.espalier.op.Checks;
import dev.espalier.ort.Opening;
import dev.espalier.prepare.Prepared;
import dev.espalier.recipe.Recipe;
import dev.espalier.record.RunRecord;
import dev.espalier.run.Planning;
import dev.espalier.run.Resolved;
import dev.espalier.run.RunJournal;
import dev.espalier.trial.Clock;
import dev.espalier.tune.Tools;
import java.time.Instant;
import java.util.List;

/**
 * Makes a model spend less on easy inputs: cheaper members are made of it (or given), a chain and a
 * signal are chosen, thresholds calibrated with a guarantee, and all is joined in one plain ONNX
 * file.
 *
 * <p>Read {@link #run} from top to bottom.
 */
public final class DynamicRun {
  /** Name of the model at its calibrated point. */
  public static final String DYNAMIC = DynamicFiles.DYNAMIC;

  private final Tools tools;

  public DynamicRun(Tools tools) {
    this.tools = tools;
  }

  /**
   * Runs a request to its end and writes the run folder (see {@link DynamicFiles}). Bad input ends
   * in {@code ModelFormatException}, {@code DataException} or {@code RecipeException} before
   * anything is written.
   */
  public RunRecord run(DynamicRequest request) {
    Clock clock = new Clock(request.recipe().goal().minutes());
    RunFolder.requireReady(request.out(), request.resume(), tools.progress()::warned);
    Recipe asked = Resolved.recipe(request.recipe());
    Model original = Opening.network(request.original(), request.recipe().inputs());
    Chain.requireLast(ChainStage.whole(Variant.ORIGINAL, original));
    Checks.finite(ConstantNodes.toInitializers(original), request.original().toString());
    DynamicChecks.requireFloats(original, request.original());
    Splits splits = DataSource.open(request.data(), original);
    UnseenParts parts = UnseenParts.of(splits, original, asked);
    DynamicChecks.possible(asked, parts.task());
    Begun begun =
        Begun.of(
            request.asRun(),
            request.given().stream().map(DynamicRequest.Given::model).toList(),
            splits.hash());
    begun.requireSame(new RunFolder(request.out()));
    try (RunFolder folder = RunFolder.open(request.out(), request.resume())) {
      begun.keep(folder);
      Source source = new Source(original, parts.studied(splits), parts.examples());
      Planned planned =
          folder.planned(request.resume(), () -> planned(request, source, folder, clock.started()));
      splits.preprocessing().write(folder.path());
      Recipe recipe = planned.recipe();
      splits.notes().forEach(planned.journal()::warn);
      try {
        return run(
            request,
            new Work(original, recipe, parts, planned.prepared(), folder, clock),
            planned.journal());
      } catch (RuntimeException | OutOfMemoryError e) {
        planned.journal().failed(folder, e);
        throw e;
      }
    }
  }

  private record Planned(Recipe recipe, Prepared prepared, RunJournal journal) {}

  /** A study takes time, so it is the run's own, and is kept once it ended. */
  private Planned planned(
      DynamicRequest request, Source source, RunFolder folder, Instant started) {
    Planning planning = planning(request, source);
    Prepared prepared = Prepared.of(source.model(), planning.recipe().cut().heads().word());
    planning.write(folder);
    return new Planned(
        planning.recipe(),
        prepared,
        new RunJournal(request.asRun(), planning, prepared, tools.progress(), started));
  }

  /** What a run works with once all that was asked for is known to be possible. */
  private record Work(
      Model original,
      Recipe recipe,
      UnseenParts parts,
      Prepared prepared,
      RunFolder folder,
      Clock clock) {}

  private RunRecord run(DynamicRequest request, Work work, RunJournal journal) {
    Model original = work.original();
    Recipe recipe = work.recipe();
    UnseenParts parts = work.parts();
    RunFolder folder = work.folder();
    Family family =
        new FamilyMaker(tools, recipe, parts, folder, journal, work.clock())
            .make(request, work.prepared());
    DynamicFiles files = new DynamicFiles(request.out());
    files.write(family);
    if (family.lines().isEmpty()) {
      return ended(folder, journal.unpaid(parts.roles()));
    }

    tools.progress().at("choosing", 0, 1);
    RowLosses losses =
        new RowLosses(parts.task(), Gate.predict(original, parts.task(), parts.choice()));
    StageMeter meter = new StageMeter(family.lines(), original, recipe);
    List<Routes.Chosen> offers =
        new Routes(recipe, parts.task(), losses, meter)
            .offers(
                family.lines(),
                family.answered(parts.choice(), losses),
                family.answered(parts.calibration(), losses));
    Fastest fastest = Fastest.of(offers, original, parts, meter, recipe);
    tools.progress().at("choosing", 1, 1);

    Model dynamic = fastest.taken().model();
    files.write(fastest.taken().offer(), dynamic, parts);

    tools.progress().at("measuring", 0, 1);
    DynamicClosing closing =
        new DynamicClosing(
            new DynamicClosing.Run(request.out(), recipe, parts, meter),
            family.answered(parts.last(), losses),
            fastest);
    RunRecord record = closing.record(journal, family, original, dynamic);
    tools.progress().at("measuring", 1, 1);
    return ended(folder, record);
  }

  private static RunRecord ended(RunFolder folder, RunRecord record) {
    Json.write(record, folder.file(RunFolder.RECORD));
    folder.finish();
    return record;
  }

  /**
   * Whether members are to be found by a search, as `prune` has it, and not named by their size.
   */
  private static boolean searches(Recipe recipe) {
    return recipe.dynamic().openMembers();
  }

  /** Given models are not trained, so nothing has to be planned for them. */
  private Planning planning(DynamicRequest request, Source source) {
    return request.given().isEmpty()
        ? Planning.of(request.asRun(), source, tools, searches(request.recipe()))
        : new Planning(Resolved.recipe(request.recipe()));
  }
}
