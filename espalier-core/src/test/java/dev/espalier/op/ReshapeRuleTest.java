package dev.espalier.op;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.espalier.model.Attributes;
import dev.espalier.model.GraphBuilder;
import dev.espalier.model.Model;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Reshape, Flatten, Squeeze and Unsqueeze: axes that stay, that part and that mix. */
class ReshapeRuleTest {
  /** Units before their pixels: each is a run of inputs of the dense layer behind. */
  @Test
  void flatten() {
    GraphBuilder g = GraphBuilder.settled("flatten", 1);
    String x = g.conv("made", g.input("x", 3, 4, 4), dev.espalier.model.ConvSpec.of(6, 3));
    Model model = g.output(g.gemm("read", g.flatten(x), 4), "y").build();
    Coupled net = Coupled.of(model).cuts("made");
    assertEquals(
        "made, 6 units: made by made.weight:0; read by read.weight:1(16 each); "
            + "shifted by made.bias:0; along made:1 flatten_1:1(16 each)",
        net.group("made"));
  }

  /** All before the axis named is one: units of each record, one record behind the other. */
  @Test
  void flattenWithTheBatch() {
    Nets.Middle middle =
        (g, x) -> {
          String flat = g.shaped(g.node("Flatten", Attributes.of("axis", 2), x), -1, 64);
          return g.reshape(flat, -1, 6, 8, 8);
        };
    Coupled net = Coupled.of(Nets.images(middle)).cuts("made");
    assertEquals(
        "made, 6 units: made by made.weight:0; read by read.weight:1; shifted by made.bias:0; "
            + "along made:1 flatten_1:0 reshape_2:1",
        net.group("made"));
  }

  /** Heads are cut whole, or the same position of each. */
  @ParameterizedTest
  @CsvSource({"blocks, (2 each)", "positions, (3 times)"})
  void reshapeToHeads(String heads, String place) {
    Nets.Middle middle = (g, x) -> g.reshape(g.relu(g.reshape(x, 0, 5, 3, 2)), 0, 5, 6);
    Coupled net = Coupled.of(Nets.sequences(middle), heads).cuts("made");
    int units = heads.equals("blocks") ? 3 : 2;
    int axis = heads.equals("blocks") ? 2 : 3;
    assertEquals(
        "made, %d units: made by made.weight:1%s; read by read.weight:0%s; along made:2%s reshape_1:%d relu_2:%d reshape_3:2%s"
            .formatted(units, place, place, place, axis, axis, place),
        net.group("made"));
  }

  /** An axis of one before, between or behind is nobody's. */
  @Test
  void reshapeByAxesOfOne() {
    Nets.Middle middle = (g, x) -> g.reshape(g.relu(g.reshape(x, -1, 1, 6, 1)), 0, 6);
    Coupled net = Coupled.of(Nets.dense(middle)).cuts("made");
    assertEquals(
        "made, 6 units: made by made.weight:0; read by read.weight:1; shifted by made.bias:0; "
            + "along made:1 reshape_1:2 relu_2:2 reshape_3:1",
        net.group("made"));
  }

  /**
   * Heads lie in one axis with the batch, as torch's MultiheadAttention has them: the batch is a
   * part of it that the data state.
   */
  @Test
  void reshapeToHeadsInTheBatch() {
    Nets.Middle middle =
        (g, x) -> {
          String apart = g.reshape(g.transpose(x, 1, 0, 2), Nets.STEPS, -1, 2);
          String whole = g.node("Relu", "heads", Map.of(), g.transpose(apart, 1, 0, 2));
          String back = g.reshape(g.transpose(whole, 1, 0, 2), Nets.STEPS, -1, 6);
          return g.shaped(g.transpose(back, 1, 0, 2), -1, Nets.STEPS, 6);
        };
    Coupled net = Coupled.of(Nets.sequences(middle)).cuts("made");
    assertEquals(
        "made, 3 units: made by made.weight:1(2 each); read by read.weight:0(2 each); "
            + "along made:2(2 each) transpose_1:2(2 each) reshape_2:1 transpose_3:0 heads:0 "
            + "transpose_5:1 reshape_6:2(2 each) transpose_7:2(2 each)",
        net.group("made"));
  }

  /** The same position of each head has no axis in common with the batch. */
  @Test
  void reshapeToPositionsBesideHeadsInTheBatch() {
    Coupled net = Coupled.of(Nets.sequences(ReshapeRuleTest::headsInTheBatch), "positions");
    assertEquals(2, net.cuts("made").coupling().prunable().get(0).units());
  }

  /** The number of heads of all records is computed: it falls as the heads do, in each cut. */
  @Test
  void reshapeToAComputedNumberOfHeads() {
    Coupled whole = Coupled.of(Nets.sequences(ReshapeRuleTest::headsInTheBatch)).cuts("made");
    Coupled once = Coupled.of(whole.without("made", 1));
    assertEquals(2, once.coupling().prunable().get(0).units());
    once.cuts("made");
  }

  /** The shape is computed from the batch: {@code batch * 3} heads of 2. */
  private static String headsInTheBatch(GraphBuilder g, String x) {
    String batch = g.node("Shape", Attributes.of("end", 1), "x");
    String heads = g.mul(batch, g.vector("three", 3));
    Map<String, dev.espalier.model.Attribute> first = Attributes.of("axis", 0);
    String apart =
        g.node("Concat", first, g.vector("steps", Nets.STEPS), heads, g.vector("two", 2));
    String y = g.node("Reshape", "apart", Map.of(), g.transpose(x, 1, 0, 2), apart);
    String whole =
        g.node("Sigmoid", "heads", Map.of(), g.transpose(g.shaped(y, 5, -1, 2), 1, 0, 2));
    String rest = g.vector("rest", 3, Nets.STEPS, 2);
    String split = g.node("Concat", first, batch, rest);
    String four = g.shaped(g.node("Reshape", "split", Map.of(), whole, split), -1, 3, 5, 2);
    return g.reshape(g.transpose(four, 0, 2, 1, 3), 0, Nets.STEPS, 6);
  }

  /** What reads how many heads all records have would see fewer after the cut. */
  @Test
  void reshapeToHeadsInTheBatchThatAreCounted() {
    Nets.Middle middle =
        (g, x) -> {
          String apart = g.reshape(g.transpose(x, 1, 0, 2), Nets.STEPS, -1, 2);
          String count = g.node("Shape", "count", Attributes.of("start", 1, "end", 2), apart);
          Map<String, dev.espalier.model.Attribute> first = Attributes.of("axis", 0);
          String batch = g.node("Div", "batch", Map.of(), count, g.vector("three", 3));
          String shape = g.node("Concat", first, g.vector("five", 5), batch, g.vector("six", 6));
          String back = g.node("Reshape", "back", Map.of(), g.relu(apart), shape);
          return g.shaped(g.transpose(g.shaped(back, 5, -1, 6), 1, 0, 2), -1, Nets.STEPS, 6);
        };
    Coupled.of(Nets.sequences(middle))
        .cuts()
        .barred("made", "count: its length is read, of which the data make a part");
  }

  /** A sum over heads and batch in one axis says nothing of single heads. */
  @Test
  void reshapeToHeadsInTheBatchThatAreSummed() {
    Nets.Middle middle =
        (g, x) -> {
          String apart = g.reshape(g.transpose(x, 1, 0, 2), Nets.STEPS, -1, 2);
          String both = g.vector("both", 1, 2);
          String sum = g.shaped(g.node("ReduceSum", "sum", Map.of(), apart, both), 5, 1, 1);
          return g.add(x, g.transpose(sum, 1, 0, 2));
        };
    Coupled.of(Nets.sequences(middle))
        .cuts()
        .barred("made", "sum: ReduceSum sums over it together with an axis of the data");
  }

  @Test
  void reshapeThatMixesUnitsAndSteps() {
    Nets.Middle middle = (g, x) -> g.reshape(g.relu(g.reshape(x, -1, 6, 5)), -1, 5, 6);
    Coupled.of(Nets.sequences(middle))
        .cuts()
        .barred("made", "reshape_1: Reshape mixes several axes");
  }

  /** The shape is computed from another value's, the number of units in it is not. */
  @Test
  void reshapeToAComputedShape() {
    Nets.Middle middle =
        (g, x) -> {
          String batch = g.node("Shape", Attributes.of("end", 1), "x");
          String shape = g.node("Concat", Attributes.of("axis", 0), batch, g.vector("rest", 6, 64));
          String flat = g.shaped(g.node("Reshape", "flat", Map.of(), x, shape), -1, 6, 64);
          return g.reshape(g.relu(flat), 0, 6, 8, 8);
        };
    Coupled net = Coupled.of(Nets.images(middle)).cuts("made");
    assertEquals(
        "made, 6 units: made by made.weight:0; read by read.weight:1; shifted by made.bias:0; "
            + "along made:1 flat:1 relu_4:1 reshape_5:1",
        net.group("made"));
  }

  /** The shape of the value itself: a length of units ends where a shape is stated. */
  @Test
  void reshapeToItsOwnShape() {
    Nets.Middle middle =
        (g, x) -> {
          String shape = g.node("Shape", "shape", Map.of(), x);
          String flat = g.reshape(x, 0, -1);
          return g.shaped(g.node("Reshape", "back", Map.of(), g.relu(flat), shape), -1, 6, 8, 8);
        };
    Coupled net = Coupled.of(Nets.images(middle)).cuts("made");
    assertEquals(
        "made, 6 units: made by made.weight:0; read by read.weight:1; shifted by made.bias:0; "
            + "along made:1 reshape_2:1(64 each) relu_3:1(64 each) back:1",
        net.group("made"));
  }

  @Test
  void unsqueezeAndSqueeze() {
    Nets.Middle middle =
        (g, x) -> {
          String wide = g.node("Unsqueeze", "wide", Map.of(), x, g.vector("at", 1, 3));
          String relu = g.node("Relu", "relu", Map.of(), wide);
          return g.shaped(
              g.node("Squeeze", "narrow", Map.of(), relu, g.vector("of", 1, -1)), -1, 6);
        };
    Coupled net = Coupled.of(Nets.dense(middle)).cuts("made");
    assertEquals(
        "made, 6 units: made by made.weight:0; read by read.weight:1; shifted by made.bias:0; "
            + "along made:1 wide:2 relu:2 narrow:1",
        net.group("made"));
  }

  @Test
  void axesAsAttributes() {
    Nets.Middle middle =
        (g, x) -> {
          String wide = g.node("Unsqueeze", "wide", Attributes.of("axes", new int[] {2}), x);
          String narrow =
              g.node(
                  "Squeeze",
                  "narrow",
                  Attributes.of("axes", new int[] {2}),
                  g.node("Relu", Map.of(), wide));
          return g.shaped(narrow, -1, 6);
        };
    Coupled.of(Nets.at(11, Nets.dense(middle))).cuts("made");
  }
}
