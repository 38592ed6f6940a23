package dev.espalier.family;

import dev.espalier.model.Attribute;
import dev.espalier.model.Attributes;
import dev.espalier.model.GraphWriter;
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
 * @param writer of the model's graph; nodes are added in no order
 * @param weights names of the initializers that learn are added here
 */
record GateWriter(GraphWriter writer, Set<String> weights) {
  private static final int HIDDEN = 16;

  /** Logits are so many times what the layer gives: gates learn faster than what they skip. */
  private static final float SPEED = 3;

  /**
   * Without it records whose hidden units are all off have one logit, and change sides together.
   */
  private static final float LEAK = 0.1f;

  /** Bias before training: a probability of 0.88. */
  private static final float OPEN = 2 / SPEED;

  private String weight(String name, Tensor tensor) {
    weights.add(name);
    return writer.initializer(name, tensor);
  }

  /** From features to a logit, and whether that is above 0. */
  void gate(PlannedGate gate, String entrance, Observed shape, SplittableRandom random) {
    String n = gate.name();
    int axis = gate.axis();
    int channels = shape.a()[axis];
    long[] others =
        IntStream.range(1, shape.rank()).filter(i -> i != axis).asLongStream().toArray();
    Map<String, Attribute> mean = Attributes.of("axes", others, "keepdims", 0);
    String means =
        others.length == 0 ? entrance : writer.named(n + "/means", "ReduceMean", mean, entrance);
    String w1 = weight(n + "/hidden_weight", normal(random, HIDDEN, channels));
    String b1 = weight(n + "/hidden_bias", Tensor.floats(new float[HIDDEN], HIDDEN));
    String w2 = weight(n + "/weight", Tensor.floats(new float[HIDDEN], 1, HIDDEN));
    String b2 = weight(bias(gate), Tensor.floats(new float[] {OPEN}, 1));
    Map<String, Attribute> transposed = Attributes.of("transB", 1);
    String hidden =
        writer.named(
            n + "/relu",
            "LeakyRelu",
            Attributes.of("alpha", LEAK),
            writer.named(n + "/hidden", "Gemm", transposed, means, w1, b1));
    Map<String, Attribute> faster = Attributes.of("transB", 1, "alpha", SPEED, "beta", SPEED);
    String logit = writer.named(gate.logit(), "Gemm", faster, hidden, w2, b2);
    String probability = writer.named(n + "/probability", "Sigmoid", Map.of(), logit);
    writer.named(gate.gate(), "Round", Map.of(), probability);
  }

  /** Name of what is added to a gate's logit. */
  static String bias(PlannedGate gate) {
    return gate.name() + "/bias";
  }

  /** The gate with axes of size 1 behind the records. */
  String shaped(PlannedGate gate, int rank) {
    String name = gate.gate() + "_" + rank;
    if (writer.nodes().stream().noneMatch(n -> n.key().equals(name))) {
      long[] target = new long[rank];
      Arrays.fill(target, 1);
      target[0] = -1;
      String shape = writer.initializer(name + "_shape", Tensor.longs(target, rank));
      writer.named(name, "Reshape", Map.of(), gate.gate(), shape);
    }
    return name;
  }

  void cost(List<PlannedGate> planned, double fixed) {
    String sum =
        writer.initializer(Gates.PREFIX + "/fixed", Tensor.floats(new float[] {(float) fixed}, 1));
    for (int i = 0; i < planned.size(); i++) {
      PlannedGate gate = planned.get(i);
      Tensor held = Tensor.floats(new float[] {(float) gate.share()}, 1);
      String share = writer.initializer(gate.name() + "/share", held);
      String paid = writer.named(gate.name() + "/paid", "Mul", Map.of(), gate.gate(), share);
      boolean last = i == planned.size() - 1;
      String name = last ? Gates.COST : gate.name() + "/sum";
      sum = writer.named(name, "Add", Map.of(), paid, sum);
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
