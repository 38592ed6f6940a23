package dev.espalier.data;

import dev.espalier.files.DataException;
import dev.espalier.model.FreeBatch;
import dev.espalier.model.Model;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A data set in batches that a model takes: of the size asked for, or of the model's own where that
 * is fixed. What is left over then is not looked at; where all is less than one batch, it is filled
 * up by starting over.
 *
 * @param data the records
 * @param rows numbers of each batch's records
 */
public record Batches(Dataset data, List<int[]> rows) implements Iterable<Batch> {
  /**
   * {@return the batches of all records, in order}
   *
   * @param model that will be asked
   * @param data at least one record
   * @param wanted size of a batch, where the model leaves it open
   */
  public static Batches of(Model model, Dataset data, int wanted) {
    int records = data.size();
    if (records == 0) {
      throw new DataException("there are no examples to look at; choose another split");
    }
    int fixed = FreeBatch.fixedBatch(model);
    List<int[]> rows = new ArrayList<>();
    if (fixed > records) {
      rows.add(IntStream.range(0, fixed).map(i -> i % records).toArray());
    }
    int size = fixed > 0 ? fixed : wanted;
    int end = fixed > 0 ? records - records % fixed : records;
    for (int from = 0; from < end; from += size) {
      rows.add(IntStream.range(from, Math.min(from + size, end)).toArray());
    }
    return new Batches(data, rows);
  }

  /** {@return how many there are} */
  public int count() {
    return rows.size();
  }

  @Override
  public Iterator<Batch> iterator() {
    return rows.stream().map(data::batch).iterator();
  }
}
