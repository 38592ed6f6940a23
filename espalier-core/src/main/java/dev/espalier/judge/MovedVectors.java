package dev.espalier.judge;

import dev.espalier.data.Dataset;
import dev.espalier.job.Examples;
import dev.espalier.record.MovedRecord;
import dev.espalier.record.MovedRecord.Moved;
import dev.espalier.task.Predictions;
import dev.espalier.task.Similarities;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** Which pairs, or single records, a result answers otherwise than the original, by degrees. */
public final class MovedVectors {
  private static final int MOST = 12;

  private MovedVectors() {}

  /** Empty unless the task is one of embeddings, or of tokens. */
  public static Optional<MovedRecord> of(Examples examples, Predictions before, Predictions after) {
    return Similarities.of(examples.task(), before, after).map(s -> record(examples, s));
  }

  private static MovedRecord record(Examples examples, Similarities similarities) {
    double[] before = similarities.before();
    double[] after = similarities.after();
    Dataset records = examples.test();
    Portrait portrait = Portrait.of(records);
    int each = similarities.recordsEach();
    List<Moved> most =
        IntStream.range(0, before.length)
            .boxed()
            .filter(i -> before[i] != after[i])
            .sorted(Comparator.comparingDouble(i -> -Math.abs(after[i] - before[i])))
            .limit(MOST)
            .map(
                i ->
                    new Moved(
                        i * each,
                        IntStream.range(i * each, (i + 1) * each)
                            .mapToObj(r -> portrait.of(records, r))
                            .toList(),
                        similarities.score(i),
                        before[i],
                        after[i]))
            .toList();
    return new MovedRecord(similarities.measure(), each == 2, most);
  }
}
