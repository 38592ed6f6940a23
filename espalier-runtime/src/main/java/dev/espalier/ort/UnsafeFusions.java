package dev.espalier.ort;

import dev.espalier.model.Attribute;
import dev.espalier.model.DType;
import dev.espalier.model.Graph;
import dev.espalier.model.Model;
import dev.espalier.model.Node;

/**
 * Fusions that are left out since ONNX Runtime ends the process by them. Up to 1.32 it does where a
 * Transpose that moves the batch, a factor and a product of 16-bit floats become one node, and the
 * batch is free. The factor may be in the product already (FusedMatMul).
 */
final class UnsafeFusions {
  private static final String SCALED_PRODUCTS = "MatMulScaleFusion;MatmulTransposeFusion";

  private UnsafeFusions() {}

  /** Names of the runtime's optimizers, with semicolons between them; empty where all are safe. */
  static String of(Model model) {
    Graph graph = model.graph();
    boolean half =
        graph.initializers().values().stream().anyMatch(t -> t.type() == DType.FLOAT16)
            || graph.inputs().stream().anyMatch(i -> i.type() == DType.FLOAT16)
            || graph.nodes().stream().anyMatch(UnsafeFusions::makesHalves);
    return half && graph.nodes().stream().anyMatch(UnsafeFusions::movesBatch)
        ? SCALED_PRODUCTS
        : "";
  }

  private static boolean makesHalves(Node node) {
    boolean cast = node.is("Cast") && node.intAttr("to", 0) == DType.FLOAT16.onnx();
    return cast
        || node.is("Constant")
            && node.attributes().get("value") instanceof Attribute.TensorValue constant
            && constant.value().type() == DType.FLOAT16;
  }

  private static boolean movesBatch(Node node) {
    long[] order = node.is("Transpose") ? node.intsAttr("perm") : null;
    return node.is("Transpose") && (order == null || order.length > 0 && order[0] != 0);
  }
}
