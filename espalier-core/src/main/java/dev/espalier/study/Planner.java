package dev.espalier.study;

import dev.espalier.recipe.Recipe;
import dev.espalier.recipe.RecipeCodec;
import dev.espalier.record.StudyRecord.Choice;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Asks the rules, and lays their choices over the recipe where the user left it open. */
final class Planner {
  private Planner() {}

  /** The choices, and the recipe that they lead to. */
  record Plan(Recipe recipe, List<Choice> choices) {}

  static Plan plan(List<Rule> rules, Findings findings, Set<String> stated) {
    Map<String, Choice> choices = new LinkedHashMap<>();
    Recipe recipe = findings.recipe();
    for (Rule rule : rules) {
      if (!choices.containsKey(rule.key()) && rule.when().test(findings)) {
        String proposed = rule.value().apply(findings);
        boolean user = stated.contains(rule.key());
        recipe = user ? recipe : laid(recipe, rule.key(), proposed);
        choices.put(
            rule.key(),
            new Choice(
                rule.key(),
                user ? value(recipe, rule.key()) : proposed,
                rule.finding().apply(findings),
                rule.condition(),
                proposed,
                user ? "user" : "rule"));
      }
    }
    return new Plan(recipe, List.copyOf(choices.values()));
  }

  /** Lays choices that were made before over a recipe. */
  static Recipe again(List<Choice> choices, Recipe recipe) {
    Recipe planned = recipe;
    for (Choice choice : choices) {
      planned = choice.by().equals("user") ? planned : laid(planned, choice.key(), choice.value());
    }
    return planned;
  }

  /** Choices are texts, since they are told to a person and kept in study.json. */
  private static Recipe laid(Recipe recipe, String key, String value) {
    return RecipeCodec.set(recipe, key + "=" + value);
  }

  /** What stands in a recipe under a key with dots. */
  private static String value(Recipe recipe, String key) {
    @Nullable Object at = RecipeCodec.tree(recipe);
    for (String name : key.split("\\.")) {
      at = at instanceof Map<?, ?> fields ? fields.get(name) : null;
    }
    return String.valueOf(at);
  }
}
