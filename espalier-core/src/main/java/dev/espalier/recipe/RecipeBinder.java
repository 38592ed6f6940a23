package dev.espalier.recipe;

import java.lang.reflect.RecordComponent;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Lays the values of a YAML tree over those of a record, and points at whatever does not fit. */
record RecipeBinder(String source) {
  /**
   * @param base where values come from that the tree does not name
   * @param parent key of the record, empty for the recipe itself
   * @throws RecipeException naming source, line, key and remedy
   */
  <T extends Record> T bind(T base, YamlTree tree, String parent) {
    Map<String, YamlTree> fields = new LinkedHashMap<>(fields(tree, parent));
    T bound = taken(base, fields, parent);
    fields.forEach((name, field) -> refuse(key(parent, name), field.line()));
    return bound;
  }

  /** Takes those fields that the record or one of its parts has. */
  private <T extends Record> T taken(T base, Map<String, YamlTree> fields, String parent) {
    @SuppressWarnings("unchecked") // the class of a T is a Class<T>
    Class<T> type = (Class<T>) base.getClass();
    RecordComponent[] components = type.getRecordComponents();
    @Nullable Object[] values = new @Nullable Object[components.length];
    for (int i = 0; i < components.length; i++) {
      Object before = RecordTree.value(base, components[i]);
      if (before instanceof Record part && RecordTree.inline(components[i])) {
        values[i] = taken(part, fields, parent);
      } else {
        YamlTree field = fields.remove(components[i].getName());
        String key = key(parent, components[i].getName());
        values[i] = field == null ? before : value(components[i].getType(), before, field, key);
      }
    }
    return RecordTree.rebuild(type, values);
  }

  private Map<String, YamlTree> fields(YamlTree tree, String parent) {
    if (tree instanceof YamlTree.Fields fields) {
      return fields.values();
    }
    if (tree instanceof YamlTree.Scalar scalar && scalar.text() == null) {
      return Map.of();
    }
    String what = parent.isEmpty() ? "a recipe" : "'" + parent + "'";
    throw error(tree.line(), what + " holds keys with values, such as 'tune: {epochs: 5}'");
  }

  private @Nullable Object value(
      Class<?> type, @Nullable Object before, YamlTree tree, String key) {
    if (before instanceof Record inner) {
      return bind(inner, tree, key);
    }
    Object value = type == List.class ? texts(tree, key) : scalar(type, tree, key);
    Setting setting = Setting.BY_KEY.get(key);
    if (value != null && setting != null && !setting.allowed().permits(value)) {
      throw error(tree.line(), RecipeChecks.unfit(setting, value));
    }
    return type.isEnum() ? EnumWords.constant(type, String.valueOf(value)) : value;
  }

  private List<String> texts(YamlTree tree, String key) {
    if (tree instanceof YamlTree.Items items) {
      return items.values().stream().map(item -> text(item, key)).toList();
    }
    return List.of(text(tree, key));
  }

  private String text(YamlTree tree, String key) {
    if (tree instanceof YamlTree.Scalar scalar && scalar.text() != null) {
      return scalar.text();
    }
    throw unfit(tree.line(), key, "what stands there");
  }

  private @Nullable Object scalar(Class<?> type, YamlTree tree, String key) {
    if (type == Double.class && tree instanceof YamlTree.Scalar scalar && scalar.text() == null) {
      return null;
    }
    String text = text(tree, key);
    try {
      if (type == int.class) {
        return Integer.valueOf(text);
      } else if (type == long.class) {
        return Long.valueOf(text);
      } else if (type == double.class || type == Double.class) {
        return Double.valueOf(text);
      }
      return text;
    } catch (NumberFormatException e) {
      throw unfit(tree.line(), key, "'" + text + "'");
    }
  }

  private void refuse(String key, int line) {
    throw error(
        line,
        "unknown key '"
            + key
            + "'; did you mean '"
            + NearestKey.to(key)
            + "'? (docs/RECIPE.md lists all)");
  }

  private RecipeException unfit(int line, String key, String value) {
    return error(line, RecipeChecks.unfit(key, value));
  }

  private RecipeException error(int line, String what) {
    String place = line > 0 ? source + ", line " + line : source;
    return new RecipeException(place + ": " + what);
  }

  private static String key(String parent, String name) {
    return parent.isEmpty() ? name : parent + "." + name;
  }

  /** The type of the value behind a key. */
  static Class<?> type(String key) {
    Class<?> type = Recipe.class;
    for (String name : key.split("\\.")) {
      type = RecordTree.named(type, name).orElseThrow().getType();
    }
    return type;
  }

  /** The type of the value behind a key, for a person. */
  static String kind(String key) {
    Class<?> type = type(key);
    if (type == int.class || type == long.class) {
      return "a whole number";
    } else if (type == double.class) {
      return "a number";
    } else if (type == Double.class) {
      return "a number or null";
    }
    return type == List.class ? "a list" : "a word";
  }
}
