package dev.espalier.files;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import tools.jackson.core.JacksonException;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.module.SimpleModule;

/**
 * Records as JSON: fields in the order of their declaration, indented, numbers that are not finite
 * as null. Reading takes null for a {@code double} as NaN and leaves out keys that it does not
 * know.
 */
public final class Json {
  private static final JsonMapper MAPPER =
      JsonMapper.builder()
          .disable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY)
          .disable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .enable(SerializationFeature.INDENT_OUTPUT)
          .addModule(notFiniteAsNull())
          .build();

  private Json() {}

  /**
   * {@return the JSON text, ending in a line break}
   *
   * @param value a record, or what records are made of
   */
  public static String text(Object value) {
    return MAPPER.writeValueAsString(value) + "\n";
  }

  /**
   * Writes beside the file, then moves over it.
   *
   * @param value a record, or what records are made of
   * @param file to be read or written
   */
  public static void write(Object value, Path file) {
    WholeFile.write(file, text(value));
  }

  /**
   * Reads a record from a JSON file. Fields may be missing; {@link #complete(Path, Class)} refuses
   * that.
   *
   * @param file to be read or written
   * @param type of the record
   * @param <T> kind of what comes back
   * @return the record; what the file leaves out is null, 0, NaN or empty
   * @throws DataException naming file, line and field when it is missing, broken or of another
   *     shape
   */
  public static <T> T read(Path file, Class<T> type) {
    try {
      if (Files.exists(file) && !Files.isRegularFile(file)) {
        throw new DataException(file + ": is no regular file");
      }
      if (Files.exists(file) && Files.size(file) > Limit.JSON_BYTES.value()) {
        throw new DataException(
            file + ": is too long for a record (in bytes, " + Limit.JSON_BYTES.remedy() + ")");
      }
      return MAPPER.readValue(Files.readString(file), type);
    } catch (JacksonException e) {
      throw new DataException(file + place(e.getLocation()) + ": " + reason(e), e);
    } catch (java.nio.file.NoSuchFileException e) {
      throw new DataException(file + ": there is no such file", e);
    } catch (java.nio.charset.CharacterCodingException e) {
      throw new DataException(file + ": not a JSON text in UTF-8", e);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + file + ": " + Reason.of(e), e);
    }
  }

  /**
   * The same of a file that is relied on: nothing may be missing.
   *
   * @param file to be read or written
   * @param type of the record
   * @param <T> kind of what comes back
   * @return the record
   * @throws DataException also where it has null, or nothing, where the record must have a value
   */
  public static <T> T complete(Path file, Class<T> type) {
    T read = read(file, type);
    Complete.check(read, file.toString());
    return read;
  }

  /**
   * A tree of such a file.
   *
   * @param tree of a file
   * @param type of the record
   * @param <T> kind of what comes back
   * @return the record
   * @throws DataException when it is of another shape, or something is missing
   */
  public static <T> T complete(JsonNode tree, Class<T> type) {
    T read = of(tree, type);
    Complete.check(read, "");
    return read;
  }

  /**
   * Reads a record from JSON text. Fields may be missing.
   *
   * @param text in JSON
   * @param type of the record
   * @param <T> kind of what comes back
   * @return the record; what the text leaves out is null, 0, NaN or empty
   * @throws DataException when the text is broken or of another shape
   */
  public static <T> T of(String text, Class<T> type) {
    try {
      return MAPPER.readValue(text, type);
    } catch (JacksonException e) {
      throw new DataException(reason(e), e);
    }
  }

  /**
   * {@return a record as a tree, to be kept inside another one}
   *
   * @param value a record, or what records are made of
   */
  public static JsonNode tree(Object value) {
    return MAPPER.valueToTree(value);
  }

  /**
   * Reads a record from a JSON tree. Fields may be missing.
   *
   * @param tree of a record
   * @param type of the record
   * @param <T> kind of what comes back
   * @return the record; what the tree leaves out is null, 0, NaN or empty
   * @throws DataException when the tree is of another shape
   */
  public static <T> T of(JsonNode tree, Class<T> type) {
    try {
      return MAPPER.treeToValue(tree, type);
    } catch (JacksonException e) {
      throw new DataException(reason(e), e);
    }
  }

  private static String place(TokenStreamLocation at) {
    return at == null || at.getLineNr() < 1
        ? ""
        : ", line " + at.getLineNr() + ", column " + at.getColumnNr();
  }

  private static String reason(JacksonException e) {
    String field = e.getPathReference();
    String at = e.getPath().isEmpty() ? "" : " (at " + field.replaceAll("[\\w.$]+\\[", "[") + ")";
    return words(e) + at + "; the file is damaged or was written by something else";
  }

  /**
   * {@return the parser's words without what it tells of itself (its source, its features)}
   *
   * @param e what the parser threw
   */
  public static String words(JacksonException e) {
    String words = String.valueOf(e.getOriginalMessage()).lines().findFirst().orElse("").strip();
    if (words.startsWith("Unexpected end-of-input") || words.contains("end of input")) {
      return "the text ends too early";
    }
    return words
        .replaceAll(", from `[^`]*`", "")
        .replaceAll("\\s*\\(start marker at .*", "")
        .replaceAll("\\s*\\[?Source: .*", "");
  }

  private static SimpleModule notFiniteAsNull() {
    return new SimpleModule("not-finite-as-null")
        .addSerializer(Double.class, new FiniteNumbers.Writer())
        .addSerializer(Double.TYPE, new FiniteNumbers.Writer())
        .addDeserializer(Double.TYPE, new FiniteNumbers.Reader());
  }
}
