package dev.espalier.job;

import dev.espalier.recipe.Recipe;
import dev.espalier.recipe.RecipeCodec;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One pruning run.
 *
 * @param model ONNX file
 * @param data folder, file or YAML; null to work from the weights alone
 * @param recipe everything else that decides
 * @param stated keys of the recipe, with dots, that a study must not change
 * @param out folder for the results
 * @param resume whether to go on with an interrupted run in {@code out}
 * @param command the command line, for the record; empty from Java
 */
public record PruneRequest(
    Path model,
    @Nullable Path data,
    Recipe recipe,
    Set<String> stated,
    Path out,
    boolean resume,
    List<String> command) {
  public PruneRequest {
    stated = Set.copyOf(stated);
  }

  /**
   * A fresh run called from Java; what differs from the defaults is stated.
   *
   * @param model file of the original
   * @param data DATA file or folder; null for none
   * @param recipe every setting
   * @param out folder that the run writes
   */
  public PruneRequest(Path model, @Nullable Path data, Recipe recipe, Path out) {
    this(model, data, recipe, RecipeCodec.changed(recipe), out, false, List.of());
  }

  /** {@return the same, to go on where it was interrupted} */
  public PruneRequest resumed() {
    return new PruneRequest(model, data, recipe, stated, out, true, command);
  }
}
