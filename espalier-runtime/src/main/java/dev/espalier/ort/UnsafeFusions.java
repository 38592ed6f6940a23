package dev.espalier.ort;

import dev.espalier.model.Attribute;
import dev.espalier.model.DType;
import dev.espalier.model.Graph;
import dev.espalier.model.Model;
import dev.espalier.model.Node;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Changes of a graph that are left out since ONNX Runtime ends the process by them. Up to 1.32 it
 * does where
 *
 * <ul>
 *   <li>a Transpose that moves the batch, a factor and a product of 16-bit floats become one node,
 *       and the batch is free; the factor may be in the product already (FusedMatMul);
 *   <li>a Transpose, a cast that changes nothing and a product become one node;
 *   <li>a value that DequantizeLinear makes is moved through a Transpose or the like, and is read
 *       by the body of an If, a Loop or a Scan.
 * </ul>
 */
final class UnsafeFusions {
  private static final String SCALED_PRODUCTS = "MatMulScaleFusion";

  private static final String TURNED_PRODUCTS = "MatmulTransposeFusion";
  private static final String MOVED_QUANTISATION = "QDQPropagationTransformer";

  private UnsafeFusions() {}

  /** Names of the runtime's optimizers, with semicolons between them; empty where all are safe. */
  static String of(Model model) {
    Graph graph = model.graph();
    List<String> unsafe = new ArrayList<>();
    if (halves(graph) && graph.nodes().stream().anyMatch(UnsafeFusions::movesBatch)) {
      unsafe.add(SCALED_PRODUCTS);
      unsafe.add(TURNED_PRODUCTS);
    } else if (castsTurned(graph)) {
      unsafe.add(TURNED_PRODUCTS);
    }
    if (graph.nodes().stream().anyMatch(n -> n.is("DequantizeLinear"))
        && graph.nodes().stream().anyMatch(n -> !Graph.captured(n).isEmpty())) {
      unsafe.add(MOVED_QUANTISATION);
    }
    return String.join(";", unsafe);
  }

  private static boolean halves(Graph graph) {
    return graph.initializers().values().stream().anyMatch(t -> t.type() == DType.FLOAT16)
        || graph.inputs().stream().anyMatch(i -> i.type() == DType.FLOAT16)
        || graph.nodes().stream().anyMatch(UnsafeFusions::makesHalves);
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

  private static boolean castsTurned(Graph graph) {
    Set<String> turned =
        graph.nodes().stream()
            .filter(n -> n.is("Transpose"))
            .map(n -> n.output(0))
            .collect(Collectors.toSet());
    return graph.nodes().stream()
        .anyMatch(n -> (n.is("Cast") || n.is("CastLike")) && turned.contains(n.input(0)));
  }
}
