package dev.espalier.op;

import dev.espalier.model.Node;
import dev.espalier.model.Tensor;
import org.jspecify.annotations.Nullable;

/** What an operator's rule may ask and do while its node is cut. */
public interface Cut {
  /**
   * {@return original size of an axis at setting A}
   *
   * @param axis of a value
   */
  int size(Axis axis);

  /**
   * {@return original rank of a value}
   *
   * @param value its name
   */
  int rank(String value);

  /**
   * {@return whether the size of an axis depends on the data}
   *
   * @param axis of a value
   */
  boolean varies(Axis axis);

  /**
   * {@return positions of the axis that stay, ascending; null where all stay}
   *
   * @param axis of a value
   */
  int @Nullable [] kept(Axis axis);

  /**
   * {@return contents of a value that does not depend on the data, before the cut; null for any
   * other}
   *
   * @param value its name
   */
  @Nullable Tensor constant(String value);

  /** {@return version of the standard operator set} */
  long opset();

  /**
   * Adds a constant and returns its name.
   *
   * @param hint begins the name
   * @param tensor its content
   * @return the constant's name
   */
  String add(String hint, Tensor tensor);

  /**
   * Gives a constant that was added in an earlier cut another value.
   *
   * @param name of the constant
   * @param tensor its content
   */
  void replace(String name, Tensor tensor);

  /**
   * {@return the node that makes a value; null for inputs and constants}
   *
   * @param value its name
   */
  @Nullable Node producer(String value);

  /**
   * Adds a node that runs before the node being cut.
   *
   * @param node of the graph
   */
  void before(Node node);

  /**
   * {@return size of the axis after the cut}
   *
   * @param axis of a value
   */
  default int newSize(Axis axis) {
    int[] kept = kept(axis);
    return kept == null ? size(axis) : kept.length;
  }

  /**
   * {@return whether any axis of the value shrinks}
   *
   * @param value its name
   */
  default boolean touches(String value) {
    for (int i = 0; i < rank(value); i++) {
      if (kept(new Axis(value, i)) != null) {
        return true;
      }
    }
    return false;
  }
}
