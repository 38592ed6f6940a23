package dev.espalier.study;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntFunction;
import java.util.function.IntUnaryOperator;

/**
 * A record's elements put together in parts that mean something to a person.
 *
 * @param what the parts are: columns, channels, patches, steps, bands, positions or inputs
 * @param rows of the picture that the parts form, else 1
 * @param names one a part, row by row
 * @param partOf part of each element
 */
record InputParts(String what, int rows, List<String> names, int[] partOf) {
  int count() {
    return names.size();
  }

  /** How many elements each part has. */
  int[] sizes() {
    int[] sizes = new int[count()];
    for (int part : partOf) {
      sizes[part]++;
    }
    return sizes;
  }

  static InputParts of(String what, int count, int elements, IntUnaryOperator partOf) {
    return named(what, elements, partOf, count, i -> Integer.toString(i));
  }

  static InputParts named(
      String what, int elements, IntUnaryOperator partOf, int count, IntFunction<String> name) {
    List<String> names = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      names.add(name.apply(i));
    }
    int[] parts = new int[elements];
    Arrays.setAll(parts, partOf);
    return new InputParts(what, 1, names, parts);
  }

  InputParts inRows(int count) {
    return new InputParts(what, count, names, partOf);
  }

  /** A stretch of {@code length} in at most {@code most} blocks of nearly equal size. */
  record Blocks(int length, int most) {
    int count() {
      return Math.min(length, most);
    }

    int of(int position) {
      return (int) ((long) position * count() / length);
    }

    /** The positions of a block, as 4 or 4-7. */
    String name(int block) {
      return name(block, Integer::toString);
    }

    /** The same with positions that have names. */
    String name(int block, IntFunction<String> position) {
      int from = (block * length + count() - 1) / count();
      int to = ((block + 1) * length + count() - 1) / count() - 1;
      return from == to ? position.apply(from) : position.apply(from) + "-" + position.apply(to);
    }
  }
}
