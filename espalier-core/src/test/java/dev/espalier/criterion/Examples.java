package dev.espalier.criterion;

import dev.espalier.data.Batch;
import dev.espalier.data.Dataset;
import dev.espalier.model.DType;
import dev.espalier.model.Dims;
import dev.espalier.model.Model;
import dev.espalier.model.Tensor;
import dev.espalier.model.ValueInfo;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/** Random records that a model takes: normal floats, small token numbers, class labels. */
public record Examples(Model model, int size, int classes, long seed) implements Dataset {
  @Override
  public Batch batch(int[] rows) {
    Map<String, Tensor> inputs = new LinkedHashMap<>();
    for (ValueInfo input : model.graph().dataInputs()) {
      inputs.put(input.name(), tensor(input, rows));
    }
    long[] labels = IntStream.of(rows).mapToLong(r -> r % classes).toArray();
    return new Batch(inputs, Tensor.vector(labels), rows.length);
  }

  private Tensor tensor(ValueInfo input, int[] rows) {
    int[] dims = input.dims().stream().mapToInt(d -> d.known() ? (int) d.size() : 6).toArray();
    dims[0] = 1;
    int width = Dims.size(dims);
    dims[0] = rows.length;
    float[] values = new float[rows.length * width];
    for (int r = 0; r < rows.length; r++) {
      SplittableRandom random = new SplittableRandom(seed * 1000 + rows[r]);
      for (int i = 0; i < width; i++) {
        values[r * width + i] =
            input.type() == DType.FLOAT ? (float) random.nextGaussian() : random.nextInt(2);
      }
    }
    if (input.type() == DType.FLOAT) {
      return Tensor.floats(values, dims);
    }
    return Tensor.longs(
        IntStream.range(0, values.length).mapToLong(i -> (long) values[i]).toArray(), dims);
  }
}
