package dev.espalier;

import dev.espalier.model.Graph;
import dev.espalier.model.Model;
import dev.espalier.model.Node;
import dev.espalier.model.Shapes;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Multiply–accumulates of one record, counted from what ONNX Runtime gave for each value: how many
 * weights or elements each element meets. Knows nothing of the operators' rules.
 */
public final class MacCount {
  private final Shapes shapes;

  private MacCount(Shapes shapes) {
    this.shapes = shapes;
  }

  /** Of the nodes that depend on the inputs; the bodies of If and its like count nothing. */
  public static long of(Model model, Shapes shapes) {
    Graph graph = model.graph();
    Set<String> depends = new HashSet<>();
    graph.dataInputs().forEach(v -> depends.add(v.name()));
    MacCount count = new MacCount(shapes);
    long total = 0;
    for (Node node : graph.nodes()) {
      if (Graph.reads(node).stream().anyMatch(depends::contains)) {
        depends.addAll(node.outputs());
        total += count.of(node);
      }
    }
    return total;
  }

  private long of(Node node) {
    return switch (node.qualified()) {
      case "Conv", "com.microsoft.FusedConv", "ConvInteger" ->
          size(node.output(0)) * size(node.input(1)) / dim(node.input(1), 0);
      case "QLinearConv" -> size(node.output(0)) * size(node.input(3)) / dim(node.input(3), 0);
      case "ConvTranspose" -> size(node.input(0)) * size(node.input(1)) / dim(node.input(1), 0);
      case "MatMul", "MatMulInteger", "QLinearMatMul", "com.microsoft.FusedMatMul" ->
          size(node.output(0)) * dim(node.input(0), -1);
      case "Gemm", "com.microsoft.FusedGemm" ->
          size(node.output(0)) * dim(node.input(0), node.intAttr("transA", 0) == 0 ? 1 : 0);
      case "RNN", "GRU", "LSTM" ->
          dim(node.input(0), 0)
              * dim(node.input(0), 1)
              * (size(node.input(1)) + size(node.input(2)));
      case "Einsum" -> einsum(node);
      case "Attention", "com.microsoft.MultiHeadAttention" ->
          (size(node.input(0)) + size(node.output(0))) * dim(node.input(1), -2);
      case "com.microsoft.Attention" -> {
        long made = size(node.input(0)) * dim(node.input(1), 1);
        long values = size(node.output(0));
        long queries = (made / dim(node.input(0), 2) - values) / 2;
        yield made + (queries + values) * dim(node.input(0), 1);
      }
      default -> 0;
    };
  }

  /** Of two operands: every combination of positions once. */
  private long einsum(Node node) {
    String equation = node.stringAttr("equation", "");
    Map<Character, Long> letters = new LinkedHashMap<>();
    String[] terms = equation.split("->")[0].split(",");
    for (int term = 0; term < terms.length; term++) {
      for (int axis = 0; axis < terms[term].length(); axis++) {
        letters.put(terms[term].charAt(axis), dim(node.input(term), axis));
      }
    }
    return letters.values().stream().reduce(1L, (a, b) -> a * b);
  }

  private long size(String value) {
    return Stream.of(shapes.get(value))
        .flatMapToInt(s -> java.util.Arrays.stream(s.a()))
        .asLongStream()
        .reduce(1, (a, b) -> a * b);
  }

  private long dim(String value, int axis) {
    int[] dims = shapes.get(value).a();
    return dims[axis < 0 ? axis + dims.length : axis];
  }
}
