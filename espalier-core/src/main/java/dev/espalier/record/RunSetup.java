package dev.espalier.record;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a run was asked for, on what and where, and what was found out before anything was cut.
 *
 * @param tool what was started and when
 * @param inputs model and data files with their hashes
 * @param environment versions and machine
 * @param seeds by what they decide
 * @param recipe every setting, as the tree that recipe.yaml holds
 * @param data which examples did what; null without data
 * @param study task, data and model as they were found, and the plan that followed; null where
 *     nothing was studied
 */
public record RunSetup(
    Tool tool,
    List<InputFile> inputs,
    Environment environment,
    Map<String, Long> seeds,
    Map<String, @Nullable Object> recipe,
    @Nullable DataRoles data,
    @Nullable StudyRecord study) {
  /** Nothing is known. */
  static final RunSetup UNKNOWN =
      new RunSetup(Tool.UNKNOWN, List.of(), Environment.UNKNOWN, Map.of(), Map.of(), null, null);

  public RunSetup {
    tool = Objects.requireNonNullElse(tool, Tool.UNKNOWN);
    inputs = Copies.list(inputs);
    environment = Objects.requireNonNullElse(environment, Environment.UNKNOWN);
    seeds = Copies.map(seeds);
    recipe = Copies.map(recipe);
  }

  /** The same with other versions and another machine. */
  RunSetup on(Environment changed) {
    return new RunSetup(tool, inputs, changed, seeds, recipe, data, study);
  }

  /** The same with these examples. */
  RunSetup with(DataRoles changed) {
    return new RunSetup(tool, inputs, environment, seeds, recipe, changed, study);
  }
}
