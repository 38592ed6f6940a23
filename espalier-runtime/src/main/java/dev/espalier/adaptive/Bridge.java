package dev.espalier.adaptive;

import dev.espalier.model.Attributes;
import dev.espalier.model.DType;
import dev.espalier.model.Dims;
import dev.espalier.model.ModelFormatException;
import dev.espalier.model.Tensor;
import dev.espalier.model.ValueInfo;
import java.util.Arrays;
import java.util.List;

/**
 * Nodes from an input of the original to one of a member.
 *
 * @param from the original's input
 * @param to the member's
 */
record Bridge(Draft draft, String label, ValueInfo from, ValueInfo to) {
  private static final List<int[]> LAYOUTS =
      List.of(new int[] {0, 2, 3, 1}, new int[] {0, 3, 1, 2}, new int[] {0, 2, 1});

  /** The value that the member reads: preprocessed, then in its layout. */
  String input(Affine affine) {
    if (from.type() != to.type() || (affine.changes() && from.type() != DType.FLOAT)) {
      throw refusal("an input of " + to.type() + ", the original one of " + from.type());
    }
    return laidOut(affine.changes() ? mapped(affine) : from.name());
  }

  private String mapped(Affine affine) {
    int channels = affine.scale().length;
    int[] dims = new int[from.dims().size()];
    Arrays.fill(dims, 1);
    if (channels > 1) {
      dims[channelAxis(channels)] = channels;
    }
    String scale = draft.constant("preprocess/scale", Tensor.floats(affine.scale(), dims));
    String shift = draft.constant("preprocess/shift", Tensor.floats(affine.shift(), dims));
    return draft.node("Add", draft.node("Mul", from.name(), scale), shift);
  }

  /** Axis 1 of the original's input, or its last. */
  private int channelAxis(int channels) {
    for (int axis : new int[] {1, from.dims().size() - 1}) {
      if (axis > 0 && axis < from.dims().size() && from.dims().get(axis).size() == channels) {
        return axis;
      }
    }
    throw refusal(
        "a preprocessing of "
            + channels
            + " channels, the original's input none such "
            + from.dims());
  }

  private String laidOut(String value) {
    if (ChainChecks.fits(from, to)) {
      return value;
    }
    for (int[] order : LAYOUTS) {
      if (order.length == from.dims().size() && ChainChecks.fits(permuted(order), to)) {
        return draft.node("Transpose", Attributes.of("perm", order), value);
      }
    }
    long[] sizes = to.dims().stream().mapToLong(ValueInfo.Dim::size).toArray();
    if (size(from) > 0 && size(from) == size(to)) {
      sizes[0] = 0;
      return draft.node("Reshape", value, draft.vector(sizes));
    }
    throw refusal("an input " + to.dims() + ", the original " + from.dims());
  }

  private ValueInfo permuted(int[] order) {
    return from.withDims(Arrays.stream(order).mapToObj(axis -> from.dims().get(axis)).toList());
  }

  /** Elements of a row; negative where a size is not stated. */
  private static int size(ValueInfo info) {
    int[] row = info.dims().stream().skip(1).mapToInt(d -> (int) d.size()).toArray();
    return Arrays.stream(row).anyMatch(d -> d < 0) ? -1 : Dims.size(row);
  }

  private ModelFormatException refusal(String what) {
    return new ModelFormatException(
        label + " has " + what + "; export it for the original's input, or name another model");
  }
}
