package dev.espalier.record;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import java.util.Objects;

/**
 * What a run came to, as a person should take it: {@link Status} says how it ended, this whether to
 * be content.
 *
 * @param grade by which reports are coloured
 * @param word one or two words in front of the first sentence
 * @param sentences what holds, the most important first; never empty
 * @param advice what to try; empty where nothing needs to be
 */
public record Verdict(Grade grade, String word, List<String> sentences, List<String> advice) {
  /** How much of what was asked for is true of the result. */
  public enum Grade {
    /** All of it, on examples that nothing was chosen on. */
    @JsonProperty("green")
    GREEN,
    /** Not all of it, or with a loss or a slowness that was not asked for. */
    @JsonProperty("amber")
    AMBER,
    /** The result is of no use. */
    @JsonProperty("red")
    RED
  }

  public Verdict {
    grade = Objects.requireNonNullElse(grade, Grade.AMBER);
    word = Copies.text(word);
    sentences = Copies.list(sentences);
    sentences = sentences.isEmpty() ? List.of("") : sentences;
    advice = Copies.list(advice);
  }

  /** What a status alone says: of a run that has not ended, or of a record without a verdict. */
  static Verdict of(Status status, String message) {
    Grade grade =
        switch (status) {
          case DONE -> Grade.GREEN;
          case UNREACHABLE, RUNNING -> Grade.AMBER;
          case FAILED -> Grade.RED;
        };
    return new Verdict(grade, word(status), List.of(message), List.of());
  }

  /**
   * A status for a person.
   *
   * @param status how a run ended
   * @return the word that stands for it in output and report
   */
  public static String word(Status status) {
    return switch (status) {
      case DONE -> "done";
      case UNREACHABLE -> "unreachable";
      case FAILED -> "failed";
      case RUNNING -> "not finished";
    };
  }

  /** {@return the first sentence with its word: {@code done: the target was reached}} */
  public String headline() {
    return word + (word.endsWith("but") ? " " : ": ") + sentences.get(0);
  }

  /** {@return what to try, as one sentence; empty where nothing needs to be} */
  public String remedy() {
    return advice.isEmpty() ? "" : "try " + String.join(", or ", advice);
  }
}
