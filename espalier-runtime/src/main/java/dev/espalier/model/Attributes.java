package dev.espalier.model;

import java.util.LinkedHashMap;
import java.util.Map;

/** Writes the attributes of a node in one line. */
public final class Attributes {
  private Attributes() {}

  /**
   * Attributes from keys and values in turn: Integer, Long, Float, Double, String, int[], long[] or
   * Tensor.
   *
   * @param keysAndValues key, value, key, value …
   * @return a new map that the caller may change
   */
  public static Map<String, Attribute> of(Object... keysAndValues) {
    Map<String, Attribute> map = new LinkedHashMap<>();
    for (int i = 0; i < keysAndValues.length; i += 2) {
      map.put((String) keysAndValues[i], attribute(keysAndValues[i + 1]));
    }
    return map;
  }

  private static Attribute attribute(Object value) {
    if (value instanceof Float || value instanceof Double) {
      return new Attribute.FloatValue(((Number) value).floatValue());
    } else if (value instanceof Number n) {
      return new Attribute.IntValue(n.longValue());
    } else if (value instanceof String s) {
      return new Attribute.StringValue(s);
    } else if (value instanceof int[] v) {
      return Attribute.Ints.of(Dims.longs(v));
    } else if (value instanceof long[] v) {
      return Attribute.Ints.of(v);
    } else if (value instanceof Tensor t) {
      return new Attribute.TensorValue(t);
    }
    throw new IllegalArgumentException("no attribute from a " + value.getClass().getSimpleName());
  }
}
