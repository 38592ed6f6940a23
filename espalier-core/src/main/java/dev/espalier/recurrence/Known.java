package dev.espalier.recurrence;

import dev.espalier.model.DType;
import dev.espalier.model.Tensor;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What is known of a value inside of a step. */
sealed interface Known {
  /** The same at every step. */
  record Constant(Tensor tensor) implements Known {}

  /** A row for each record, {@code [1, …, 1, records, width]} with so many axes of 1. */
  record Rows(Formula formula, int ones) implements Known {}

  /** A whole number, as a scalar or behind axes of 1. */
  record Whole(Count count, int rank) implements Known {}

  /** Whether all of these are above 0. */
  record Truth(List<Count> positive) implements Known {}

  /** As a row for each record; null where it is none. */
  static @Nullable Rows rows(@Nullable Known value) {
    if (value instanceof Rows rows) {
      return rows;
    } else if (value instanceof Constant constant && constant.tensor.type().floating()) {
      Tensor tensor = constant.tensor;
      int width = tensor.rank() == 0 ? 1 : tensor.dims()[tensor.rank() - 1];
      return tensor.size() == width && width > 0 && width <= Matrix.MOST
          ? new Rows(Formula.constant(tensor.floats()), Math.max(0, tensor.rank() - 2))
          : null;
    }
    return null;
  }

  /** As a whole number; null where it is none. */
  static @Nullable Whole whole(@Nullable Known value) {
    if (value instanceof Whole number) {
      return number;
    } else if (value instanceof Constant constant) {
      Count count = Outside.number(constant.tensor);
      return count == null ? null : new Whole(count, constant.tensor.rank());
    }
    return null;
  }

  /** As what is true or not; null where it is neither. */
  static @Nullable Truth truth(@Nullable Known value) {
    if (value instanceof Truth truth) {
      return truth;
    }
    return value instanceof Constant constant
            && constant.tensor.type() == DType.BOOL
            && constant.tensor.size() == 1
        ? new Truth(List.of(Count.of(constant.tensor.longs()[0])))
        : null;
  }

  /** The sizes or positions that a constant states; null where it is none. */
  static long @Nullable [] integers(@Nullable Known value) {
    return value instanceof Constant constant && Outside.integer(constant.tensor)
        ? constant.tensor.longs()
        : null;
  }
}
