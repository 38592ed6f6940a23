package dev.espalier.cli;

import dev.espalier.model.Model;
import dev.espalier.model.StatedInputs;
import dev.espalier.ort.Opening;
import dev.espalier.recipe.Recipe;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import picocli.CommandLine.Option;

/** What a person states of a model's inputs. */
final class StatedOptions {
  @Option(
      names = "--shape",
      paramLabel = "NAME=SIZES",
      description =
          "Shape of an input that the file leaves open, such as x=N,3,224,224; may be repeated.")
  private List<String> shapes = List.of();

  @Option(
      names = "--fix",
      paramLabel = "NAME=VALUE",
      description =
          "Value of an input that never changes, such as sr=16000: an If that depends on it becomes"
              + " the branch that is taken; may be repeated.")
  private List<String> fixed = List.of();

  /** Keys of the recipe that were stated. */
  Set<String> keys() {
    Set<String> keys = new LinkedHashSet<>();
    if (!shapes.isEmpty()) {
      keys.add("shapes");
    }
    if (!fixed.isEmpty()) {
      keys.add("fixed");
    }
    return keys;
  }

  /** The recipe with what was stated in place of its own. */
  Recipe in(Recipe recipe) {
    return recipe.withInputs(
        new StatedInputs(
            shapes.isEmpty() ? recipe.shapes() : shapes, fixed.isEmpty() ? recipe.fixed() : fixed));
  }

  /** The model in {@code file} with all of it. */
  Model open(Path file) {
    return Opening.network(file, new StatedInputs(shapes, fixed));
  }
}
