package dev.espalier.recipe;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/** Writes a recipe as YAML: every key, in the order of the records, with what it means. */
final class RecipeYaml {
  private static final Set<String> NOT_PLAIN =
      Set.of("null", "true", "false", "yes", "no", "on", "off", "y", "n", "nan", "inf");
  private static final int COMMENT_COLUMN = 32;
  private static final double LARGEST_PLAIN = 1e15;

  private final StringBuilder out = new StringBuilder();

  static String of(Recipe recipe) {
    RecipeYaml yaml = new RecipeYaml();
    yaml.fields("", RecordTree.of(recipe));
    return yaml.out.toString();
  }

  private void fields(String parent, Map<String, @Nullable Object> tree) {
    String indent = "  ".repeat(parent.isEmpty() ? 0 : parent.split("\\.").length);
    tree.forEach(
        (name, value) -> {
          String key = parent.isEmpty() ? name : parent + "." + name;
          out.append(indent).append(name).append(":");
          if (value instanceof Map<?, ?> inner) {
            out.append('\n');
            fields(key, RecordTree.fields(inner));
          } else {
            line(indent.length() + name.length() + 1, key, scalar(value));
          }
        });
  }

  private void line(int column, String key, String value) {
    out.append(' ').append(value);
    int gap = Math.max(2, COMMENT_COLUMN - column - 1 - value.length());
    Setting setting = Setting.BY_KEY.get(key);
    if (setting != null) {
      out.append(" ".repeat(gap)).append("# ").append(setting.meaning());
    }
    out.append('\n');
  }

  /** A value as YAML in one line. */
  static String scalar(@Nullable Object value) {
    if (value instanceof Double number) {
      return number(number);
    }
    if (value instanceof List<?> items) {
      return items.stream().map(RecipeYaml::scalar).collect(Collectors.joining(", ", "[", "]"));
    }
    return value instanceof String text ? text(text) : String.valueOf(value);
  }

  private static String text(String text) {
    boolean plain =
        (text.matches("[A-Za-z][\\w/@-]*") || text.matches("[1-9]\\d{0,5}"))
            && !NOT_PLAIN.contains(text.toLowerCase(java.util.Locale.ROOT));
    return plain ? text : new JsonMapper().writeValueAsString(text);
  }

  /** The shortest decimal that reads back as the same number. */
  static String number(double value) {
    return Double.isFinite(value) && Math.abs(value) < LARGEST_PLAIN
        ? new BigDecimal(Double.toString(value)).stripTrailingZeros().toPlainString()
        : String.valueOf(value);
  }
}
