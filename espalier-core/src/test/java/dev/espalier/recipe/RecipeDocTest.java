package dev.espalier.recipe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Holds the records, the list of settings and docs/RECIPE.md together. */
class RecipeDocTest {
  private static final Path DOC = Path.of("..", "docs", "RECIPE.md");
  private static final String KEYS = "| key | default | allowed | meaning |";
  private static final String WORDS = "| key | word | meaning |";

  @Test
  void everyComponentOfTheRecordsIsASettingInTheSameOrder() {
    List<String> keys = new ArrayList<>();
    leaves("", RecipeCodec.tree(Recipe.defaults())).forEach((key, value) -> keys.add(key));
    assertEquals(keys, Setting.ALL.stream().map(Setting::key).toList());
  }

  @Test
  void everyDefaultIsAllowed() {
    RecipeChecks.validate(Recipe.defaults());
  }

  @Test
  void everyConstantHasOneWordThatRecipesTake() {
    for (Setting setting : Setting.ALL) {
      assertEquals(
          RecipeBinder.type(setting.key()).isEnum(),
          setting.allowed() instanceof Allowed.Constants,
          setting.key());
      for (Word word : words(setting)) {
        Recipe recipe = RecipeCodec.set(Recipe.defaults(), setting.key() + "=" + word.word());
        Map<String, Object> tree = leaves("", RecipeCodec.tree(recipe));
        assertEquals(word.word(), tree.get(setting.key()), setting.key());
      }
    }
  }

  /**
   * To write the tables anew after a change: {@code mvn -pl espalier-core test -Dtest=RecipeDocTest
   * -Despalier.write.docs=true}.
   */
  @ParameterizedTest
  @ValueSource(strings = {KEYS, WORDS})
  void theDocumentHasBothTables(String head) throws Exception {
    String text = Files.readString(DOC);
    int from = text.indexOf(head);
    assertTrue(from > 0, "no table " + head + " in " + DOC);
    int to = text.indexOf("\n\n", from) + 1;
    String table = head.equals(KEYS) ? keys() : words();
    if (Boolean.getBoolean("espalier.write.docs")) {
      Files.writeString(DOC, text.substring(0, from) + table + text.substring(to));
    } else {
      assertEquals(table, text.substring(from, to));
    }
  }

  /** What each word stands for; settings that share their words are told once. */
  private static String words() {
    StringBuilder table = new StringBuilder(WORDS + "\n|---|---|---|\n");
    Set<Word> told = new HashSet<>();
    for (Setting setting : Setting.ALL) {
      for (Word word : words(setting)) {
        if (told.add(word)) {
          table.append(
              "| `%s` | `%s` | %s |\n".formatted(setting.key(), word.word(), word.meaning()));
        }
      }
    }
    return table.toString();
  }

  private static List<? extends Word> words(Setting setting) {
    return setting.allowed() instanceof Allowed.Constants one ? one.constants() : List.of();
  }

  private static String keys() {
    Map<String, Object> defaults = leaves("", RecipeCodec.tree(Recipe.defaults()));
    StringBuilder table = new StringBuilder(KEYS + "\n|---|---|---|---|\n");
    for (Setting setting : Setting.ALL) {
      String value = RecipeYaml.scalar(defaults.get(setting.key()));
      String kind = RecipeBinder.kind(setting.key());
      String words = setting.allowed().words();
      String allowed = words.equals("any") ? kind : kind + ": " + words;
      table.append(
          "| `%s` | `%s` | %s | %s |\n"
              .formatted(setting.key(), value, allowed, setting.meaning()));
    }
    return table.toString();
  }

  private static Map<String, Object> leaves(String parent, Map<?, ?> tree) {
    Map<String, Object> leaves = new java.util.LinkedHashMap<>();
    tree.forEach(
        (name, value) -> {
          if (value instanceof Map<?, ?> inner) {
            leaves.putAll(leaves(parent + name + ".", inner));
          } else {
            leaves.put(parent + name, value);
          }
        });
    return leaves;
  }
}
