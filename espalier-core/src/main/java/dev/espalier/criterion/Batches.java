package dev.espalier.criterion;

import dev.espalier.data.Batch;
import dev.espalier.data.Dataset;
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
 */
record Batches(Dataset data, List<int[]> rows) implements Iterable<Batch> {
  static Batches of(Model model, Dataset data, int wanted) {
    int records = data.size();
    if (records == 0) {
      throw new DataException("there are no examples to gather evidence on; choose another split");
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

  int count() {
    return rows.size();
  }

  @Override
  public Iterator<Batch> iterator() {
    return rows.stream().map(data::batch).iterator();
  }
}
