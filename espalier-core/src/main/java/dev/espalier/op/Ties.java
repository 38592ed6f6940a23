package dev.espalier.op;

import dev.espalier.model.Node;
import dev.espalier.model.Shapes;
import dev.espalier.model.Tensor;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What an operator's rule says about the labels of its values.
 *
 * <p>Each position of each axis of each value has a label; tied labels belong to one unit, which is
 * kept or cut as a whole.
 */
public interface Ties {
  /**
   * {@return observed axes of a value; never null for the inputs and outputs of a node that a rule
   * is asked about}
   *
   * @param value its name
   */
  Shapes.Observed shape(String value);

  /**
   * {@return the contents of a value that does not depend on the data; null for any other}
   *
   * @param value its name
   */
  @Nullable Tensor constant(String value);

  /** {@return version of the standard operator set} */
  long opset();

  /**
   * {@return whether a node reads the value or the model gives it out; a node may have idle
   * outputs}
   *
   * @param value its name
   */
  boolean read(String value);

  /**
   * {@return positions of an axis, or of a {@link #piece}, at setting A}
   *
   * @param axis of a value
   */
  int length(Axis axis);

  /**
   * Ties two axes of equal length, position by position.
   *
   * @param a axis of a value
   * @param b axis of a value
   */
  void tie(Axis a, Axis b);

  /**
   * Ties position {@code i} of {@code a} to position {@code map[i]} of {@code b}, for each {@code
   * map[i] >= 0}.
   *
   * @param a axis of a value
   * @param b axis of a value
   * @param map for each position of {@code a} one of {@code b}, or -1
   */
  void tie(Axis a, Axis b, int[] map);

  /**
   * States that {@code flat} is the row-major product of {@code parts}, outermost first. Which part
   * carries the labels is settled after all other ties.
   *
   * @param flat axis that holds the product
   * @param parts axes that it is made of
   */
  void factor(Axis flat, List<Axis> parts);

  /**
   * States that {@code flat} is made of groups that an operator treats alike and apart from each
   * other: whole groups may go, or the same positions of each, whichever lets more go.
   *
   * @param flat axis that holds all groups, one behind the other
   * @param group axis or {@link #piece} that counts the groups
   * @param each axis or piece that counts the positions of one
   */
  void groups(Axis flat, Axis group, Axis each);

  /**
   * An axis that no value holds: a piece of which axes are made that are parted and joined at once.
   *
   * @param a its size at setting A
   * @param b its size at setting B
   * @return an axis to tie others to
   */
  Axis piece(int a, int b);

  /**
   * No unit may lie along this axis by its nature (batch, space, kernel): nothing that a person
   * would expect to prune.
   *
   * @param axis of a value
   */
  void fix(Axis axis);

  /**
   * Units along this axis cannot be cut, for a reason that a person should read.
   *
   * @param axis of a value
   * @param reason for a person
   */
  void bar(Axis axis, String reason);

  /**
   * The value, if it is an initializer, is a parameter of the units along this axis.
   *
   * @param axis of a value
   * @param role of the parameter
   */
  void parameter(Axis axis, Role role);

  /**
   * Units along this axis of the node's input end here.
   *
   * @param input its number, from 0
   * @param axis counted from 0
   * @param kind how they are summed over
   */
  void consume(int input, int axis, Consumption.Kind kind);

  /** {@return the node being asked about} */
  Node node();

  /**
   * Ties all axes of two values of equal rank.
   *
   * @param a name of a value
   * @param b name of a value
   */
  default void tieAll(String a, String b) {
    for (int i = 0; i < shape(a).rank(); i++) {
      tie(new Axis(a, i), new Axis(b, i));
    }
  }
}
