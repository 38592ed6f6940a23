package dev.espalier.data;

import dev.espalier.feed.Column;
import dev.espalier.feed.Numbers;
import dev.espalier.files.DataException;
import dev.espalier.files.Json;
import dev.espalier.files.Limit;
import dev.espalier.task.TaskKinds;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * One JSON object a line: texts, numbers, booleans, arrays of numbers of one length, and arrays of
 * words, which become a text; every line has the same keys. Where words are tagged, arrays of
 * numbers are of any length: they are tags.
 */
final class JsonLinesFormat implements TextFileFormat {
  private static final JsonMapper MAPPER = JsonMapper.builder().build();

  @Override
  public String name() {
    return "jsonl";
  }

  @Override
  public String summary() {
    return "one JSON object a line, all with the same keys";
  }

  @Override
  public String source() {
    return "JSON Lines, jsonlines.org";
  }

  @Override
  public boolean named(String file) {
    return file.matches(".*\\.(jsonl|ndjson)");
  }

  @Override
  public Table table(BufferedReader in, Path file, DataSpec spec) throws IOException {
    boolean tagged = spec.answers().labels().task().equals(TaskKinds.TAGGING.name());
    Map<String, ColumnBuilder> scalars = new LinkedHashMap<>();
    Set<String> words = new HashSet<>();
    Map<String, Vectors> vectors = new LinkedHashMap<>();
    List<Integer> lines = new ArrayList<>();
    int line = 0;
    String place = file.toString();
    String each = "each line must be one JSON object";
    for (String text = line(in, place, each); text != null; text = line(in, place, each)) {
      line++;
      if (!text.isBlank()) {
        String at = file + ", line " + line;
        JsonNode node = object(text, at);
        if (lines.isEmpty()) {
          words.addAll(words(node, tagged));
        }
        add(joined(node, words, at), scalars, vectors, at, lines.isEmpty());
        lines.add(line);
      }
    }
    if (lines.isEmpty()) {
      throw new DataException(file + " holds no records");
    }
    Map<String, Column> columns = new LinkedHashMap<>();
    scalars.forEach(
        (name, builder) ->
            columns.put(name, words.contains(name) ? builder.texts() : builder.build()));
    vectors.forEach((name, rows) -> columns.put(name, rows.build()));
    int[] at = lines.stream().mapToInt(Integer::intValue).toArray();
    return new Table(columns, at.length, row -> file + ", line " + at[row]);
  }

  /** Keys of arrays of words: those that hold texts, and where words are tagged all. */
  private static Set<String> words(JsonNode first, boolean tagged) {
    return first.properties().stream()
        .filter(p -> p.getValue().isArray())
        .filter(p -> tagged || p.getValue().valueStream().anyMatch(JsonNode::isString))
        .map(Map.Entry::getKey)
        .collect(Collectors.toSet());
  }

  /** The same with a text in place of each array of words. */
  private static JsonNode joined(JsonNode node, Set<String> words, String place) {
    if (words.isEmpty()) {
      return node;
    }
    ObjectNode joined = MAPPER.createObjectNode();
    for (Map.Entry<String, JsonNode> property : node.properties()) {
      JsonNode value = property.getValue();
      if (words.contains(property.getKey()) && value.isArray()) {
        List<String> own =
            value.valueStream().map(v -> v.isValueNode() ? v.asString() : "").toList();
        joined.put(property.getKey(), TokenWords.joined(own, place + ", key " + property.getKey()));
      } else if (words.contains(property.getKey())) {
        throw new DataException(
            place
                + ", key "
                + property.getKey()
                + " must be an array of words, as on the first line");
      } else {
        joined.set(property.getKey(), value);
      }
    }
    return joined;
  }

  /**
   * Up to the next line end; null at the end of the file.
   *
   * @param remedy of a line that is too long
   */
  static @Nullable String line(BufferedReader in, String place, String remedy) throws IOException {
    long most = Limit.LINE_CHARACTERS.value();
    StringBuilder text = new StringBuilder();
    int c = in.read();
    if (c < 0) {
      return null;
    }
    for (; c >= 0 && c != '\n'; c = in.read()) {
      text.append((char) c);
      if (text.length() > most) {
        throw new DataException(
            place
                + " has a line that is too long (in characters, "
                + Limit.LINE_CHARACTERS.remedy()
                + "); "
                + remedy);
      }
    }
    return text.toString();
  }

  private static JsonNode object(String text, String place) {
    try {
      JsonNode node = MAPPER.readTree(text);
      if (!node.isObject()) {
        throw new DataException(place + " is not a JSON object; each line must be one");
      }
      return node;
    } catch (JacksonException e) {
      throw new DataException(place + " is not JSON: " + Json.words(e), e);
    }
  }

  private static void add(
      JsonNode node,
      Map<String, ColumnBuilder> scalars,
      Map<String, Vectors> vectors,
      String place,
      boolean first) {
    int seen = 0;
    for (Map.Entry<String, JsonNode> property : node.properties()) {
      String name = property.getKey();
      JsonNode value = property.getValue();
      if (first && value.isArray()) {
        vectors.put(name, new Vectors(value.size()));
      } else if (first) {
        scalars.put(name, new ColumnBuilder());
      }
      Vectors rows = vectors.get(name);
      ColumnBuilder builder = scalars.get(name);
      if (rows != null) {
        rows.add(value, place + ", key " + name);
      } else if (builder != null && value.isValueNode() && !value.isNull()) {
        builder.add(value.isBoolean() ? (value.booleanValue() ? "1" : "0") : value.asString());
      } else {
        throw new DataException(
            place
                + ": key "
                + name
                + " is new here, null, or an object; all lines must have the same keys");
      }
      seen++;
    }
    if (seen != scalars.size() + vectors.size()) {
      throw new DataException(
          place
              + " has "
              + seen
              + " keys, but the first line has "
              + (scalars.size() + vectors.size())
              + "; all lines must have the same keys");
    }
  }

  /** Arrays of numbers of one length. */
  private static final class Vectors {
    private final int length;
    private final List<double[]> rows = new ArrayList<>();
    private boolean whole = true;

    Vectors(int length) {
      this.length = length;
    }

    void add(JsonNode value, String place) {
      if (!value.isArray() || value.size() != length) {
        throw new DataException(
            place + " must be an array of " + length + " numbers, as on the first line");
      }
      double[] row = new double[length];
      for (int i = 0; i < length; i++) {
        if (!value.get(i).isNumber()) {
          throw new DataException(place + ", element " + i + " is not a number");
        }
        row[i] = value.get(i).doubleValue();
        whole &= value.get(i).isIntegralNumber() && row[i] == (int) row[i];
      }
      rows.add(row);
    }

    Numbers build() {
      if ((long) rows.size() * length * 8 > DataFile.LARGEST) {
        throw new DataException(
            "an array column needs more than 2 GiB; store it as NPZ in several files");
      }
      if (whole) {
        int[] all =
            rows.stream().flatMapToInt(r -> Arrays.stream(r).mapToInt(v -> (int) v)).toArray();
        return Numbers.ints(all, rows.size(), length);
      }
      float[] all = new float[rows.size() * length];
      for (int i = 0; i < all.length; i++) {
        all[i] = (float) rows.get(i / length)[i % length];
      }
      return Numbers.floats(all, rows.size(), length);
    }
  }
}
