package dev.espalier.study;

import dev.espalier.data.Batch;
import dev.espalier.model.DType;
import dev.espalier.model.Dims;
import dev.espalier.model.Tensor;
import dev.espalier.study.Parts.Blocks;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * How records lie in the model's inputs: what kind of thing they are, and which elements belong
 * together. Several inputs of one number each (users, items) are taken side by side; of other
 * inputs the largest speaks for the record.
 *
 * @param kind seen from type and axes
 * @param inputs that are looked at
 * @param dims axes of one record
 */
record Layout(Kind kind, List<String> inputs, int[] dims) {
  private static final int MOST_COLUMNS = 64;
  private static final int GRID = 8;
  private static final int MOST_BLOCKS = 16;
  private static final int MOST_CHANNELS = 4;

  enum Kind {
    TABLE,
    IMAGE,
    SERIES,
    TOKENS,
    IDS
  }

  static Layout of(Batch batch) {
    String largest = "";
    int most = 0;
    boolean floats = batch.inputs().values().stream().anyMatch(Layout::real);
    for (Map.Entry<String, Tensor> input : batch.inputs().entrySet()) {
      int each = input.getValue().size() / batch.size();
      if (real(input.getValue()) == floats && each > most) {
        largest = input.getKey();
        most = each;
      }
    }
    if (!floats && most == 1) {
      List<String> all = List.copyOf(batch.inputs().keySet());
      return new Layout(Kind.IDS, all, new int[] {all.size()});
    }
    Tensor tensor = java.util.Objects.requireNonNull(batch.inputs().get(largest));
    int[] dims = Arrays.copyOfRange(tensor.dims(), 1, tensor.rank());
    return new Layout(floats ? kind(dims) : Kind.TOKENS, List.of(largest), dims);
  }

  private static boolean real(Tensor tensor) {
    return tensor.type() == DType.FLOAT || tensor.type() == DType.DOUBLE;
  }

  private static Kind kind(int[] dims) {
    long axes = Arrays.stream(dims).filter(d -> d > 1).count();
    if (dims.length == 3 && axes >= 2) {
      return Kind.IMAGE;
    }
    return dims.length == 2 && axes == 2 ? Kind.SERIES : Kind.TABLE;
  }

  /** Numbers in one record. */
  int elements() {
    return Dims.size(dims);
  }

  /** The records' numbers, one record after the other. */
  float[] values(Batch batch) {
    List<float[]> parts = new ArrayList<>();
    for (String input : inputs) {
      parts.add(Numbers.of(java.util.Objects.requireNonNull(batch.inputs().get(input))));
    }
    if (parts.size() == 1) {
      return parts.get(0);
    }
    float[] side = new float[batch.size() * parts.size()];
    for (int i = 0; i < side.length; i++) {
      side[i] = parts.get(i % parts.size())[i / parts.size()];
    }
    return side;
  }

  /** What figures are given for: features, channels, bands; one part for tokens. */
  Parts columns() {
    return switch (kind) {
      case IMAGE ->
          Parts.named("channels", elements(), this::channel, channels(), i -> "channel " + i);
      case SERIES -> blocks("bands", 1, MOST_COLUMNS, "band ");
      case TABLE -> blocks("columns", -1, MOST_COLUMNS, "column ");
      case TOKENS -> Parts.named("tokens", elements(), i -> 0, 1, i -> "token ids");
      case IDS -> Parts.named("inputs", elements(), i -> i, elements(), inputs::get);
    };
  }

  /** What importance is asked of. */
  List<Parts> importance() {
    return switch (kind) {
      case IMAGE -> channels() > 1 ? List.of(patches(), columns()) : List.of(patches());
      case SERIES ->
          List.of(blocks("steps", 0, MOST_BLOCKS, ""), blocks("bands", 1, MOST_BLOCKS, ""));
      case TABLE, IDS -> List.of(columns());
      case TOKENS -> List.of(blocks("positions", -1, MOST_BLOCKS, ""));
    };
  }

  /** A coarse picture of the record, for telling near duplicates. */
  Parts cells() {
    if (kind == Kind.IMAGE) {
      Parts grid = patches();
      int each = grid.count();
      return Parts.of(
          "cells", each * channels(), elements(), i -> channel(i) * each + grid.partOf()[i]);
    }
    if (kind == Kind.SERIES) {
      Blocks time = new Blocks(dims[0], MOST_BLOCKS);
      Blocks band = new Blocks(dims[1], GRID);
      return Parts.of(
          "cells",
          time.count() * band.count(),
          elements(),
          i -> time.of(i / dims[1]) * band.count() + band.of(i % dims[1]));
    }
    return columns();
  }

  private Parts patches() {
    Blocks down = new Blocks(dims[first() ? 1 : 0], GRID);
    Blocks right = new Blocks(dims[first() ? 2 : 1], GRID);
    return Parts.named(
            "patches",
            elements(),
            i -> down.of(row(i)) * right.count() + right.of(column(i)),
            down.count() * right.count(),
            p ->
                "row " + down.name(p / right.count()) + ", column " + right.name(p % right.count()))
        .inRows(down.count());
  }

  /** Blocks along one axis; -1 takes all elements as one axis. */
  private Parts blocks(String what, int axis, int most, String word) {
    Blocks blocks = new Blocks(axis < 0 ? elements() : dims[axis], most);
    int inner = axis == 0 ? dims[1] : 1;
    return Parts.named(
        what,
        elements(),
        i -> blocks.of(i / inner % blocks.length()),
        blocks.count(),
        b -> word + blocks.name(b));
  }

  /** Whether channels come first. */
  private boolean first() {
    return dims[0] <= MOST_CHANNELS || dims[2] > MOST_CHANNELS;
  }

  private int channels() {
    return dims[first() ? 0 : 2];
  }

  private int channel(int element) {
    return first() ? element / (dims[1] * dims[2]) : element % dims[2];
  }

  private int row(int element) {
    return first() ? element / dims[2] % dims[1] : element / (dims[1] * dims[2]);
  }

  private int column(int element) {
    return first() ? element % dims[2] : element / dims[2] % dims[1];
  }

  /** For a person: images of 3x32x32. */
  String words() {
    String size = String.join("x", Arrays.stream(dims).mapToObj(Integer::toString).toList());
    return switch (kind) {
      case TABLE -> "rows of " + size + " numbers";
      case IMAGE -> "images of " + size;
      case SERIES -> "series of " + dims[0] + " steps of " + dims[1] + " numbers";
      case TOKENS -> "texts of " + size + " tokens";
      case IDS -> "ids (" + String.join(", ", inputs) + ")";
    };
  }
}
