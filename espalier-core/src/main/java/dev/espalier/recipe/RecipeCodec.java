package dev.espalier.recipe;

import dev.espalier.files.Limit;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Recipes as YAML, strictly: a key that does not exist or a value that cannot be is an error with
 * its line. Keys that are left out keep their default.
 */
public final class RecipeCodec {
  private RecipeCodec() {}

  /**
   * Reads a recipe from a YAML file.
   *
   * @param file a recipe in YAML
   * @return the recipe, with the defaults where the file says nothing
   * @throws RecipeException naming file, line, key and remedy
   */
  public static Recipe read(Path file) {
    return parse(text(file), file.toString());
  }

  private static String text(Path file) {
    try {
      if (Files.exists(file) && !Files.isRegularFile(file)) {
        throw new RecipeException(file + ": is no regular file; name a YAML file");
      }
      if (Files.size(file) > Limit.SETTINGS_BYTES.value()) {
        throw new RecipeException(
            file
                + ": has "
                + Files.size(file)
                + " bytes, too many for a recipe (in bytes, "
                + Limit.SETTINGS_BYTES.remedy()
                + ")");
      }
      return Files.readString(file);
    } catch (IOException e) {
      throw new RecipeException(file + ": cannot be read; is it a text file that exists?", e);
    }
  }

  /**
   * Reads a recipe from YAML text.
   *
   * @param yaml a recipe
   * @param source named in errors
   * @return the recipe, with the defaults where the text says nothing
   */
  public static Recipe parse(String yaml, String source) {
    YamlTree tree = YamlTree.parse(yaml, source);
    return new RecipeBinder(source).bind(Recipe.defaults(), tree, "");
  }

  /**
   * Changes one key.
   *
   * @param recipe every setting
   * @param assignment such as {@code tune.epochs=0}, {@code goal.maxDrop=null} or {@code
   *     cut.exclude=fc,conv1*}
   * @return the recipe with that one key changed
   */
  public static Recipe set(Recipe recipe, String assignment) {
    int equals = assignment.indexOf('=');
    if (equals < 1) {
      throw new RecipeException(
          "'" + assignment + "' is not of the form key=value, such as tune.epochs=0");
    }
    String key = assignment.substring(0, equals).strip();
    YamlTree tree = value(key, assignment.substring(equals + 1).strip());
    List<String> names = Arrays.asList(key.split("\\.", -1));
    for (int i = names.size() - 1; i >= 0; i--) {
      tree = new YamlTree.Fields(0, Map.of(names.get(i), tree));
    }
    return new RecipeBinder(assignment).bind(recipe, tree, "");
  }

  private static YamlTree value(String key, String text) {
    Setting setting = Setting.BY_KEY.get(key);
    if (setting == null || !RecipeBinder.kind(key).equals("a list")) {
      return new YamlTree.Scalar(0, text.equals("null") ? null : text);
    }
    String inner =
        text.startsWith("[") && text.endsWith("]") ? text.substring(1, text.length() - 1) : text;
    List<YamlTree> items =
        Arrays.stream(inner.split(","))
            .map(String::strip)
            .filter(item -> !item.isEmpty())
            .<YamlTree>map(item -> new YamlTree.Scalar(0, item))
            .toList();
    return new YamlTree.Items(0, items);
  }

  /**
   * {@return the keys that a file names, with dots, whatever their values}
   *
   * @param file a recipe in YAML
   * @throws RecipeException naming file, line and remedy
   */
  public static Set<String> named(Path file) {
    Set<String> keys = new LinkedHashSet<>();
    named(YamlTree.parse(text(file), file.toString()), "", keys);
    return keys;
  }

  private static void named(YamlTree tree, String key, Set<String> keys) {
    if (tree instanceof YamlTree.Fields fields) {
      fields
          .values()
          .forEach((name, inner) -> named(inner, key.isEmpty() ? name : key + "." + name, keys));
    } else if (!key.isEmpty()) {
      keys.add(key);
    }
  }

  /**
   * {@return keys in which a recipe differs from the defaults, with dots}
   *
   * @param recipe every setting
   */
  public static Set<String> changed(Recipe recipe) {
    Set<String> keys = new LinkedHashSet<>();
    changed(tree(recipe), tree(Recipe.defaults()), "", keys);
    return keys;
  }

  private static void changed(
      Map<?, ? extends @Nullable Object> tree,
      Map<?, ? extends @Nullable Object> defaults,
      String prefix,
      Set<String> keys) {
    tree.forEach(
        (name, value) -> {
          Object usual = defaults.get(name);
          if (value instanceof Map<?, ?> inner && usual instanceof Map<?, ?> others) {
            changed(inner, others, prefix + name + ".", keys);
          } else if (!Objects.equals(value, usual)) {
            keys.add(prefix + name);
          }
        });
  }

  /**
   * Every key with its value and its meaning; reading it back gives an equal recipe.
   *
   * @param recipe every setting
   * @return the recipe in YAML
   */
  public static String yaml(Recipe recipe) {
    return RecipeYaml.of(recipe);
  }

  /**
   * {@return the same as maps, for {@code run.json}}
   *
   * @param recipe every setting
   */
  public static Map<String, @Nullable Object> tree(Recipe recipe) {
    return RecordTree.of(recipe);
  }
}
