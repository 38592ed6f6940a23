package dev.espalier.job;

import dev.espalier.recipe.Recipe;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One run that makes a model dynamic.
 *
 * @param original ONNX file whose answers count; the last member of the chain
 * @param given cheaper models to join with it, the cheapest first; empty to make members of the
 *     original
 * @param data folder, file or YAML
 * @param recipe everything else that decides
 * @param stated keys of the recipe, with dots, that a study must not change
 * @param out folder for the results
 * @param resume whether to go on with an interrupted run in {@code out}
 * @param command the command line, for the record; empty from Java
 */
public record DynamicRequest(
    Path original,
    List<Given> given,
    Path data,
    Recipe recipe,
    Set<String> stated,
    Path out,
    boolean resume,
    List<String> command) {
  public DynamicRequest {
    given = List.copyOf(given);
    stated = Set.copyOf(stated);
    command = List.copyOf(command);
  }

  /**
   * A model that is given.
   *
   * @param model ONNX file
   * @param data YAML file whose preprocessing it was trained with; null where that is the run's
   */
  public record Given(Path model, @Nullable Path data) {}

  /** {@return the same as a pruning run, for the journal and for what is cut} */
  public PruneRequest asRun() {
    return new PruneRequest(original, data, recipe, stated, out, resume, command);
  }
}
