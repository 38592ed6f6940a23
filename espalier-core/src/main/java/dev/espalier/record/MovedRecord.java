package dev.espalier.record;

import dev.espalier.record.AnswersRecord.Shown;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What became of embeddings on the final examples: where the result's cosines differ most from the
 * original's.
 *
 * @param pairs whether cosines are between the two texts of a pair; else between the original's
 *     vector and the result's
 * @param most the pairs or records that changed most, the largest change first
 */
public record MovedRecord(boolean pairs, List<Moved> most) {
  public MovedRecord {
    most = Copies.list(most);
  }

  /**
   * @param record number of the (first) record among the final examples
   * @param shown the inputs, for a person: two of a pair
   * @param score what DATA says of the pair; null where it says nothing
   * @param before cosine by the original; 1 where vectors are compared with its own
   * @param after cosine by the result
   */
  public record Moved(
      int record, List<Shown> shown, @Nullable Double score, double before, double after) {
    public Moved {
      shown = Copies.list(shown);
    }
  }
}
