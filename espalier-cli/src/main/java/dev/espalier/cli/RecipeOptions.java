package dev.espalier.cli;

import dev.espalier.recipe.Recipe;
import dev.espalier.recipe.RecipeCodec;
import dev.espalier.recipe.RecipeException;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Settings from a recipe file, then from single keys. */
final class RecipeOptions {
  @Option(
      names = "--recipe",
      paramLabel = "FILE",
      description = "A YAML file with settings; keys that it leaves out keep their defaults.")
  private @Nullable Path file;

  @Option(
      names = "--set",
      paramLabel = "KEY=VALUE",
      description = "Change one setting, such as tune.epochs=0; may be repeated.")
  private List<String> assignments = List.of();

  @Mixin private StatedOptions inputs = new StatedOptions();

  /**
   * @throws RecipeException naming file, line, key and remedy
   */
  Recipe recipe() {
    return with(file == null ? Recipe.defaults() : RecipeCodec.read(file));
  }

  /** The given recipe with the single keys changed. */
  Recipe with(Recipe base) {
    Recipe recipe = base;
    for (String assignment : assignments) {
      recipe = RecipeCodec.set(recipe, assignment);
    }
    return inputs.in(recipe);
  }

  /** Keys that the user set, with dots. */
  Set<String> stated() {
    Set<String> keys = new LinkedHashSet<>(file == null ? Set.of() : RecipeCodec.named(file));
    assignments.forEach(a -> keys.add(a.substring(0, Math.max(0, a.indexOf('='))).strip()));
    keys.addAll(inputs.keys());
    return keys;
  }
}
