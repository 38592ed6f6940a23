package dev.espalier.data;

import dev.espalier.feed.Column;
import dev.espalier.feed.Numbers;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Collects fields of text; a column whose fields are all numbers becomes one of numbers. */
final class ColumnBuilder {
  /** All fields, one behind the other: a string for each would take ten times the memory. */
  private final StringBuilder texts = new StringBuilder();

  private int[] ends = new int[16];
  private double[] numbers = new double[16];
  private int size;
  private boolean numeric = true;
  private boolean whole = true;

  void add(String field) {
    if (numeric && DelimitedFormat.number(field)) {
      double value = Double.parseDouble(field.strip());
      numeric = Double.isFinite(value);
      whole &= value == Math.rint(value) && Math.abs(value) < 1L << 53 && field.indexOf('.') < 0;
      numbers = size < numbers.length ? numbers : Arrays.copyOf(numbers, 2 * size);
      numbers[size] = value;
    } else {
      numeric = false;
    }
    texts.append(field);
    ends = size < ends.length ? ends : Arrays.copyOf(ends, 2 * size);
    ends[size++] = texts.length();
  }

  private List<String> fields() {
    List<String> fields = new ArrayList<>(size);
    for (int i = 0; i < size; i++) {
      fields.add(texts.substring(i == 0 ? 0 : ends[i - 1], ends[i]));
    }
    return fields;
  }

  /** Texts, whatever they look like. */
  Texts texts() {
    return new Texts(fields());
  }

  /** INT32, INT64, FLOAT (where every value fits exactly or nearly) or texts. */
  Column build() {
    if (!numeric) {
      return new Texts(fields());
    }
    if (!whole) {
      float[] floats = new float[size];
      for (int i = 0; i < size; i++) {
        floats[i] = (float) numbers[i];
      }
      return Numbers.floats(floats, size);
    }
    long[] longs = new long[size];
    for (int i = 0; i < size; i++) {
      longs[i] = (long) numbers[i];
    }
    boolean small = Arrays.stream(longs).allMatch(v -> v == (int) v);
    return small
        ? Numbers.ints(Arrays.stream(longs).mapToInt(v -> (int) v).toArray(), size)
        : Numbers.longs(longs, size);
  }
}
