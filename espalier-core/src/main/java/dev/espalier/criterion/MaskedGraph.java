package dev.espalier.criterion;

import dev.espalier.coupling.Coupling;
import dev.espalier.coupling.Group;
import dev.espalier.model.DType;
import dev.espalier.model.Graph;
import dev.espalier.model.Model;
import dev.espalier.model.Node;
import dev.espalier.model.Shapes;
import dev.espalier.model.Tensor;
import dev.espalier.model.ValueInfo;
import dev.espalier.op.Axis;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * A model in which whatever consumes prunable units reads them multiplied by a mask that is an
 * input of the graph.
 *
 * <p>Recurrent weights are masked too, along their recurrent columns. Means and normalisations
 * count a masked unit as zero instead of leaving it out. Values that are no floating-point numbers
 * are left as they are.
 */
final class MaskedGraph {
  private static final String PREFIX = "espalier/mask/";

  private final Coupling coupling;
  private final Model model;
  private final Map<Axis, int[]> masks = new LinkedHashMap<>();

  MaskedGraph(Model original, Coupling coupling) {
    this.coupling = coupling;
    Map<String, List<ConsumedAxis>> byNode = new LinkedHashMap<>();
    for (ConsumedAxis consumed : ConsumedAxis.prunable(coupling)) {
      Shapes.Observed shape = coupling.shapes().get(consumed.axis().value());
      if (shape != null && shape.type().floating()) {
        byNode.computeIfAbsent(consumed.consumption().node(), k -> new ArrayList<>()).add(consumed);
        int[] dims = new int[shape.rank()];
        Arrays.fill(dims, 1);
        dims[consumed.axis().index()] = shape.a()[consumed.axis().index()];
        masks.put(consumed.axis(), dims);
      }
    }
    this.model = original.withGraph(masked(original.graph(), byNode));
  }

  private Graph masked(Graph graph, Map<String, List<ConsumedAxis>> byNode) {
    List<Node> nodes = new ArrayList<>();
    for (Node node : graph.nodes()) {
      Node reading = node;
      for (ConsumedAxis consumed : byNode.getOrDefault(node.key(), List.of())) {
        int input = consumed.consumption().input();
        String product = PREFIX + node.key() + "/" + input + "/" + consumed.axis().index();
        String mask =
            FurtherInputs.as(name(consumed.axis()), type(consumed.axis()), product, nodes);
        List<String> factors = List.of(reading.input(input), mask);
        nodes.add(Node.of("Mul", product, factors, List.of(product)));
        reading = reading.withInput(input, product);
      }
      nodes.add(reading);
    }
    List<ValueInfo> inputs = new ArrayList<>(graph.inputs());
    masks.forEach((axis, dims) -> inputs.add(ValueInfo.of(name(axis), DType.FLOAT, dims(dims))));
    return graph.withNodes(nodes).withInputs(inputs).withoutValueInfos();
  }

  private DType type(Axis axis) {
    return Objects.requireNonNull(coupling.shapes().get(axis.value())).type();
  }

  Model model() {
    return model;
  }

  /** Masks under which the model computes what it did. */
  Map<String, Tensor> whole() {
    Map<String, Tensor> all = new LinkedHashMap<>();
    masks.forEach((axis, dims) -> all.put(name(axis), Tensor.floats(ones(axis, dims), dims)));
    return all;
  }

  /** Masks under which one unit is zero. */
  Map<String, Tensor> without(Group group, int unit) {
    Map<String, Tensor> all = whole();
    for (ConsumedAxis consumed : ConsumedAxis.prunable(coupling)) {
      int[] units = consumed.unitsOf(group);
      int[] dims = masks.get(consumed.axis());
      if (units != null && dims != null) {
        float[] mask = ones(consumed.axis(), dims);
        for (int p = 0; p < mask.length; p++) {
          mask[p] = units[p] == unit ? 0 : 1;
        }
        all.put(name(consumed.axis()), Tensor.floats(mask, dims));
      }
    }
    return all;
  }

  private static String name(Axis axis) {
    return PREFIX + axis;
  }

  private static float[] ones(Axis axis, int[] dims) {
    float[] ones = new float[dims[axis.index()]];
    Arrays.fill(ones, 1);
    return ones;
  }

  private static ValueInfo.Dim[] dims(int[] sizes) {
    return Arrays.stream(sizes).mapToObj(ValueInfo.Dim::of).toArray(ValueInfo.Dim[]::new);
  }
}
