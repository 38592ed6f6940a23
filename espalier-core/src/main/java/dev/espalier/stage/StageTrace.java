package dev.espalier.stage;

import java.util.Arrays;
import java.util.List;

/** Attached to what a stage throws: which stage it was, and what had been done to its model. */
public final class StageTrace extends RuntimeException {
  private static final long serialVersionUID = 1;

  private StageTrace(String message) {
    super(message, null, false, false);
  }

  static void add(Throwable thrown, String stage, Candidate before) {
    List<String> done = before.done().stream().map(Done::stage).toList();
    String after = done.isEmpty() ? "" : ", after " + String.join(", ", done);
    thrown.addSuppressed(new StageTrace("in the stage " + stage + after));
  }

  /**
   * {@return the place in words, in brackets and after a space; empty where no stage threw}
   *
   * @param thrown what ended a trial
   */
  public static String of(Throwable thrown) {
    return Arrays.stream(thrown.getSuppressed())
        .filter(StageTrace.class::isInstance)
        .map(t -> " (" + t.getMessage() + ")")
        .findFirst()
        .orElse("");
  }
}
