package dev.espalier.pipeline;

import dev.espalier.recipe.Recipe;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One pruning run.
 *
 * @param model ONNX file
 * @param data folder, file or YAML; null to work from the weights alone
 * @param recipe everything else that decides
 * @param out folder for the results
 * @param resume whether to go on with an interrupted run in {@code out}
 * @param command the command line, for the record; empty from Java
 */
public record PruneRequest(
    Path model,
    @Nullable Path data,
    Recipe recipe,
    Path out,
    boolean resume,
    List<String> command) {
  /** A fresh run called from Java. */
  public PruneRequest(Path model, @Nullable Path data, Recipe recipe, Path out) {
    this(model, data, recipe, out, false, List.of());
  }
}
