package dev.espalier.record;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What became of a classifier's answers on the final examples.
 *
 * @param original how sure it was
 * @param result how sure it is
 * @param broken examples that were right and are wrong
 * @param mended examples that were wrong and are right
 * @param pairs of those that broke, by classes, most frequent first; the first few
 * @param brokenExamples the clearest of those that broke
 * @param mendedExamples the clearest of those that were mended
 */
public record AnswersRecord(
    Confidence original,
    Confidence result,
    long broken,
    long mended,
    List<Pair> pairs,
    List<Example> brokenExamples,
    List<Example> mendedExamples) {
  public AnswersRecord {
    pairs = Copies.list(pairs);
    brokenExamples = Copies.list(brokenExamples);
    mendedExamples = Copies.list(mendedExamples);
  }

  /**
   * How many examples of one class the result takes for another, though the original was right.
   *
   * @param label the right class, which the original answered
   * @param answer what the result answers
   * @param records how many
   */
  public record Pair(String label, String answer, long records) {}

  /**
   * One final example that broke or was mended.
   *
   * @param record its number among the final examples
   * @param label the right class
   * @param before what the original answered
   * @param after what the result answers
   * @param chanceBefore probability that the original gave the right class
   * @param chanceAfter probability that the result gives it
   * @param shown the input, for a person
   */
  public record Example(
      int record,
      String label,
      String before,
      String after,
      double chanceBefore,
      double chanceAfter,
      Shown shown) {}

  /**
   * An input in a small form: a picture, a text, or some numbers.
   *
   * @param png a picture as a PNG file in base64; null where it is none
   * @param text the beginning of the text; null where it is none or the data does not keep it
   * @param values the first numbers, each from 0 (the least of its column) to 1 (the greatest);
   *     empty where there is a picture or a text
   */
  public record Shown(@Nullable String png, @Nullable String text, List<Double> values) {
    public Shown {
      values = Copies.list(values);
    }
  }
}
