package dev.espalier.record;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What was found out about a task, its data and a model before anything was cut, and the plan that
 * follows: the content of {@code study.json}.
 *
 * @param model file, for a person
 * @param source of the data: path and format
 * @param looked what was looked at, one line each, with the caps
 * @param task what is to be done, and how hard it is
 * @param data what the examples are like
 * @param network what the model is like
 * @param plan choices with the findings that led to them
 * @param warnings what a reader should know before trusting figures on this data
 * @param recipe every setting that the plan leads to, as the tree that recipe.yaml holds
 */
public record StudyRecord(
    String model,
    String source,
    List<String> looked,
    TaskProfile task,
    DataProfile data,
    ModelProfile network,
    List<Choice> plan,
    List<String> warnings,
    Map<String, @Nullable Object> recipe) {
  public StudyRecord {
    looked = Copies.list(looked);
    plan = Copies.list(plan);
    warnings = Copies.list(warnings);
    recipe = Copies.map(recipe);
  }

  /**
   * {@return the same with one more choice, and the recipe that this leads to}
   *
   * @param choice one setting and why
   * @param changed every setting, as the tree that recipe.yaml holds
   */
  public StudyRecord with(Choice choice, Map<String, @Nullable Object> changed) {
    List<Choice> choices = new ArrayList<>(plan);
    choices.add(choice);
    return new StudyRecord(model, source, looked, task, data, network, choices, warnings, changed);
  }

  /**
   * One setting and why.
   *
   * @param key of the recipe
   * @param value that holds
   * @param finding that the rule looked at, in words with its numbers
   * @param rule the condition that applied, in words
   * @param proposed value that the rule leads to; differs from {@code value} where the user decided
   * @param by {@code rule} or {@code user}
   */
  public record Choice(
      String key, String value, String finding, String rule, String proposed, String by) {}
}
