package dev.espalier.op;

import dev.espalier.model.Node;
import dev.espalier.model.Tensor;
import org.jspecify.annotations.Nullable;

/** What an operator's rule may ask and do while its node is cut. */
public interface Cut {
  /** Original size of an axis at setting A. */
  int size(Axis axis);

  /** Original rank of a value. */
  int rank(String value);

  /** Whether the size of an axis depends on the data. */
  boolean varies(Axis axis);

  /** Positions of the axis that stay, ascending; null where all stay. */
  int @Nullable [] kept(Axis axis);

  /** Contents of a value that does not depend on the data, before the cut; null for any other. */
  @Nullable Tensor constant(String value);

  /** Version of the standard operator set. */
  long opset();

  /** Adds a constant and returns its name. */
  String add(String hint, Tensor tensor);

  /** Gives a constant that was added in an earlier cut another value. */
  void replace(String name, Tensor tensor);

  /** The node that makes a value; null for inputs and constants. */
  @Nullable Node producer(String value);

  /** Adds a node that runs before the node being cut. */
  void before(Node node);

  /** Size of the axis after the cut. */
  default int newSize(Axis axis) {
    int[] kept = kept(axis);
    return kept == null ? size(axis) : kept.length;
  }

  /** Whether any axis of the value shrinks. */
  default boolean touches(String value) {
    for (int i = 0; i < rank(value); i++) {
      if (kept(new Axis(value, i)) != null) {
        return true;
      }
    }
    return false;
  }
}
