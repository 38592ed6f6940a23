package dev.espalier.model;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What was observed when a model ran at two settings of its symbolic dimensions: exact type and
 * axes of every value, and the contents of values that do not depend on the data.
 *
 * <p>Setting A has batch 1; setting B differs from A in every symbolic dimension. An axis whose two
 * sizes differ varies.
 *
 * @param values by value name; absent where the runtime did not produce the value
 * @param constants values computed only from constants and shapes that came out equal in both
 *     settings
 */
public record Shapes(Map<String, Observed> values, Map<String, Tensor> constants) {
  public Shapes {
    values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
    constants = Collections.unmodifiableMap(new LinkedHashMap<>(constants));
  }

  /**
   * One value's axes in both settings.
   *
   * @param type element type
   * @param a sizes at setting A (batch 1)
   * @param b sizes at setting B
   */
  public record Observed(DType type, int[] a, int[] b) {
    /** {@return number of axes} */
    public int rank() {
      return a.length;
    }

    /**
     * {@return whether the size of an axis differed between the two settings}
     *
     * @param axis counted from 0
     */
    public boolean varies(int axis) {
      return a[axis] != b[axis];
    }

    /**
     * {@return whether the two axes have the same size in both settings}
     *
     * @param axis counted from 0
     * @param other another value
     * @param otherAxis axis of the other value, counted from 0
     */
    public boolean sameAxis(int axis, Observed other, int otherAxis) {
      return a[axis] == other.a[otherAxis] && b[axis] == other.b[otherAxis];
    }
  }

  /**
   * {@return what was observed of a value; null where nothing was}
   *
   * @param value its name
   */
  public @Nullable Observed get(String value) {
    return values.get(value);
  }

  /** {@return names of the values that were observed} */
  public Set<String> names() {
    return values.keySet();
  }
}
