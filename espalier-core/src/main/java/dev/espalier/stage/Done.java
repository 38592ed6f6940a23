package dev.espalier.stage;

import dev.espalier.files.Json;
import tools.jackson.databind.JsonNode;

/**
 * What one stage did to a model.
 *
 * @param stage its name
 * @param did what its {@link Replay} needs to do it again: the plan of a cut, the length of a
 *     tuning
 */
public record Done(String stage, JsonNode did) {
  /**
   * A stage's name with what it did.
   *
   * @param stage its name
   * @param did a record, kept as JSON
   * @return what plan.json holds of it
   */
  public static Done of(String stage, Object did) {
    return new Done(stage, Json.tree(did));
  }

  /**
   * What was done, as the record that the stage knows.
   *
   * @param <T> type of what was done
   * @param type a record
   * @return what was done
   */
  public <T> T as(Class<T> type) {
    return Json.of(did, type);
  }
}
