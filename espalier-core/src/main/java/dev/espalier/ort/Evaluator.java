package dev.espalier.ort;

import dev.espalier.data.Batch;
import dev.espalier.data.DataException;
import dev.espalier.data.Dataset;
import dev.espalier.model.DType;
import dev.espalier.model.Dims;
import dev.espalier.model.HalfFloats;
import dev.espalier.model.Model;
import dev.espalier.model.ModelFormatException;
import dev.espalier.model.Tensor;
import dev.espalier.model.ValueInfo;
import dev.espalier.tune.Progress;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Runs a data set through a model in ONNX Runtime. */
public final class Evaluator {
  private Evaluator() {}

  /**
   * The first output of {@code model} for every record, as float32.
   *
   * @param batch records at a time; a model whose batch is fixed runs at its own, the last run
   *     filled up with copies
   */
  public static Predictions predict(
      Model model, Dataset data, int batch, int threads, Progress progress) {
    if (data.size() == 0) {
      throw new DataException("the split has no records; choose another, or change the splits");
    }
    int fixed = fixedBatch(model);
    Gathered gathered = new Gathered(data.size());
    String output = model.graph().outputs().get(0).name();
    try (Session session = Session.open(model, SessionOptions.threads(threads))) {
      for (int from = 0; from < data.size(); ) {
        int step = Math.min(fixed > 0 ? fixed : batch, data.size() - from);
        Batch records = data.batch(rows(from, step, fixed));
        gathered.add(session.run(records.inputs(), Set.of(output)).get(output), records, step);
        from += step;
        progress.at("evaluate", from, data.size());
      }
    }
    return gathered.predictions();
  }

  /** The batch that the model's first input insists on; 0 where it is free. */
  public static int fixedBatch(Model model) {
    return model.graph().dataInputs().stream()
        .filter(i -> !i.dims().isEmpty())
        .findFirst()
        .map(i -> i.dims().get(0))
        .filter(ValueInfo.Dim::known)
        .map(d -> Math.toIntExact(d.size()))
        .orElse(0);
  }

  private static int[] rows(int from, int step, int fixed) {
    int[] rows = new int[Math.max(step, fixed)];
    Arrays.setAll(rows, i -> from + Math.min(i, step - 1));
    return rows;
  }

  /** Outputs and labels of the batches so far. */
  private static final class Gathered {
    private final int records;
    private int done;
    private int columns;
    private float[] outputs = {};
    private @Nullable Tensor firstLabels;
    private ByteBuffer labels = ByteBuffer.allocate(0);

    Gathered(int records) {
      this.records = records;
    }

    void add(@Nullable Tensor output, Batch batch, int kept) {
      if (output == null || output.rank() == 0 || output.dims()[0] != batch.size()) {
        throw new ModelFormatException(
            "the model's first output has shape "
                + (output == null ? "none" : Arrays.toString(output.dims()))
                + " for "
                + batch.size()
                + " records; it must have one row a record (choose that output as the first)");
      }
      float[] rows = floats(output);
      if (done == 0) {
        columns = rows.length / batch.size();
        outputs = new float[Math.multiplyExact(records, columns)];
      }
      System.arraycopy(rows, 0, outputs, done * columns, kept * columns);
      addLabels(batch, kept);
      done += kept;
    }

    private void addLabels(Batch batch, int kept) {
      Tensor more = batch.labels();
      if (more == null) {
        return;
      }
      int width = Math.toIntExact(more.byteSize() / batch.size());
      if (firstLabels == null) {
        firstLabels = more;
        labels = ByteBuffer.allocate(Math.multiplyExact(records, width));
      }
      labels.put(more.data().limit(kept * width));
    }

    Predictions predictions() {
      Tensor all = null;
      if (firstLabels != null) {
        int[] dims = firstLabels.dims().clone();
        dims[0] = records;
        all = new Tensor(firstLabels.type(), dims, labels.flip());
      }
      return new Predictions(outputs, columns, all);
    }

    private static float[] floats(Tensor output) {
      if (output.type() == DType.FLOAT) {
        return output.floats();
      }
      float[] out = new float[Dims.size(output.dims())];
      ByteBuffer data = output.data();
      for (int i = 0; i < out.length; i++) {
        out[i] =
            switch (output.type()) {
              case DOUBLE -> (float) data.getDouble(i * 8);
              case FLOAT16 -> HalfFloats.toFloat(data.getShort(i * 2));
              default ->
                  throw new ModelFormatException(
                      "the model's first output is "
                          + output.type()
                          + "; it must hold scores (floating point)");
            };
      }
      return out;
    }
  }
}
