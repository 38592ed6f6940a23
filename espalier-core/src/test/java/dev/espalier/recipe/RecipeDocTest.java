package dev.espalier.recipe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Holds the records, the list of settings and docs/RECIPE.md together. */
class RecipeDocTest {
  private static final Path DOC = Path.of("..", "docs", "RECIPE.md");

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

  /**
   * To write the table anew after a change: {@code mvn -pl espalier-core test -Dtest=RecipeDocTest
   * -Despalier.write.docs=true}.
   */
  @Test
  void theDocumentStatesKeyDefaultAllowedValuesAndMeaning() throws Exception {
    String text = Files.readString(DOC);
    int from = text.indexOf("| key |");
    assertTrue(from > 0, "no table in " + DOC);
    int to = text.indexOf("\n\n", from) + 1;
    if (Boolean.getBoolean("espalier.write.docs")) {
      Files.writeString(DOC, text.substring(0, from) + table() + text.substring(to));
    } else {
      assertEquals(table(), text.substring(from, to));
    }
  }

  private static String table() {
    Map<String, Object> defaults = leaves("", RecipeCodec.tree(Recipe.defaults()));
    StringBuilder table =
        new StringBuilder("| key | default | allowed | meaning |\n|---|---|---|---|\n");
    for (Setting setting : Setting.ALL) {
      String value = RecipeYaml.scalar(defaults.get(setting.key()));
      String kind = RecipeBinder.kind(setting.key());
      String words = setting.allowed().words();
      String allowed = words.equals("any") ? kind : kind + ": " + words;
      table.append(
          "| `%s` | `%s` | %s | %s |%n"
              .formatted(setting.key(), value, allowed, setting.meaning()));
    }
    return table.toString().replace("\r\n", "\n");
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
