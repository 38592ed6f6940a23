package dev.espalier.op;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.espalier.model.Attribute;
import dev.espalier.model.Attributes;
import dev.espalier.model.DType;
import dev.espalier.model.GraphBuilder;
import dev.espalier.model.Model;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Reductions over units end them or bar them; over other axes units pass. */
class ReduceRuleTest {
  /** Over an axis of (batch, 5, 6); what is left is read as a sequence or as single rows. */
  private static Model over(String op, int axis, boolean keep) {
    return Nets.at(
        13,
        Nets.sequences(
            (g, x) -> {
              String reduced = reduced(g, op, axis, keep, g.node("Exp", Map.of(), x));
              return axis == 2
                  ? g.shaped(reduced, keep ? new int[] {-1, 5, 1} : new int[] {-1, 5})
                  : g.shaped(reduced, keep ? new int[] {-1, 1, 6} : new int[] {-1, 6});
            }));
  }

  /** In operator set 13 ReduceSum alone takes its axes as an input. */
  private static String reduced(GraphBuilder g, String op, int axis, boolean keep, String x) {
    Map<String, Attribute> attributes = Attributes.of("keepdims", keep ? 1 : 0);
    if (op.equals("ReduceSum")) {
      return g.node(op, "reduced", attributes, x, g.vector("axes", axis));
    }
    attributes.put("axes", Attribute.Ints.of(axis));
    return g.node(op, "reduced", attributes, x);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ReduceSum",
        "ReduceL1",
        "ReduceL2",
        "ReduceSumSquare",
        "ReduceMean",
        "ReduceMax",
        "ReduceMin",
        "ReduceProd",
        "ReduceLogSum",
        "ReduceLogSumExp"
      })
  void overTheSteps(String op) {
    for (boolean keep : new boolean[] {true, false}) {
      Coupled net = Coupled.of(over(op, 1, keep)).cuts("made");
      assertEquals(
          "made, 6 units: made by made.weight:1; read by read.weight:0; along made:2 exp_1:2 reduced:"
              + (keep ? 2 : 1),
          net.group("made"));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "ReduceSum, sums",
    "ReduceL1, sums",
    "ReduceL2, sums",
    "ReduceSumSquare, sums",
    "ReduceMean, averages"
  })
  void overTheUnitsThatEndThere(String op, String verb) {
    Coupled net = Coupled.of(single(op)).cuts("made");
    assertEquals("made, 6 units: made by made.weight:1; along made:2 exp_1:2", net.group("made"));
    assertEquals(
        "reduced " + verb + " over exp_1:2",
        net.text().lines().filter(line -> line.contains(" over ")).findFirst().orElse(""));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"ReduceMax", "ReduceMin", "ReduceProd", "ReduceLogSum", "ReduceLogSumExp"})
  void overTheUnitsThatAreBarred(String op) {
    Coupled.of(single(op)).cuts().barred("made", "reduced: " + op + " reduces over it");
  }

  /** One number a step, which is the output. */
  private static Model single(String op) {
    return over(op, 2, true);
  }

  /** Since operator set 18 all take their axes as an input; without any, all axes are meant. */
  @Test
  void axesAsAnInput() {
    Model model =
        Nets.at(
            18,
            Nets.sequences(
                (g, x) -> {
                  Map<String, Attribute> keep = Attributes.of("keepdims", 1);
                  String y = g.node("ReduceMean", "mean", keep, x, g.vector("axes", -2));
                  return g.shaped(y, -1, 1, 6);
                }));
    Coupled.of(model).cuts("made");
  }

  @Test
  void noAxes() {
    Attribute nothing = new Attribute.IntValue(1);
    Model noop =
        Nets.sequences(
            (g, x) ->
                g.shaped(
                    g.node("ReduceSum", Map.of("noop_with_empty_axes", nothing), x), -1, 5, 6));
    Coupled.of(noop).cuts("made");
    Model all =
        Nets.sequences(
            (g, x) -> g.add(x, g.shaped(g.node("ReduceSum", "all", Map.of(), x), 1, 1, 1)));
    Coupled net = Coupled.of(all).cuts("made");
    assertEquals(
        "made, 6 units: made by made.weight:1; read by read.weight:0; along made:2 add_2:2",
        net.group("made"));
  }

  @Test
  void axesThatTheDataChooses() {
    GraphBuilder g = GraphBuilder.settled("chosen", 1);
    String made = g.linear("made", g.input("x", 5, 7), 6);
    String one = g.node("ReduceMin", Attributes.of("keepdims", 0), g.input("z", DType.INT64, 1));
    String axes = g.node("Unsqueeze", Map.of(), g.node("Add", Map.of(), one, "two"), "zero");
    g.vector("zero", 0);
    g.constant("two", dev.espalier.model.Tensor.longs(new long[] {1}));
    String y = g.node("ReduceSum", "chosen", Map.of(), made, axes);
    Model model = g.output(g.shaped(y, -1, -1, -1), "y").build();
    Coupled.of(model)
        .cuts()
        .barred("made/matmul", "chosen: ReduceSum over axes known only at run time");
  }

  @ParameterizedTest
  @ValueSource(strings = {"ReduceMean", "ReduceL2"})
  void overTheUnitsAndSpaceAtOnce(String op) {
    Map<String, Attribute> all = Attributes.of("axes", new int[] {1, 2, 3});
    Nets.Middle middle = (g, x) -> g.mul(x, g.shaped(g.node(op, "reduced", all, x), -1, 1, 1, 1));
    Coupled.of(Nets.images(middle)).cuts("made");
  }
}
