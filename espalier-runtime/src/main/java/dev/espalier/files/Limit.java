package dev.espalier.files;

import java.util.Locale;

/**
 * How much is taken from files that may come from anywhere before they are refused. Each limit is a
 * system property, {@code espalier.limit.} and its name; the command line takes it by {@code
 * ESPALIER_JAVA_OPTS=-Despalier.limit.probe.bytes=16000000000}.
 */
public enum Limit {
  /** Bytes that all values of a model take together when it is run to observe its shapes. */
  PROBE_BYTES("probe.bytes", 8_000_000_000L),
  /** Seconds that one call of a model may take. */
  CALL_SECONDS("call.seconds", 600),
  /** Columns of a table. */
  TABLE_COLUMNS("table.columns", 16_384),
  /** Fields of one table, all records together. */
  TABLE_FIELDS("table.fields", 60_000_000),
  /** Characters of one line of text: a record of a table, a line of JSONL. */
  LINE_CHARACTERS("line.characters", 64_000_000),
  /** Bytes that a packed file may unpack to. */
  UNPACKED_BYTES("unpacked.bytes", 2_000_000_000),
  /** Times its own size that a packed file may unpack to, where that is above 16 MB. */
  UNPACKED_TIMES("unpacked.times", 100),
  /** Pixels of one image, before it is scaled. */
  IMAGE_PIXELS("image.pixels", 67_108_864),
  /** Bytes of a recipe or of a YAML file that describes data. */
  SETTINGS_BYTES("settings.bytes", 1_000_000),
  /** Bytes of one JSON file. */
  JSON_BYTES("json.bytes", 1_000_000_000);

  private static final String PREFIX = "espalier.limit.";

  private final String key;
  private final long standard;

  Limit(String key, long standard) {
    this.key = key;
    this.standard = standard;
  }

  /** {@return the limit in force; {@link DataException} where the property is no number above 0} */
  public long value() {
    String text = System.getProperty(PREFIX + key);
    if (text == null) {
      return standard;
    }
    try {
      long value = Long.parseLong(text.strip());
      if (value > 0) {
        return value;
      }
    } catch (NumberFormatException e) {
      throw refusal(text, e);
    }
    throw refusal(text, null);
  }

  /**
   * Where nothing else is said.
   *
   * @return the limit where nothing else is said
   */
  public long standard() {
    return standard;
  }

  /** {@return the system property that sets it} */
  public String property() {
    return PREFIX + key;
  }

  /** {@return what to do where more is wanted: the end of a message} */
  public String remedy() {
    return String.format(
        Locale.ROOT,
        "the limit is %d; where that is meant, set another by ESPALIER_JAVA_OPTS=-D%s=NUMBER",
        value(),
        property());
  }

  private DataException refusal(String text, @org.jspecify.annotations.Nullable Throwable cause) {
    String message =
        "the system property " + property() + " must be a whole number above 0, not '" + text + "'";
    return cause == null ? new DataException(message) : new DataException(message, cause);
  }
}
