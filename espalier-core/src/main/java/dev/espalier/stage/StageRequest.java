package dev.espalier.stage;

import dev.espalier.files.Json;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/**
 * What one stage is asked to do, as data: it can be written down, hashed and sent elsewhere.
 *
 * @param stage name of the stage
 * @param settings what the stage reads, in a form of its own
 */
public record StageRequest(String stage, JsonNode settings) {
  /**
   * With a record of settings.
   *
   * @param stage its name
   * @param settings a record, kept as JSON
   * @return the request
   */
  public static StageRequest of(String stage, Object settings) {
    return new StageRequest(stage, Json.tree(settings));
  }

  /**
   * Without settings.
   *
   * @param stage its name
   * @return the request
   */
  public static StageRequest of(String stage) {
    return of(stage, Map.of());
  }

  /**
   * The settings as the record that the stage knows.
   *
   * @param <T> type of the settings
   * @param type a record
   * @return the settings
   */
  public <T> T as(Class<T> type) {
    return Json.of(settings, type);
  }
}
