package dev.espalier.cli;

import dev.espalier.recipe.Aim;
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
          "What to shrink, and its size against the original's: macs, params, bytes, latency or"
              + " memory; macs=0.5 halves the multiplications. May be repeated: all must hold, but"
              + " for soft ones (latency~0.6), which are aimed at and give way first.")
  private List<String> targets = List.of();

  @Option(
      names = "--max-drop",
      paramLabel = "DROP",
      description =
          "The largest loss of the metric: 0.01 is one point (relative for errors). ~0.01 is soft: it"
              + " gives way to --target.")
  private @Nullable String maxDrop;

  @Option(
      names = "--front",
      arity = "0..1",
      fallbackValue = "4",
      paramLabel = "N",
      description =
          "Also write models between the original and the result, N in all (4), each tuned at"
              + " length.")
  private @Nullable String front;

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
    all.addAll(targeted());
    if (front != null) {
      all.add("goal.front=" + front);
    }
    if (maxDrop != null) {
      boolean soft = maxDrop.startsWith("~");
      all.add("goal.maxDrop=" + (soft ? maxDrop.substring(1) : maxDrop));
      if (soft) {
        all.add("goal.loss=soft");
      }
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

  /** The first hard target below the original's size leads; the others stand beside it. */
  private List<String> targeted() {
    if (targets.isEmpty()) {
      return List.of();
    }
    List<Aim> aims = targets.stream().map(Aim::parse).toList();
    List<Aim> hard = aims.stream().filter(Aim::hard).toList();
    if (hard.isEmpty()) {
      throw new RecipeException(
          "--target "
              + targets.get(0)
              + " is soft (~), and needs a hard one beside it, such as --target macs=0.5;"
              + " or write it with =");
    }
    Aim leading =
        hard.stream()
            .filter(aim -> aim.ratio() < 1)
            .findFirst()
            .orElseThrow(
                () ->
                    new RecipeException(
                        "--target "
                            + hard.get(0).text()
                            + " is the original's own size, so nothing would shrink; name a smaller"
                            + " one, such as --target macs=0.5"));
    List<String> all = new ArrayList<>();
    all.add("goal.target=" + leading.what().word());
    all.add("goal.ratio=" + leading.ratio());
    if (aims.size() > 1) {
      List<String> others = aims.stream().filter(a -> !a.equals(leading)).map(Aim::text).toList();
      all.add("goal.also=" + String.join(",", others));
    }
    return all;
  }
}
