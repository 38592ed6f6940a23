package dev.espalier.job;

import dev.espalier.files.DataException;
import dev.espalier.files.Json;
import dev.espalier.files.Sha256;
import dev.espalier.recipe.RecipeCodec;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;

/**
 * What a run was begun with, kept in its work folder: only the same run is resumed. Otherwise what
 * was found about one model, or judged by one rule, would be taken for another.
 *
 * @param version of Espalier
 * @param models hashes of the original and of models that were given beside it
 * @param data hash of DATA; empty without
 * @param records hash of the examples that DATA leads to; empty without
 * @param settings of the recipe that was asked for, by key
 * @param command the command line; empty from Java
 * @param directory where it was typed
 */
public record Begun(
    String version,
    List<String> models,
    String data,
    String records,
    Map<String, String> settings,
    List<String> command,
    String directory) {
  private static final String FILE = "begun.json";

  /** Settings that may be others when a run is resumed: how long it goes on, and on how much. */
  private static final List<String> FREE =
      List.of("goal.minutes", "schedule.trials", "search.parallel", "tune.threads");

  public Begun {
    version = Objects.requireNonNullElse(version, "unknown");
    models = List.copyOf(Objects.requireNonNullElse(models, List.of()));
    data = Objects.requireNonNullElse(data, "");
    records = Objects.requireNonNullElse(records, "");
    settings = Map.copyOf(Objects.requireNonNullElse(settings, Map.of()));
    command = List.copyOf(Objects.requireNonNullElse(command, List.of()));
    directory = Objects.requireNonNullElse(directory, "");
  }

  /**
   * Describes a run that reads no model but the original. Hashes the model and the data.
   *
   * @param request of the run
   * @param records hash of the examples; empty without data
   * @return what the run is begun with
   */
  public static Begun of(PruneRequest request, String records) {
    return of(request, List.of(), records);
  }

  /**
   * Describes a run that also reads other models. Hashes all models and the data.
   *
   * @param request of the run
   * @param given files beside the original
   * @param records hash of the examples; empty without data
   * @return what the run is begun with
   */
  public static Begun of(PruneRequest request, List<Path> given, String records) {
    Path data = request.data();
    Map<String, String> settings = new TreeMap<>();
    flatten("", Json.tree(RecipeCodec.tree(request.recipe())), settings);
    FREE.forEach(settings::remove);
    List<String> models = new ArrayList<>(List.of(Sha256.of(request.model())));
    given.forEach(f -> models.add(Sha256.of(f)));
    return new Begun(
        Machine.version(),
        models,
        data == null ? "" : Hashes.file("data", data).sha256(),
        records,
        settings,
        request.command(),
        Path.of("").toAbsolutePath().toString());
  }

  /**
   * {@return what the run in a folder was begun with; empty where it does not say}
   *
   * @param folder of the run
   */
  public static Optional<Begun> in(RunFolder folder) {
    Path file = folder.work(FILE);
    return Files.exists(file) ? Optional.of(Json.read(file, Begun.class)) : Optional.empty();
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

  /**
   * Leaves it in a folder that was just opened.
   *
   * @param folder of the run
   */
  public void keep(RunFolder folder) {
    Json.write(this, folder.work(FILE));
  }

  /**
   * Throws {@link DataException} where the run in the folder was begun with something else, or
   * there are files in it and no run.
   *
   * @param folder of the run
   */
  public void requireSame(RunFolder folder) {
    Optional<Begun> found = in(folder);
    if (found.isEmpty()) {
      folder.requireNothingElse();
      return;
    }
    List<String> other = others(found.get());
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

  private List<String> others(Begun before) {
    List<String> other = new ArrayList<>();
    if (!version.equals(before.version)) {
      other.add("Espalier " + before.version + ", and this is " + version);
    }
    if (!models.equals(before.models)) {
      other.add("another model");
    }
    if (!data.equals(before.data) || !records.equals(before.records)) {
      other.add("other data");
    }
    settings.forEach(
        (key, value) -> {
          String earlier = before.settings.getOrDefault(key, "not set");
          if (!earlier.equals(value)) {
            other.add(key + " " + earlier + ", and " + value + " is asked for now");
          }
        });
    return other;
  }
}
