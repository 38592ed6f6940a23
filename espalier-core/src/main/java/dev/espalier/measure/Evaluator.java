package dev.espalier.measure;

import dev.espalier.data.Batch;
import dev.espalier.data.Dataset;
import dev.espalier.files.DataException;
import dev.espalier.model.FreeBatch;
import dev.espalier.model.Model;
import dev.espalier.model.ModelFormatException;
import dev.espalier.model.Tensor;
import dev.espalier.ort.Session;
import dev.espalier.ort.SessionOptions;
import dev.espalier.progress.Progress;
import dev.espalier.task.Padding;
import dev.espalier.task.Predictions;
import dev.espalier.task.Task;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Runs a data set through a model in ONNX Runtime. */
public final class Evaluator {
  private static final long MOST_BYTES = Integer.MAX_VALUE - 64L;

  private Evaluator() {}

  /**
   * How a data set is run.
   *
   * @param batch records at a time; a model whose batch is fixed runs at its own, the last run
   *     filled up with copies
   * @param threads of the runtime
   * @param progress told after each batch
   */
  public record Run(int batch, int threads, Progress progress) {}

  /** The first output of {@code model} for every record, as float32. */
  public static Predictions predict(
      Model model, Dataset data, int batch, int threads, Progress progress) {
    return predict(model, Task.UNLABELLED, data, new Run(batch, threads, progress));
  }

  /** The outputs that {@code task} judges, for every record, as float32. */
  public static Predictions predict(Model model, Task task, Dataset data, Run run) {
    if (data.size() == 0) {
      throw new DataException("the split has no records; choose another, or change the splits");
    }
    int fixed = FreeBatch.fixedBatch(model);
    List<String> outputs = task.outputs(model);
    Padding padding = Padding.of(model, task);
    List<Gathered> gathered = outputs.stream().map(o -> new Gathered(data.size())).toList();
    Gathered labels = new Gathered(data.size());
    try (Session session = Session.open(model, SessionOptions.threads(run.threads()))) {
      for (int from = 0; from < data.size(); ) {
        int step = Math.min(fixed > 0 ? fixed : run.batch(), data.size() - from);
        Batch records = data.batch(rows(from, step, fixed));
        Map<String, Tensor> inputs = padding.leftOut(records.inputs());
        Map<String, Tensor> said = session.run(inputs, Set.copyOf(outputs));
        List<Tensor> rows =
            outputs.stream().map(o -> requireRows(said.get(o), o, records.size())).toList();
        List<Tensor> read = task.read(rows, inputs);
        for (int o = 0; o < read.size(); o++) {
          gathered.get(o).add(read.get(o), step);
        }
        if (records.labels() != null) {
          labels.add(records.labels(), step);
        }
        from += step;
        run.progress().at("evaluate", from, data.size());
      }
    }
    return Predictions.of(
        task,
        gathered.stream().map(Gathered::whole).toList(),
        labels.first == null ? null : labels.whole());
  }

  private static int[] rows(int from, int step, int fixed) {
    int[] rows = new int[Math.max(step, fixed)];
    Arrays.setAll(rows, i -> from + Math.min(i, step - 1));
    return rows;
  }

  private static Tensor requireRows(@Nullable Tensor output, String name, int records) {
    if (output == null || output.rank() == 0 || output.dims()[0] != records) {
      throw new ModelFormatException(
          "the model's output "
              + name
              + " has shape "
              + (output == null ? "none" : Arrays.toString(output.dims()))
              + " for "
              + records
              + " records; it must have one row per record (choose one that has under `tasks:`)");
    }
    return output;
  }

  /** The rows of one tensor in the batches so far. */
  private static final class Gathered {
    private final int records;
    private @Nullable Tensor first;
    private ByteBuffer rows = ByteBuffer.allocate(0);

    Gathered(int records) {
      this.records = records;
    }

    /** Takes the first {@code kept} rows. */
    void add(Tensor batch, int kept) {
      int width = Math.toIntExact(batch.byteSize() / batch.dims()[0]);
      if (first == null) {
        first = batch;
        if ((long) records * width > MOST_BYTES) {
          throw new DataException(
              "the answers to %,d records take %,d bytes each, and more than 2 GiB in all; judge fewer records (`splits:`), or shorter ones (`length:`)"
                  .formatted(records, width));
        }
        rows = ByteBuffer.allocate(records * width);
      }
      rows.put(batch.data().limit(kept * width));
    }

    Tensor whole() {
      Tensor sample = java.util.Objects.requireNonNull(first);
      int[] dims = sample.dims().clone();
      dims[0] = records;
      return new Tensor(sample.type(), dims, rows.flip());
    }
  }
}
