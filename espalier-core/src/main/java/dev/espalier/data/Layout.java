package dev.espalier.data;

import dev.espalier.model.Dims;
import dev.espalier.model.Tensor;
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
 * @param names of the numbers of a table's record, one each; empty where they have none
 */
public record Layout(Kind kind, List<String> inputs, int[] dims, List<String> names) {
  private static final int MOST_CHANNELS = 4;

  /**
   * Numbers without names.
   *
   * @param kind what records are
   * @param inputs names of the model's inputs that they lie in
   * @param dims lengths of the axes of one record
   */
  public Layout(Kind kind, List<String> inputs, int[] dims) {
    this(kind, inputs, dims, List.of());
  }

  /**
   * {@return the same with names for the numbers; as it is where they are not one for each}
   *
   * @param columns one name a number
   */
  public Layout named(List<String> columns) {
    return columns.size() == elements() ? new Layout(kind, inputs, dims, columns) : this;
  }

  /** What kind of thing a record is. */
  public enum Kind {
    /** Numbers without an order. */
    TABLE,
    /** Pixels. */
    IMAGE,
    /** Numbers that follow each other in time. */
    SERIES,
    /** Numbers of words. */
    TOKENS,
    /** Numbers of things without neighbours. */
    IDS
  }

  /**
   * {@return the layout of records like these}
   *
   * @param batch some records
   */
  public static Layout of(Batch batch) {
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
    return tensor.type().floating();
  }

  private static Kind kind(int[] dims) {
    long axes = Arrays.stream(dims).filter(d -> d > 1).count();
    if (dims.length == 3 && axes >= 2) {
      return Kind.IMAGE;
    }
    return dims.length == 2 && axes == 2 ? Kind.SERIES : Kind.TABLE;
  }

  /** {@return numbers in one record} */
  public int elements() {
    return Dims.size(dims);
  }

  /**
   * {@return the records' numbers, one record after the other}
   *
   * @param batch records of this layout
   */
  public float[] values(Batch batch) {
    List<float[]> parts = new ArrayList<>();
    for (String input : inputs) {
      parts.add(Elements.of(java.util.Objects.requireNonNull(batch.inputs().get(input))));
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

  /** {@return whether channels come first} */
  public boolean channelsFirst() {
    return dims[0] <= MOST_CHANNELS || dims[2] > MOST_CHANNELS;
  }

  /** {@return channels of a picture} */
  public int channels() {
    return dims[channelsFirst() ? 0 : 2];
  }

  /** {@return pixels of a column of a picture} */
  public int height() {
    return dims[channelsFirst() ? 1 : 0];
  }

  /** {@return pixels of a row of a picture} */
  public int width() {
    return dims[channelsFirst() ? 2 : 1];
  }

  /**
   * {@return the channel that an element of a record lies in}
   *
   * @param element its number in the record, from 0
   */
  public int channel(int element) {
    return channelsFirst() ? element / (dims[1] * dims[2]) : element % dims[2];
  }

  /**
   * {@return the row of a picture that an element lies in}
   *
   * @param element its number in the record, from 0
   */
  public int row(int element) {
    return channelsFirst() ? element / dims[2] % dims[1] : element / (dims[1] * dims[2]);
  }

  /**
   * {@return the column of a picture that an element lies in}
   *
   * @param element its number in the record, from 0
   */
  public int column(int element) {
    return channelsFirst() ? element % dims[2] : element / dims[2] % dims[1];
  }

  /**
   * For a person: images of 3x32x32.
   *
   * @return words for a person
   */
  public String words() {
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
