package dev.espalier.family;

import dev.espalier.model.Attribute;
import dev.espalier.model.Attributes;
import dev.espalier.model.Node;
import dev.espalier.model.Shapes.Observed;
import dev.espalier.model.Tensor;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * Writes the nodes of gates.
 *
 * @param opset of the model
 * @param nodes are added here, in no order
 * @param initializers are added here
 * @param made names of those that are no weights
 */
record GateWriter(
    long opset, List<Node> nodes, Map<String, Tensor> initializers, Set<String> made) {
  private static final int HIDDEN = 16;

  /** Logits are so many times what the layer gives: gates learn faster than what they skip. */
  private static final float SPEED = 3;

  /**
   * Without it records whose hidden units are all off have one logit, and change sides together.
   */
  private static final float LEAK = 0.1f;

  /** Bias before training: a probability of 0.88. */
  private static final float OPEN = 2 / SPEED;

  String node(String op, String output, String... inputs) {
    return node(op, Map.of(), output, inputs);
  }

  String node(String op, Map<String, Attribute> attributes, String output, String... inputs) {
    nodes.add(new Node(output, "", op, List.of(inputs), List.of(output), attributes, new byte[0]));
    return output;
  }

  String constant(String name, Tensor tensor) {
    initializers.put(name, tensor);
    made.add(name);
    return name;
  }

  private String weight(String name, Tensor tensor) {
    initializers.put(name, tensor);
    return name;
  }

  /** From features to a logit, and whether that is above 0. */
  void gate(PlannedGate gate, String entrance, Observed shape, SplittableRandom random) {
    String n = gate.name();
    int axis = gate.axis();
    int channels = shape.a()[axis];
    long[] others =
        IntStream.range(1, shape.rank()).filter(i -> i != axis).asLongStream().toArray();
    String means = others.length == 0 ? entrance : means(n + "/means", entrance, others);
    String w1 = weight(n + "/hidden_weight", normal(random, HIDDEN, channels));
    String b1 = weight(n + "/hidden_bias", Tensor.floats(new float[HIDDEN], HIDDEN));
    String w2 = weight(n + "/weight", Tensor.floats(new float[HIDDEN], 1, HIDDEN));
    String b2 = weight(bias(gate), Tensor.floats(new float[] {OPEN}, 1));
    Map<String, Attribute> transposed = Attributes.of("transB", 1);
    String hidden =
        node(
            "LeakyRelu",
            Attributes.of("alpha", LEAK),
            n + "/relu",
            node("Gemm", transposed, n + "/hidden", means, w1, b1));
    Map<String, Attribute> faster = Attributes.of("transB", 1, "alpha", SPEED, "beta", SPEED);
    String logit = node("Gemm", faster, gate.logit(), hidden, w2, b2);
    node("Round", gate.gate(), node("Sigmoid", n + "/probability", logit));
  }

  /** Name of what is added to a gate's logit. */
  static String bias(PlannedGate gate) {
    return gate.name() + "/bias";
  }

  private String means(String output, String x, long[] axes) {
    if (opset >= 18) {
      String named = constant(output + "_axes", Tensor.longs(axes, axes.length));
      return node("ReduceMean", Attributes.of("keepdims", 0), output, x, named);
    }
    return node("ReduceMean", Attributes.of("axes", axes, "keepdims", 0), output, x);
  }

  /** The gate with axes of size 1 behind the records. */
  String shaped(PlannedGate gate, int rank) {
    String name = gate.gate() + "_" + rank;
    if (nodes.stream().noneMatch(n -> n.key().equals(name))) {
      long[] target = new long[rank];
      Arrays.fill(target, 1);
      target[0] = -1;
      node("Reshape", name, gate.gate(), constant(name + "_shape", Tensor.longs(target, rank)));
    }
    return name;
  }

  void cost(List<PlannedGate> planned, double fixed) {
    String sum = constant(Gates.PREFIX + "/fixed", Tensor.floats(new float[] {(float) fixed}, 1));
    for (int i = 0; i < planned.size(); i++) {
      PlannedGate gate = planned.get(i);
      Tensor held = Tensor.floats(new float[] {(float) gate.share()}, 1);
      String paid =
          node("Mul", gate.name() + "/paid", gate.gate(), constant(gate.name() + "/share", held));
      boolean last = i == planned.size() - 1;
      sum = node("Add", last ? Gates.COST : gate.name() + "/sum", paid, sum);
    }
  }

  private static Tensor normal(SplittableRandom random, int rows, int columns) {
    float[] values = new float[rows * columns];
    double scale = Math.sqrt(2.0 / columns);
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) (random.nextGaussian() * scale);
    }
    return Tensor.floats(values, rows, columns);
  }
}
