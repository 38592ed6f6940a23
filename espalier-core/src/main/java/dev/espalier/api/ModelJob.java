package dev.espalier.api;

import dev.espalier.check.Inspection;
import dev.espalier.check.Verification;
import dev.espalier.dynamic.DynamicRun;
import dev.espalier.files.DataException;
import dev.espalier.job.DynamicRequest;
import dev.espalier.job.PruneRequest;
import dev.espalier.job.RunFolder;
import dev.espalier.job.RunSignature;
import dev.espalier.job.TuneRequest;
import dev.espalier.judge.Measurement;
import dev.espalier.model.Model;
import dev.espalier.ort.Opening;
import dev.espalier.prepare.Prepared;
import dev.espalier.recipe.Recipe;
import dev.espalier.recipe.RecipeCodec;
import dev.espalier.record.RunRecord;
import dev.espalier.report.HtmlReport;
import dev.espalier.run.PruneResult;
import dev.espalier.run.Pruner;
import dev.espalier.run.QuantiseRun;
import dev.espalier.run.TuneRun;
import dev.espalier.tune.Tools;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A model and what is asked of it. Immutable: each method gives another one.
 *
 * <p>What is set here is kept; what is left open follows from a study of task, data and model.
 */
public final class ModelJob {
  private final Tools tools;
  private final Path model;
  private final @Nullable Path data;
  private final Recipe recipe;
  private final Set<String> stated;
  private final boolean resume;

  ModelJob(
      Tools tools,
      Path model,
      @Nullable Path data,
      Recipe recipe,
      Set<String> stated,
      boolean resume) {
    this.tools = tools;
    this.model = model;
    this.data = data;
    this.recipe = recipe;
    this.stated = stated;
    this.resume = resume;
  }

  /**
   * With this data: a folder, a file, or a YAML file that describes it (docs/DATA.md).
   *
   * @param described folder or file
   * @return another job
   */
  public ModelJob data(Path described) {
    return new ModelJob(tools, model, described, recipe, stated, resume);
  }

  /**
   * With a largest loss of the metric: 0.01 is one point of accuracy; for errors it is relative.
   *
   * @param drop 0 or more
   * @return another job
   */
  public ModelJob maxDrop(double drop) {
    return set("goal.maxDrop=" + drop);
  }

  /**
   * With a size to come to.
   *
   * @param what {@code macs}, {@code params}, {@code bytes}, {@code memory} or {@code latency}
   * @param ratio of the original's, above 0 and at most 1
   * @return another job
   */
  public ModelJob target(String what, double ratio) {
    return set("goal.target=" + what).set(String.format(Locale.ROOT, "goal.ratio=%s", ratio));
  }

  /**
   * With one setting of docs/RECIPE.md, as {@code tune.epochs=10}.
   *
   * @param assignment {@code key=value}
   * @return another job
   * @throws dev.espalier.recipe.RecipeException naming the nearest key where there is no such one
   */
  public ModelJob set(String assignment) {
    Set<String> keys = new LinkedHashSet<>(stated);
    keys.add(assignment.substring(0, Math.max(0, assignment.indexOf('='))));
    Recipe changed = RecipeCodec.set(recipe, assignment);
    return new ModelJob(tools, model, data, changed, keys, resume);
  }

  /**
   * Going on with an interrupted run, if there is one in the folder that is named next.
   *
   * @return another job
   */
  public ModelJob resuming() {
    return new ModelJob(tools, model, data, recipe, stated, true);
  }

  /** {@return what it consists of and what of it can be cut, each barrier with its reason} */
  public Inspection inspect() {
    Model loaded = Opening.network(model, recipe.inputs());
    return Inspection.of(Prepared.of(loaded, "blocks"), Measurement.fileBytes(model, loaded));
  }

  /**
   * Cuts, tunes, proves and measures it.
   *
   * @param out folder for the results, which does not exist yet unless a run is resumed
   * @return the record, with where the results lie
   */
  public PruneResult prune(Path out) {
    PruneResult result =
        new Pruner(tools)
            .prune(new PruneRequest(model, data, recipe, stated, out, resume, List.of()));
    HtmlReport.write(result.record(), out.resolve(RunFolder.REPORT));
    return result;
  }

  /**
   * Stores and computes it in fewer bits, layer by layer where that keeps the metric and takes less
   * time here. With data and no largest loss, half a point may be lost.
   *
   * @param out folder for the results, which does not exist yet unless a run is resumed
   * @return the record, with where the results lie
   */
  public PruneResult quantise(Path out) {
    if (data != null && recipe.goal().maxDrop() == null) {
      return maxDrop(QuantiseRun.USUAL_DROP).quantise(out);
    }
    PruneResult result =
        new QuantiseRun(tools.progress())
            .quantise(new PruneRequest(model, data, recipe, stated, out, resume, List.of()));
    HtmlReport.write(result.record(), out.resolve(RunFolder.REPORT));
    return result;
  }

  /**
   * Trains it as it is; from random weights where {@code tune.start} is {@code scratch}.
   *
   * @param out folder for the results, which does not exist yet unless a run is resumed
   * @return the record, with where the results lie
   */
  public PruneResult tune(Path out) {
    PruneResult result =
        new TuneRun(tools)
            .tune(
                new TuneRequest(
                    model,
                    examples("a model is trained on examples"),
                    recipe,
                    out,
                    resume,
                    List.of()));
    HtmlReport.write(result.record(), out.resolve(RunFolder.REPORT));
    return result;
  }

  private Path examples(String what) {
    if (data == null) {
      throw new DataException(what + ": name its data");
    }
    return data;
  }

  /**
   * Makes a model that spends less on easy inputs.
   *
   * @param out folder for the results, which does not exist yet unless a run is resumed
   * @return what run.json holds
   */
  public RunRecord dynamic(Path out) {
    RunRecord record =
        new DynamicRun(tools)
            .run(
                new DynamicRequest(
                    model,
                    List.of(),
                    examples("a dynamic model is chosen by its answers on data"),
                    recipe,
                    stated,
                    out,
                    resume,
                    List.of()));
    HtmlReport.write(record, out.resolve(RunFolder.REPORT));
    return record;
  }

  /**
   * Checks from outside that a run's files are those that it wrote, and that its result is this
   * model cut by the run's plan. Trusts run.json; docs/TRUST.md says what that means.
   *
   * @param run folder that a run wrote
   * @return what was found
   */
  public Verification verify(Path run) {
    return Verification.of(model, run);
  }

  /**
   * The same without trust in run.json, which must be signed.
   *
   * @param run folder that a run wrote
   * @param publicKey PEM file with an Ed25519 key
   * @return what was found
   */
  public Verification verify(Path run, Path publicKey) {
    return Verification.of(model, run, RunSignature.publicKey(publicKey));
  }
}
