package dev.espalier.onnx;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.AttributeProto.AttributeType;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import java.util.List;
import java.util.Set;

/**
 * Attributes of standard operators whose values have a range by the specification. Runtimes differ
 * in what they make of others, and some end the process, so a file that has one is refused; also
 * where it stands in a branch, a body or a function.
 */
final class AttributeRanges {
  /** Either 0 or 1. */
  private static final Set<String> FLAGS =
      Set.of(
          "ceil_mode",
          "count_include_pad",
          "exclude_outside",
          "exclusive",
          "input_forget",
          "is_causal",
          "keepdims",
          "largest",
          "linear_before_reset",
          "noop_with_empty_axes",
          "reverse",
          "select_last_index",
          "sorted",
          "training_mode",
          "transA",
          "transB");

  /** How many there are of something, or how far a window moves: 1 at least. */
  private static final Set<String> COUNTS =
      Set.of(
          "blocksize",
          "dilations",
          "group",
          "hidden_size",
          "kernel_shape",
          "kv_num_heads",
          "num_groups",
          "num_outputs",
          "q_num_heads",
          "strides");

  /** Lengths of any sign. */
  private static final Set<String> LENGTHS = Set.of("output_padding", "output_shape", "pads");

  private AttributeRanges() {}

  static void check(ModelProto model, Place place) {
    check(model.getGraph(), place);
    model
        .getFunctionsList()
        .forEach(f -> check(f.getNodeList(), place.in("function", f.getName())));
  }

  private static void check(GraphProto graph, Place place) {
    check(graph.getNodeList(), place);
  }

  private static void check(List<NodeProto> nodes, Place place) {
    for (NodeProto node : nodes) {
      Place here = place.in("node", node.getOpType() + " " + label(node));
      boolean standard = node.getDomain().isEmpty() || node.getDomain().equals("ai.onnx");
      for (AttributeProto attribute : node.getAttributeList()) {
        if (standard) {
          check(attribute, here);
        }
        check(attribute.getG(), here);
        attribute.getGraphsList().forEach(graph -> check(graph, here));
      }
    }
  }

  private static void check(AttributeProto attribute, Place place) {
    String name = attribute.getName();
    if (FLAGS.contains(name)) {
      check(attribute, 0, 1, place);
    } else if (COUNTS.contains(name)) {
      check(attribute, 1, Integer.MAX_VALUE, place);
    } else if (LENGTHS.contains(name)) {
      check(attribute, -Integer.MAX_VALUE, Integer.MAX_VALUE, place);
    }
  }

  private static void check(AttributeProto attribute, long least, long most, Place place) {
    List<Long> values =
        attribute.getType() == AttributeType.INT
            ? List.of(attribute.getI())
            : attribute.getIntsList();
    for (long value : values) {
      if (value < least || value > most) {
        throw place.fail(
            "its attribute '"
                + attribute.getName()
                + "' is "
                + (values.size() == 1 ? Long.toString(value) : values)
                + ", and must be "
                + (most == 1 ? "0 or 1" : "from " + least + " to " + most)
                + "; export the model again");
      }
    }
  }

  private static String label(NodeProto node) {
    return !node.getName().isEmpty() || node.getOutputCount() == 0
        ? node.getName()
        : node.getOutput(0);
  }
}
