package dev.espalier.cli;

import dev.espalier.recipe.Recipe;
import dev.espalier.recipe.RecipeCodec;
import dev.espalier.recipe.RecipeException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The most used settings under names of their own. */
final class GoalOptions {
  @Option(
      names = "--target",
      paramLabel = "WHAT=RATIO",
      description =
          "What to shrink, and its size against the original's: macs, params, bytes or latency;"
              + " macs=0.5 halves the multiplications.")
  private @Nullable String target;

  @Option(
      names = "--max-drop",
      paramLabel = "DROP",
      description = "The largest loss of the metric: 0.01 is one point (relative for errors).")
  private @Nullable String maxDrop;

  @Option(
      names = "--confidence",
      paramLabel = "LEVEL",
      description =
          "Judge the drop by the bound of its interval of this level, such as 0.95, and not by"
              + " the estimate.")
  private @Nullable String confidence;

  @Option(
      names = "--exclude",
      paramLabel = "PATTERN",
      split = ",",
      description = "Groups or nodes that stay whole (* and ? match); may be repeated.")
  private List<String> exclude = List.of();

  @Option(
      names = "--control",
      paramLabel = "KIND",
      description = "from-scratch also trains the cut architecture from random weights.")
  private @Nullable String control;

  /** The recipe with these settings changed. */
  Recipe with(Recipe base) {
    Recipe recipe = base;
    for (String assignment : assignments()) {
      recipe = RecipeCodec.set(recipe, assignment);
    }
    return recipe;
  }

  /** Keys that the user set, with dots. */
  Set<String> stated() {
    return assignments().stream()
        .map(a -> a.substring(0, a.indexOf('=')))
        .collect(Collectors.toCollection(LinkedHashSet::new));
  }

  private List<String> assignments() {
    List<String> all = new ArrayList<>();
    if (target != null) {
      String[] parts = target.split("=", -1);
      if (parts.length != 2) {
        throw new RecipeException(
            "--target " + target + " is not of the form WHAT=RATIO, such as macs=0.5");
      }
      all.add("goal.target=" + parts[0]);
      all.add("goal.ratio=" + parts[1]);
    }
    if (maxDrop != null) {
      all.add("goal.maxDrop=" + maxDrop);
    }
    if (confidence != null) {
      all.add("goal.confidence=" + confidence);
    }
    if (!exclude.isEmpty()) {
      all.add("cut.exclude=" + String.join(",", exclude));
    }
    if (control != null) {
      all.add("control=" + control);
    }
    return all;
  }
}
