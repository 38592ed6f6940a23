package dev.espalier.criterion;

import dev.espalier.model.Attribute;
import dev.espalier.model.DType;
import dev.espalier.model.Node;
import java.util.List;

/** Inputs that a graph gets beside its own: always float32, whatever type they meet. */
final class FurtherInputs {
  private FurtherInputs() {}

  /**
   * The input in the type of the values that it meets; a node that casts it is added where that is
   * not float32.
   *
   * @param unique begins the name of what is added
   */
  static String as(String input, DType type, String unique, List<Node> nodes) {
    if (type == DType.FLOAT) {
      return input;
    }
    String cast = unique + "/cast";
    nodes.add(
        Node.of("Cast", cast, List.of(input), List.of(cast))
            .withAttribute("to", new Attribute.IntValue(type.onnx())));
    return cast;
  }
}
