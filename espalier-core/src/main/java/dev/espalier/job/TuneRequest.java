package dev.espalier.job;

import dev.espalier.recipe.Recipe;
import java.nio.file.Path;
import java.util.List;

/**
 * One training run.
 *
 * @param model ONNX file
 * @param data folder, file or YAML with a train split
 * @param recipe whose tune settings and seed count
 * @param out folder for the results
 * @param resume whether to go on with an interrupted run in {@code out}
 * @param command the command line, for the record; empty from Java
 */
public record TuneRequest(
    Path model, Path data, Recipe recipe, Path out, boolean resume, List<String> command) {
  /** {@return the same inputs, as a run's journal wants them} */
  public PruneRequest asRun() {
    return new PruneRequest(model, data, recipe, java.util.Set.of(), out, resume, command);
  }
}
