package dev.espalier.recipe;

import dev.espalier.files.Json;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.dataformat.yaml.YAMLMapper;
import tools.jackson.dataformat.yaml.YAMLParser;

/** YAML with the line that each value stands in, so that a mistake can be pointed at. */
sealed interface YamlTree {
  int line();

  /** Key to value; the line of a value is that of its key. */
  record Fields(int line, Map<String, YamlTree> values) implements YamlTree {}

  record Items(int line, List<YamlTree> values) implements YamlTree {}

  record Scalar(int line, @Nullable String text) implements YamlTree {}

  /**
   * @throws RecipeException naming source and line where the text is not one YAML document of plain
   *     maps, lists and scalars
   */
  static YamlTree parse(String yaml, String source) {
    try (JsonParser parser = new YAMLMapper().createParser(yaml)) {
      Reader reader = new Reader(parser, source);
      YamlTree tree = parser.nextToken() == null ? new Scalar(1, null) : reader.value(1);
      if (parser.nextToken() != null) {
        throw reader.error("a second document begins; keep one");
      }
      return tree;
    } catch (JacksonException e) {
      throw new RecipeException(source + ", " + syntax(e), e);
    }
  }

  private static String syntax(JacksonException e) {
    int line = e.getLocation() == null ? 1 : Math.max(1, e.getLocation().getLineNr());
    String reason = Json.words(e);
    if (e.getCause() instanceof MarkedYamlEngineException marked) {
      line = marked.getProblemMark().map(mark -> mark.getLine() + 1).orElse(line);
      reason = marked.getProblem();
    }
    return "line " + line + ": not valid YAML: " + reason;
  }

  /** Walks the tokens of one document. */
  record Reader(JsonParser parser, String source) {
    YamlTree value(int line) {
      JsonToken token = parser.currentToken();
      if (parser instanceof YAMLParser yaml && yaml.isCurrentAlias()) {
        throw error("a word that begins with * is a YAML alias; put it in quotes");
      }
      return switch (token) {
        case START_OBJECT -> new Fields(line, fields());
        case START_ARRAY -> new Items(line, items());
        case VALUE_NULL -> new Scalar(line, null);
        default -> new Scalar(line, parser.getString());
      };
    }

    private Map<String, YamlTree> fields() {
      Map<String, YamlTree> fields = new LinkedHashMap<>();
      while (parser.nextToken() != JsonToken.END_OBJECT) {
        String key = parser.currentName();
        int line = line();
        if (fields.containsKey(key)) {
          throw error("the key '" + key + "' is there twice");
        }
        parser.nextToken();
        fields.put(key, value(line));
      }
      return fields;
    }

    private List<YamlTree> items() {
      List<YamlTree> items = new ArrayList<>();
      while (parser.nextToken() != JsonToken.END_ARRAY) {
        items.add(value(line()));
      }
      return items;
    }

    RecipeException error(String what) {
      return new RecipeException(source + ", line " + line() + ": " + what);
    }

    private int line() {
      return Math.max(1, parser.currentTokenLocation().getLineNr());
    }
  }
}
