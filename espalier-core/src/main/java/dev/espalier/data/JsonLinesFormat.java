package dev.espalier.data;

import dev.espalier.feed.Column;
import dev.espalier.feed.Numbers;
import dev.espalier.files.DataException;
import dev.espalier.files.Json;
import dev.espalier.files.Limit;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * One JSON object a line: texts, numbers, booleans, and arrays of numbers of one length; every line
 * has the same keys.
 */
final class JsonLinesFormat implements Format {
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
  public Map<String, List<Path>> find(Path path) {
    if (Files.isDirectory(path)) {
      return InputFile.byPart(
          InputFile.list(path).stream().filter(JsonLinesFormat::named).toList());
    }
    return named(path) ? InputFile.byPart(List.of(path)) : Map.of();
  }

  private static boolean named(Path file) {
    return InputFile.name(file).matches(".*\\.(jsonl|ndjson)");
  }

  @Override
  public Map<String, Table> read(List<Path> files, DataSpec spec) {
    List<Table> tables =
        files.stream()
            .map(f -> InputFile.use(f, in -> table(DelimitedFormat.reader(in), f)))
            .toList();
    return Map.of("all", Table.joined(tables));
  }

  private static Table table(BufferedReader in, Path file) throws IOException {
    Map<String, ColumnBuilder> scalars = new LinkedHashMap<>();
    Map<String, Vectors> vectors = new LinkedHashMap<>();
    List<Integer> lines = new ArrayList<>();
    int line = 0;
    String place = file.toString();
    for (String text = line(in, place); text != null; text = line(in, place)) {
      line++;
      if (!text.isBlank()) {
        add(
            object(text, file + ", line " + line),
            scalars,
            vectors,
            file + ", line " + line,
            lines.isEmpty());
        lines.add(line);
      }
    }
    if (lines.isEmpty()) {
      throw new DataException(file + " holds no records");
    }
    Map<String, Column> columns = new LinkedHashMap<>();
    scalars.forEach((name, builder) -> columns.put(name, builder.build()));
    vectors.forEach((name, rows) -> columns.put(name, rows.build()));
    int[] at = lines.stream().mapToInt(Integer::intValue).toArray();
    return new Table(columns, at.length, row -> file + ", line " + at[row]);
  }

  /** Up to the next line end; null at the end of the file. */
  private static @Nullable String line(BufferedReader in, String place) throws IOException {
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
                + "); each line must be one JSON object");
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
      if ((long) rows.size() * length * 8 > InputFile.LARGEST) {
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
