package dev.espalier.job;

import dev.espalier.files.DataException;
import dev.espalier.files.Json;
import dev.espalier.recipe.RecipeCodec;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;

/**
 * What a run was begun with, kept in its work folder: only the same run is resumed. Otherwise what
 * was found about one model, or judged by one rule, would be taken for another.
 *
 * @param model hash of the original
 * @param data hash of DATA; empty without
 * @param settings of the recipe that was asked for, by key
 */
public record Begun(String model, String data, Map<String, String> settings) {
  private static final String FILE = "begun.json";

  /** Settings that may be others when a run is resumed: how long it goes on, and on how much. */
  private static final List<String> FREE =
      List.of("goal.minutes", "schedule.trials", "search.parallel", "tune.threads");

  public static Begun of(PruneRequest request) {
    Path data = request.data();
    Map<String, String> settings = new TreeMap<>();
    flatten("", Json.tree(RecipeCodec.tree(request.recipe())), settings);
    FREE.forEach(settings::remove);
    return new Begun(
        Hashes.file("model", request.model()).sha256(),
        data == null ? "" : Hashes.file("data", data).sha256(),
        settings);
  }

  private static void flatten(String prefix, JsonNode tree, Map<String, String> into) {
    if (!tree.isObject()) {
      into.put(prefix, tree.toString());
      return;
    }
    for (Map.Entry<String, JsonNode> entry : tree.properties()) {
      String key = prefix.isEmpty() ? entry.getKey() : prefix + "." + entry.getKey();
      flatten(key, entry.getValue(), into);
    }
  }

  /** Leaves it in a folder that was just opened. */
  public void keep(RunFolder folder) {
    Json.write(this, folder.work(FILE));
  }

  /**
   * Throws {@link DataException} where the run in the folder was begun with something else; nothing
   * where it does not say.
   */
  public void requireSame(RunFolder folder) {
    Path file = folder.work(FILE);
    if (!Files.exists(file)) {
      return;
    }
    Begun before = Json.read(file, Begun.class);
    List<String> other = new ArrayList<>();
    if (!model.equals(before.model)) {
      other.add("another model");
    }
    if (!data.equals(before.data)) {
      other.add("other data");
    }
    settings.forEach(
        (key, value) -> {
          String was = before.settings.getOrDefault(key, "not set");
          if (!was.equals(value)) {
            other.add(key + " " + was + ", and " + value + " is asked for now");
          }
        });
    if (!other.isEmpty()) {
      throw new DataException(
          "the run in "
              + folder.path()
              + " was begun with "
              + String.join("; ", other)
              + ". Resume it with what it was begun with (but for "
              + String.join(", ", FREE)
              + "), or start another with --out in a folder of its own");
    }
  }
}
