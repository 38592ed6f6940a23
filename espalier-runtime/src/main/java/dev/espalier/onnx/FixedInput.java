package dev.espalier.onnx;

import dev.espalier.model.DType;
import dev.espalier.model.Dims;
import dev.espalier.model.ModelFormatException;
import dev.espalier.model.Tensor;
import dev.espalier.model.ValueInfo;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * An input with one value for good, as a model's metadata keeps it: {@code 16000 as INT64[] at 2}.
 *
 * @param name of the input
 * @param value one number for all elements, or one each, with commas or blanks between
 * @param type of its elements
 * @param dims its sizes
 * @param place among the inputs of the file, from 0
 */
record FixedInput(String name, String value, DType type, List<Integer> dims, int place) {
  private static final Set<DType> TYPES =
      Set.of(DType.FLOAT, DType.DOUBLE, DType.INT32, DType.INT64, DType.BOOL);

  private static final Pattern TEXT =
      Pattern.compile("(?<value>.*) as (?<type>[A-Z0-9]+)\\[(?<dims>[0-9,]*)] at (?<place>[0-9]+)");

  /** Whole numbers up to here are told apart as they are read. */
  private static final long EXACT = 1L << 53;

  FixedInput {
    dims = List.copyOf(dims);
  }

  /** Throws {@link ModelFormatException} where the input cannot have the value. */
  static FixedInput of(ValueInfo input, String value, int place) {
    boolean free = !input.ranked() || input.dims().stream().anyMatch(d -> !d.known());
    if (free || !TYPES.contains(input.type())) {
      throw new ModelFormatException(
          "input "
              + input.name()
              + " is "
              + input.type().name().toLowerCase(Locale.ROOT)
              + input.dims()
              + ", and cannot be fixed: every axis must have a size (--shape states it), and the type be"
              + " float, double, int32, int64 or bool");
    }
    List<Integer> dims = input.dims().stream().map(d -> Math.toIntExact(d.size())).toList();
    return new FixedInput(input.name(), value, input.type(), dims, place);
  }

  /** What {@link #text} gave; empty for any other text. */
  static Optional<FixedInput> parsed(String name, String text) {
    Matcher found = TEXT.matcher(text);
    if (!found.matches()) {
      return Optional.empty();
    }
    try {
      String dims = found.group("dims");
      return Optional.of(
          new FixedInput(
              name,
              found.group("value"),
              DType.valueOf(found.group("type")),
              dims.isEmpty()
                  ? List.of()
                  : Arrays.stream(dims.split(",", -1)).map(Integer::valueOf).toList(),
              Integer.parseInt(found.group("place"))));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  String text() {
    return value
        + " as "
        + type
        + dims.stream().map(String::valueOf).collect(Collectors.joining(",", "[", "]"))
        + " at "
        + place;
  }

  ValueInfo info() {
    List<ValueInfo.Dim> sizes = dims.stream().map(ValueInfo.Dim::of).toList();
    return new ValueInfo(name, type, sizes, true, new byte[0]);
  }

  /** The value as a constant. */
  Tensor tensor() {
    int[] sizes = dims.stream().mapToInt(Integer::intValue).toArray();
    double[] given = Arrays.stream(value.split("[,\\s]+", -1)).mapToDouble(this::number).toArray();
    int elements = Dims.size(sizes);
    if (given.length != 1 && given.length != elements) {
      throw new ModelFormatException(
          "input "
              + name
              + " has "
              + elements
              + " elements, and "
              + given.length
              + " values were given; give one for all, or one each");
    }
    ByteBuffer out = Tensor.allocate(elements * type.bytes());
    for (int i = 0; i < elements; i++) {
      put(out, given[given.length == 1 ? 0 : i]);
    }
    return new Tensor(type, sizes, out.flip());
  }

  private double number(String word) {
    if (word.equals("true") || word.equals("false")) {
      return word.equals("true") ? 1 : 0;
    }
    double number = Double.NaN;
    try {
      number = Double.parseDouble(word);
    } catch (NumberFormatException e) {
      // no number, which is told below
    }
    if (!Double.isFinite(number)) {
      throw new ModelFormatException(
          "input " + name + " cannot be '" + word + "': give a number, true or false");
    }
    return number;
  }

  private void put(ByteBuffer out, double number) {
    switch (type) {
      case FLOAT -> out.putFloat((float) number);
      case DOUBLE -> out.putDouble(number);
      case INT64 -> out.putLong(whole(number, -EXACT, EXACT));
      case INT32 -> out.putInt((int) whole(number, Integer.MIN_VALUE, Integer.MAX_VALUE));
      default -> out.put((byte) whole(number, 0, 1));
    }
  }

  private long whole(double number, long least, long most) {
    long whole = (long) number;
    if (whole != number || whole < least || whole > most) {
      throw new ModelFormatException(
          "input "
              + name
              + " cannot be "
              + number
              + (type == DType.BOOL ? ": it takes true or false" : ": it takes whole numbers")
              + (type == DType.INT32 ? " of 32 bits" : ""));
    }
    return whole;
  }
}
