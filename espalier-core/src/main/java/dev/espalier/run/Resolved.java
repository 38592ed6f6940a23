package dev.espalier.run;

import dev.espalier.allocation.Allocations;
import dev.espalier.allocation.Schedules;
import dev.espalier.criterion.Criteria;
import dev.espalier.criterion.Criterion;
import dev.espalier.cut.ProxyScore;
import dev.espalier.job.Examples;
import dev.espalier.quantise.Calibrations;
import dev.espalier.recipe.CutSettings;
import dev.espalier.recipe.Granularity;
import dev.espalier.recipe.QuantSettings;
import dev.espalier.recipe.Recipe;
import dev.espalier.recipe.RecipeChecks;
import dev.espalier.recipe.RecipeException;
import dev.espalier.recipe.Target;
import dev.espalier.search.SearchPolicies;
import dev.espalier.trial.TrialStages;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Checks a recipe against what there is, and fills in what depends on other settings. */
public final class Resolved {
  private Resolved() {}

  /**
   * Checks a recipe against what there is; {@link RecipeException} names the key and the remedy.
   *
   * @param recipe as it was asked for
   * @return the recipe, with what depends on other settings filled in
   */
  public static Recipe recipe(Recipe recipe) {
    RecipeChecks.validate(recipe, catalogue());
    TrialStages.check(recipe);
    boolean weights = recipe.cut().granularity() == Granularity.WEIGHTS;
    if (weights && !List.of(Target.PARAMS.word()).containsAll(targets(recipe))) {
      throw new RecipeException(
          "cut.granularity is weights, which removes no "
              + String.join(" and no ", targets(recipe))
              + ": single zeros make no operator faster; use --target params=…, or cut units");
    }
    if (weights
        && !recipe.cut().openCriterion()
        && !Criteria.CATALOGUE.require(recipe.cut().criterion()).scoresWeights()) {
      throw new RecipeException(
          "cut.criterion "
              + recipe.cut().criterion()
              + " cannot judge single weights; use one of "
              + weightCriteria());
    }
    checkBlocks(recipe.cut());
    checkSearch(recipe);
    checkParallel(recipe);
    checkCalibration(recipe.quant());
    checkBits(recipe);
    return recipe;
  }

  private static List<String> targets(Recipe recipe) {
    return recipe.goal().aims().stream().map(a -> a.what().word()).toList();
  }

  private static void checkBlocks(CutSettings cut) {
    boolean judges =
        cut.openCriterion() || Set.of("ablation", "fluctuation").contains(cut.criterion());
    if (cut.granularity() == Granularity.BLOCKS && !judges) {
      throw new RecipeException(
          "cut.criterion "
              + cut.criterion()
              + " cannot judge residual blocks; use ablation (the rise of the loss; so does auto) or fluctuation (the"
              + " branch's share in the variance of the sum)");
    }
  }

  private static void checkSearch(Recipe recipe) {
    if (!recipe.search().wanted()) {
      return;
    }
    String policy = recipe.search().policy();
    if (SearchPolicies.CATALOGUE.find(policy).isEmpty()) {
      throw new RecipeException(
          "search.policy cannot be '"
              + policy
              + "'; it is none, or one of "
              + String.join(", ", SearchPolicies.CATALOGUE.names()));
    }
    if (recipe.cut().granularity() == Granularity.WEIGHTS) {
      throw new RecipeException(
          "search.policy finds widths of units and residual blocks that go, and cut.granularity is weights; set"
              + " search.policy to none, or cut units");
    }
  }

  private static void checkCalibration(QuantSettings quant) {
    String calibration = quant.calibration();
    if (!quant.openCalibration() && Calibrations.CATALOGUE.find(calibration).isEmpty()) {
      throw new RecipeException(
          "quant.calibration cannot be '"
              + calibration
              + "'; it is auto, or one of "
              + String.join(", ", Calibrations.CATALOGUE.names()));
    }
  }

  private static void checkBits(Recipe recipe) {
    if (!recipe.quant().wanted()) {
      return;
    }
    if (recipe.cut().granularity() == Granularity.WEIGHTS) {
      throw new RecipeException(
          "quant.kind is "
              + recipe.quant().kind().word()
              + ", and cut.granularity is weights: rounding would move the zeros that verify looks for;"
              + " cut units, or leave one of them out");
    }
    if (recipe.goal().front() > 0) {
      throw new RecipeException(
          "quant.kind is "
              + recipe.quant().kind().word()
              + ", and the models of a front stay in floats; leave out --front or --quantize");
    }
  }

  private static void checkParallel(Recipe recipe) {
    if (recipe.search().parallel() > 1 && recipe.goal().aimsAt(Target.LATENCY)) {
      throw new RecipeException(
          "search.parallel is "
              + recipe.search().parallel()
              + ", and the target is a latency: trials that run in parallel disturb each other's timings; set search.parallel to 1, or aim at macs, params or bytes (goal.measure, where no target is named)");
    }
  }

  private static List<String> weightCriteria() {
    return Criteria.CATALOGUE.members().stream()
        .filter(Criterion::scoresWeights)
        .map(Criterion::name)
        .toList();
  }

  private static Map<String, Set<String>> catalogue() {
    Set<String> criteria = new HashSet<>(Criteria.CATALOGUE.names());
    criteria.add("auto");
    Set<String> allocations = new HashSet<>(Allocations.CATALOGUE.names());
    allocations.add("auto");
    Set<String> policies = new HashSet<>(SearchPolicies.CATALOGUE.names());
    policies.add("none");
    return Map.of(
        "search.policy",
        policies,
        "cut.criterion",
        criteria,
        "cut.allocation",
        allocations,
        "schedule.kind",
        Set.copyOf(Schedules.CATALOGUE.names()));
  }

  /**
   * Refuses a search without examples to decide on.
   *
   * @param recipe of the run
   * @param examples to tune and to decide on; null where there is no data
   */
  public static void check(Recipe recipe, @Nullable Examples examples) {
    if (examples == null && recipe.goal().maxDrop() != null) {
      throw new RecipeException(
          "an allowed loss (--max-drop, goal.maxDrop) needs data to measure the loss; add --data, or give a size as the target, such as --target macs=0.5");
    }
    if (recipe.search().wanted()) {
      ProxyScore.examples(recipe, examples);
    }
  }
}
