package dev.espalier.record;

import dev.espalier.record.AnswersRecord.Shown;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What became of answers that are a matter of degrees on the final examples, embeddings and tags:
 * where the result's differ most from the original's.
 *
 * @param measure what {@code before} and {@code after} are, for a person
 * @param pairs whether they are of the two texts of a pair; else of one record
 * @param most the pairs or records that changed most, the largest change first
 */
public record MovedRecord(@Nullable String measure, boolean pairs, List<Moved> most) {
  public MovedRecord {
    measure = measure == null ? COSINE : measure;
    most = Copies.list(most);
  }

  /** What is told of embeddings. */
  public static final String COSINE = "cosine";

  /** {@return whether they are embeddings} */
  public boolean embeddings() {
    return COSINE.equals(measure);
  }

  /**
   * One record, or pair of records, and how its measure changed.
   *
   * @param record number of the (first) record among the final examples
   * @param shown the inputs, for a person: two of a pair
   * @param score what DATA says of the pair; null where it says nothing
   * @param before by the original; 1 where the result is compared with it
   * @param after by the result
   */
  public record Moved(
      int record, List<Shown> shown, @Nullable Double score, double before, double after) {
    public Moved {
      shown = Copies.list(shown);
    }
  }
}
