package dev.espalier.model;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Which values of a graph in the making are its outputs, and what they are called as such. */
final class GraphOutputs {
  private final Map<String, Output> byValue = new LinkedHashMap<>();

  private record Output(String name, DType type) {}

  /** Makes a value of this type an output of this name. */
  void add(String value, String name, DType type) {
    byValue.put(value, new Output(name, type));
  }

  /** The same node with outputs under their own names. */
  Node renamed(Node node) {
    return new Node(
        node.name(),
        "",
        node.op(),
        node.inputs().stream().map(this::renamed).toList(),
        node.outputs().stream().map(this::renamed).toList(),
        node.attributes(),
        node.rest());
  }

  private String renamed(String value) {
    Output output = byValue.get(value);
    return output == null ? value : output.name;
  }

  /** Name, type and axes of each; the sizes of a value, -1 where unknown, become symbols. */
  List<ValueInfo> infos(Function<String, int[]> shape) {
    List<ValueInfo> infos = new ArrayList<>();
    byValue.forEach((value, output) -> infos.add(info(output, shape.apply(value))));
    return infos;
  }

  private static ValueInfo info(Output output, int... shape) {
    List<ValueInfo.Dim> dims = new ArrayList<>();
    for (int size : shape) {
      String symbol = dims.isEmpty() ? "batch" : output.name + "_axis" + dims.size();
      dims.add(size < 0 ? ValueInfo.Dim.symbol(symbol) : ValueInfo.Dim.of(size));
    }
    return new ValueInfo(output.name, output.type, dims, true, new byte[0]);
  }
}
