package dev.espalier.adaptive;

import dev.espalier.model.Tensor;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.IntStream;

/** Rows of tensors, along axis 0. */
final class RowNumbers {
  private RowNumbers() {}

  /** These rows of every tensor, in that order; the tensors themselves where all are taken. */
  static Map<String, Tensor> select(Map<String, Tensor> tensors, int... rows) {
    Map<String, Tensor> selected = new LinkedHashMap<>();
    tensors.forEach(
        (name, tensor) -> selected.put(name, all(tensor, rows) ? tensor : tensor.select(0, rows)));
    return selected;
  }

  /** {@code whole} with {@code part} in place of these rows. Cost: one copy of the whole. */
  static Tensor replaced(Tensor whole, Tensor part, int... rows) {
    if (all(whole, rows)) {
      return part;
    }
    ByteBuffer out = Tensor.allocate(Math.toIntExact(whole.byteSize())).put(whole.data()).flip();
    int width = whole.dims()[0] == 0 ? 0 : out.limit() / whole.dims()[0];
    for (int i = 0; i < rows.length; i++) {
      out.put(rows[i] * width, part.data().slice(i * width, width), 0, width);
    }
    return new Tensor(whole.type(), whole.dims(), out);
  }

  private static boolean all(Tensor tensor, int... rows) {
    return rows.length == tensor.dims()[0]
        && Arrays.equals(rows, IntStream.range(0, rows.length).toArray());
  }
}
