package dev.espalier.study;

import dev.espalier.recipe.Recipe;
import dev.espalier.record.StudyRecord;

/**
 * What a study ends in.
 *
 * @param recipe with the plan's choices
 * @param record of what was found, for run.json and the report
 */
public record StudyResult(Recipe recipe, StudyRecord record) {}
