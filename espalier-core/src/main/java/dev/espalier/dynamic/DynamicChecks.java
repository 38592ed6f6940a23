package dev.espalier.dynamic;

import dev.espalier.files.DataException;
import dev.espalier.model.Model;
import dev.espalier.model.ModelFormatException;
import dev.espalier.quantise.FloatsOfIntegers;
import dev.espalier.recipe.DynamicSettings;
import dev.espalier.recipe.Granularity;
import dev.espalier.recipe.Recipe;
import dev.espalier.recipe.RecipeException;
import dev.espalier.task.Task;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** What a dynamic run is refused for before it begins, so that nothing is made in vain. */
final class DynamicChecks {
  private DynamicChecks() {}

  /**
   * Throws {@link RecipeException} where no members could be made as the recipe has them, and
   * {@link DataException} for rankings, whose metric belongs to groups of rows that would go
   * different ways.
   */
  static void possible(Recipe recipe, Task task) {
    if (task.kind().grouped()) {
      throw new DataException(
          "a ranking is judged by groups of rows, and the rows of a group would stop at different stages;"
              + " prune the model instead (espalier prune)");
    }
    if (recipe.quant().wanted()) {
      throw new RecipeException(
          "quant.kind is "
              + recipe.quant().kind().word()
              + ", and the models of a dynamic run stay in floats; leave it out, or make one model by"
              + " `espalier prune --quantize`");
    }
    DynamicSettings dynamic = recipe.dynamic();
    requireOneWay(dynamic.members());
    List<Double> members = shares(dynamic.members(), "members");
    shares(dynamic.gates(), "gates");
    shares(dynamic.tokens(), "tokens");
    boolean family = dynamic.openMembers() || !members.isEmpty();
    if (family && recipe.cut().granularity() == Granularity.WEIGHTS) {
      throw new RecipeException(
          "cut.granularity is weights, which makes no member faster; dynamic needs units or"
              + " blocks");
    }
  }

  /** Members are cut in floats, which are slower and larger than such an original. */
  static void requireFloats(Model original, Path file) {
    if (FloatsOfIntegers.concerns(original)) {
      throw new ModelFormatException(
          file
              + ": its layers multiply integers, and members of a dynamic model are floats; give the float"
              + " model that it was made from, or cut this one (espalier prune)");
    }
  }

  /** A word says all there is to say of members: shares beside it would not be made. */
  private static void requireOneWay(List<String> members) {
    if (members.size() > 1 && members.stream().anyMatch(DynamicSettings::word)) {
      throw new RecipeException(
          "dynamic.members is "
              + String.join(",", members)
              + ": give shares of the cost (0.4,0.1), or auto or none alone");
    }
  }

  /** Numbers of a list of the recipe, without the word none. */
  static List<Double> shares(List<String> texts, String list) {
    List<Double> shares = new ArrayList<>();
    for (String text : texts) {
      if (!DynamicSettings.word(text)) {
        shares.add(share(text, list));
      }
    }
    return shares;
  }

  private static double share(String text, String list) {
    try {
      double share = Double.parseDouble(text);
      if (share > 0 && share < 1) {
        return share;
      }
    } catch (NumberFormatException e) {
      // told below, with the numbers that are out of range
    }
    throw new RecipeException(
        "dynamic." + list + " holds numbers between 0 and 1, not '" + text + "'");
  }
}
