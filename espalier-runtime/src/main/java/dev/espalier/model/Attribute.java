package dev.espalier.model;

import java.util.List;
import java.util.Set;

/**
 * The value of a node's attribute; what has no meaning here (subgraphs, type protos, sparse
 * tensors) is carried as bytes.
 */
public sealed interface Attribute {
  /**
   * A whole number.
   *
   * @param value of the attribute
   */
  record IntValue(long value) implements Attribute {}

  /**
   * A number.
   *
   * @param value of the attribute, float32
   */
  record FloatValue(float value) implements Attribute {}

  /**
   * A text.
   *
   * @param value of the attribute
   */
  record StringValue(String value) implements Attribute {}

  /**
   * A tensor.
   *
   * @param value of the attribute
   */
  record TensorValue(Tensor value) implements Attribute {}

  /**
   * Whole numbers.
   *
   * @param values in order
   */
  record Ints(List<Long> values) implements Attribute {
    /**
     * These numbers, in order.
     *
     * @param values in order
     * @return an attribute that holds them
     */
    public static Ints of(long... values) {
      return new Ints(java.util.Arrays.stream(values).boxed().toList());
    }
  }

  /**
   * Numbers.
   *
   * @param values in order, float32
   */
  record Floats(List<Float> values) implements Attribute {}

  /**
   * Texts.
   *
   * @param values in order
   */
  record Strings(List<String> values) implements Attribute {}

  /**
   * A whole serialised {@code AttributeProto}.
   *
   * @param bytes the message
   * @param captures names of outer values that subgraphs inside may read
   * @param parameters floating-point elements of the initializers that subgraphs bring
   * @param operators of the nodes in them, each as {@link Node#qualified} says it
   */
  record Opaque(byte[] bytes, List<String> captures, long parameters, Set<String> operators)
      implements Attribute {
    public Opaque {
      captures = List.copyOf(captures);
      operators = Set.copyOf(operators);
    }
  }
}
