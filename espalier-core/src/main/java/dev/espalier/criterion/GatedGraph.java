package dev.espalier.criterion;

import dev.espalier.coupling.Coupling;
import dev.espalier.coupling.ResidualBlock;
import dev.espalier.model.DType;
import dev.espalier.model.Graph;
import dev.espalier.model.Model;
import dev.espalier.model.Node;
import dev.espalier.model.Shapes;
import dev.espalier.model.Tensor;
import dev.espalier.model.ValueInfo;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A model in which the branch of each removable block is multiplied by a gate, a number that is an
 * input of the graph.
 */
final class GatedGraph {
  private static final String PREFIX = "espalier/gate/";

  private final Map<String, ResidualBlock> blocks = new LinkedHashMap<>();
  private final Model model;

  GatedGraph(Model original, Coupling coupling) {
    coupling.removable().forEach(b -> blocks.put(b.name(), b));
    Graph graph = original.graph();
    List<Node> nodes = new ArrayList<>();
    for (Node node : graph.nodes()) {
      ResidualBlock block = blocks.get(node.key());
      Shapes.Observed sum = coupling.shapes().get(node.key());
      nodes.add(block == null || sum == null ? node : gated(node, block, sum.type(), nodes));
    }
    List<ValueInfo> inputs = new ArrayList<>(graph.inputs());
    blocks
        .keySet()
        .forEach(b -> inputs.add(ValueInfo.of(PREFIX + b, DType.FLOAT, ValueInfo.Dim.of(1))));
    this.model = original.withGraph(graph.withNodes(nodes).withInputs(inputs).withoutValueInfos());
  }

  private static Node gated(Node sum, ResidualBlock block, DType type, List<Node> nodes) {
    int branch = 1 - block.skip();
    String product = PREFIX + block.name() + "/branch";
    String gate = FurtherInputs.as(PREFIX + block.name(), type, product, nodes);
    List<String> factors = List.of(sum.input(branch), gate);
    nodes.add(Node.of("Mul", product, factors, List.of(product)));
    return sum.withInput(branch, product);
  }

  Model model() {
    return model;
  }

  /** Gates under which the model computes what it did. */
  Map<String, Tensor> whole() {
    Map<String, Tensor> gates = new LinkedHashMap<>();
    blocks.keySet().forEach(b -> gates.put(PREFIX + b, Tensor.floats(new float[] {1}, 1)));
    return gates;
  }

  /** Gates under which one branch is zero. */
  Map<String, Tensor> without(ResidualBlock block) {
    Map<String, Tensor> gates = whole();
    gates.put(PREFIX + block.name(), Tensor.floats(new float[] {0}, 1));
    return gates;
  }
}
