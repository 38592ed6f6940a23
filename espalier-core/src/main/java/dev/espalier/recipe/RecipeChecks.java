package dev.espalier.recipe;

import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Refuses recipes that no run could follow, before anything long begins. */
public final class RecipeChecks {
  private RecipeChecks() {}

  /**
   * {@link #validate(Recipe, Map)} without a catalogue: open names are not checked.
   *
   * @param recipe every setting
   */
  public static void validate(Recipe recipe) {
    validate(recipe, Map.of());
  }

  /**
   * Refuses a recipe if a value is not allowed, or if settings contradict each other.
   *
   * @param recipe every setting
   * @param catalogue names that exist, by key: {@code cut.criterion} to the criteria; {@code auto}
   *     need not be among them
   * @throws RecipeException naming the key, its value and what is allowed
   */
  public static void validate(Recipe recipe, Map<String, Set<String>> catalogue) {
    check("", RecordTree.of(recipe), catalogue);
    together(recipe);
  }

  private static void check(
      String parent, Map<String, @Nullable Object> tree, Map<String, Set<String>> catalogue) {
    tree.forEach(
        (name, value) -> {
          String key = parent + name;
          if (value instanceof Map<?, ?> inner) {
            check(key + ".", RecordTree.fields(inner), catalogue);
          } else if (value != null) {
            check(key, value, catalogue.get(key));
          }
        });
  }

  private static void check(String key, Object value, @Nullable Set<String> names) {
    Setting setting = Setting.BY_KEY.get(key);
    if (names != null) {
      if (!names.contains(value) && !value.equals(Recipe.AUTO)) {
        String known = String.join(", ", new TreeSet<>(names));
        throw new RecipeException(key + " cannot be '" + value + "'; known are " + known);
      }
    } else if (setting != null && !setting.allowed().permits(value)) {
      throw new RecipeException(unfit(setting, value));
    }
  }

  private static void together(Recipe recipe) {
    if (recipe.goal().confidence() != null && recipe.goal().maxDrop() == null) {
      throw new RecipeException(
          "goal.confidence says how surely an allowed drop is kept; set goal.maxDrop too");
    }
    if (recipe.goal().yields()
        && (recipe.goal().maxDrop() == null || recipe.goal().target() == Target.NONE)) {
      throw new RecipeException(
          "a soft loss gives way to a target; set goal.maxDrop and goal.target too, such as --target macs=0.5 --max-drop"
              + " ~0.01");
    }
    checkTargets(recipe.goal());
    if (recipe.schedule().once() && recipe.schedule().steps() != 1) {
      throw new RecipeException(
          "schedule.steps is "
              + recipe.schedule().steps()
              + " but one-shot has one; set schedule.kind to linear, cubic or geometric");
    }
  }

  private static void checkTargets(GoalSettings goal) {
    if (goal.target() == Target.NONE && !goal.also().isEmpty()) {
      throw new RecipeException(
          "goal.also names further targets beside a hard one; set goal.target and goal.ratio too, such as --target"
              + " macs=0.5");
    }
    Set<Target> seen = new HashSet<>();
    for (Aim aim : goal.aims()) {
      if (!seen.add(aim.what())) {
        throw new RecipeException(
            "the target "
                + aim.what().word()
                + " is given twice (goal.target and goal.also); keep one");
      }
    }
  }

  /** What is wrong with a value that a setting does not permit. */
  static String unfit(Setting setting, Object value) {
    String why = setting.allowed().why(value);
    String what = unfit(setting.key(), RecipeYaml.scalar(value));
    return why.isEmpty() ? what : what + "; " + why;
  }

  static String unfit(String key, String value) {
    Setting setting = Setting.BY_KEY.get(key);
    String allowed = setting == null ? "" : ": " + setting.allowed().told();
    return key + " cannot be " + value + "; it is " + RecipeBinder.kind(key) + allowed;
  }
}
