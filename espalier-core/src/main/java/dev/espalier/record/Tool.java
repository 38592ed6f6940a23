package dev.espalier.record;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What was started, when, and for how long.
 *
 * @param version of Espalier
 * @param command the command line, one element a word; empty when called from Java
 * @param started null where unknown
 * @param seconds wall time until the record was written
 */
public record Tool(
    String version, List<String> command, @Nullable Instant started, double seconds) {
  /** Nothing is known. */
  public static final Tool UNKNOWN = new Tool("", List.of(), null, 0);

  public Tool {
    version = Copies.text(version);
    command = Copies.list(command);
  }

  /**
   * {@return the same with another duration}
   *
   * @param changed seconds that the run took
   */
  public Tool withSeconds(double changed) {
    return new Tool(version, command, started, changed);
  }
}
