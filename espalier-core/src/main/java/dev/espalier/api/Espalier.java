package dev.espalier.api;

import dev.espalier.files.Json;
import dev.espalier.job.RunFolder;
import dev.espalier.job.RunSignature;
import dev.espalier.model.Model;
import dev.espalier.onnx.OnnxWriter;
import dev.espalier.progress.Progress;
import dev.espalier.recipe.Recipe;
import dev.espalier.record.RunRecord;
import dev.espalier.report.HtmlReport;
import dev.espalier.runtime.OpenModel;
import dev.espalier.tune.Toolbox;
import dev.espalier.tune.Tools;
import java.nio.file.Path;

/**
 * Where a program begins: the commands of the command line as methods.
 *
 * <pre>{@code
 * Espalier espalier = Espalier.installed(Progress.NONE);
 * PruneResult small =
 *     espalier.model(Path.of("model.onnx")).data(Path.of("data.yaml")).maxDrop(0.01).prune(Path.of("run"));
 * try (OpenModel model = Espalier.open(Path.of("run"), 1)) {
 *   Map<String, Tensor> outputs = model.run(inputs);
 * }
 * }</pre>
 *
 * <p>Bad input ends in {@code ModelFormatException}, {@code DataException} or {@code
 * RecipeException}, before anything is written.
 */
public final class Espalier {
  private final Tools tools;

  private Espalier(Tools tools) {
    this.tools = tools;
  }

  /**
   * With what the class path has: training, where {@code espalier-torch} is on it (see {@link
   * Toolbox}); else models are cut by their weights alone.
   *
   * @param progress is told how far work is
   * @return the facade with these tools
   */
  public static Espalier installed(Progress progress) {
    return new Espalier(Toolbox.installed(progress));
  }

  /**
   * With tools of one's own.
   *
   * @param tools that train and tell gradients
   * @return the facade with these tools
   */
  public static Espalier with(Tools tools) {
    return new Espalier(tools);
  }

  /**
   * {@return A model, of which all else is asked}
   *
   * @param onnx file of the model
   */
  public ModelJob model(Path onnx) {
    return new ModelJob(tools, onnx, null, Recipe.defaults(), java.util.Set.of(), false);
  }

  /**
   * Writes a model that was built in Java ({@link dev.espalier.model.GraphBuilder}).
   *
   * @param model any model
   * @param onnx file to write; one that is there is replaced
   * @return the file
   */
  public static Path write(Model model, Path onnx) {
    OnnxWriter.write(model, onnx);
    return onnx;
  }

  /**
   * Writes the report of a run anew, from its record.
   *
   * @param run folder that a run wrote
   * @return the page
   */
  public static Path report(Path run) {
    Path page = run.resolve(RunFolder.REPORT);
    HtmlReport.write(Json.read(run.resolve(RunFolder.RECORD), RunRecord.class), page);
    return page;
  }

  /**
   * Signs the record of a run that has ended, so that whoever has the public key can check it
   * without trusting the folder ({@link ModelJob#verify(Path, Path)}).
   *
   * @param run folder that a run wrote
   * @param privateKey PEM file with an Ed25519 key
   */
  public static void sign(Path run, Path privateKey) {
    RunSignature.sign(run, RunSignature.privateKey(privateKey));
  }

  /**
   * Opens a result, to run it; close it.
   *
   * @param result folder that {@code prune}, {@code tune} or {@code dynamic} wrote, or an ONNX file
   * @param threads that each operator may take
   * @return the opened result
   */
  public static OpenModel open(Path result, int threads) {
    return OpenModel.of(result, threads);
  }
}
