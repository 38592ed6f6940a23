package dev.espalier.model;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.espalier.model.ValueInfo.Dim;
import dev.espalier.onnx.Subgraphs;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Models whose answers depend on chance are refused, and the node is named. */
class RandomnessTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "RandomNormalLike",
        "RandomUniformLike",
        "RandomNormal",
        "RandomUniform",
        "Bernoulli",
        "Multinomial"
      })
  void whatReachesAnOutputIsNamed(String op) {
    GraphBuilder g = GraphBuilder.settled("noisy", 1);
    String x = g.input("x", 4);
    Map<String, Attribute> shape = Attributes.of("shape", new long[] {4});
    String drawn =
        op.equals("RandomNormal") || op.equals("RandomUniform")
            ? g.node(op, "noise", shape)
            : g.node(op, "noise", Map.of(), x);
    Model model = g.output(sum(g, x, drawn), "y").build();
    String message = refusal(model);
    assertTrue(
        message.contains("some.onnx: its output y depends on chance: " + op + " noise"), message);
    assertTrue(message.contains("export the model without it"), message);
  }

  @ParameterizedTest
  @ValueSource(strings = {"Loop", "If"})
  void whatABodyDrawsIsNamedByItsNode(String op) {
    String message = refusal(drawing(op, false));
    assertTrue(message.contains(op + " chance draws numbers anew at every run"), message);
  }

  @Test
  void aBranchThatIsNeverTakenDrawsNothing() {
    Randomness.refuse(drawing("If", true), "some.onnx");
  }

  /** Adds noise in a body: of a Loop, or of the branch that is taken unless asked otherwise. */
  private static Model drawing(String op, boolean never) {
    Tensor yes = new Tensor(DType.BOOL, new int[0], Tensor.allocate(1).put(0, (byte) 1));
    GraphBuilder g = GraphBuilder.settled("looping", 1);
    String x = g.input("x", 4);
    String on = g.constant("on", yes);
    Graph noisy = branch("RandomNormalLike", x, op.equals("Loop"));
    Graph quiet = branch("Identity", x, false);
    String drawn =
        op.equals("Loop")
            ? g.node(
                "Loop",
                "chance",
                Map.of("body", Subgraphs.of(noisy)),
                g.constant("turns", Tensor.longs(new long[] {2})),
                on,
                x)
            : g.node(
                "If",
                "chance",
                Map.of(
                    "then_branch", Subgraphs.of(never ? quiet : noisy),
                    "else_branch", Subgraphs.of(never ? noisy : quiet)),
                on);
    return g.output(sum(g, x, g.shaped(drawn, -1, 4)), "y").build();
  }

  private static Graph branch(String op, String x, boolean loop) {
    GraphBuilder g = GraphBuilder.settled("inner", 2);
    if (loop) {
      g.input(ValueInfo.of("turn", DType.INT64));
      g.input(ValueInfo.of("going", DType.BOOL));
      g.input(ValueInfo.of("state", DType.FLOAT, Dim.symbol("rows"), Dim.of(4)));
      g.output(g.shaped(g.node("Identity", Map.of(), "going"), new int[0]), "more", DType.BOOL);
    }
    String made = g.shaped(g.node(op, "made" + op, Map.of(), x), -1, 4);
    return g.output(made, "next" + op).build().graph();
  }

  @Test
  void dropoutWhoseMaskIsReadIsNamed() {
    GraphBuilder g = GraphBuilder.settled("dropped", 1);
    String x = g.input("x", 4);
    String ratio = g.scalar("ratio", 0.5f);
    String on =
        g.constant("on", new Tensor(DType.BOOL, new int[0], Tensor.allocate(1).put(0, (byte) 1)));
    List<String> made = g.add("Dropout", List.of(x, ratio, on), Map.of(), List.of("drop", "mask"));
    String mask = g.node("Cast", Attributes.of("to", DType.FLOAT.onnx()), made.get(1));
    Model model = Inference.of(g.output(sum(g, made.get(0), mask), "y").build());
    String message = refusal(model);
    assertTrue(message.contains("Dropout drop draws numbers anew"), message);
    assertTrue(message.contains("model.eval()"), message);
  }

  @Test
  void whatReachesNoOutputIsNoMatter() {
    GraphBuilder g = GraphBuilder.settled("sized", 1);
    String x = g.input("x", 4);
    String size = g.node("Shape", Map.of(), g.node("RandomNormalLike", Map.of(), x));
    String zeros = g.node("ConstantOfShape", Map.of(), size);
    Randomness.refuse(g.output(sum(g, x, zeros), "y").build(), "some.onnx");
  }

  private static String sum(GraphBuilder g, String a, String b) {
    return g.shaped(g.node("Add", Map.of(), a, b), -1, 4);
  }

  private static String refusal(Model model) {
    return assertThrows(ModelFormatException.class, () -> Randomness.refuse(model, "some.onnx"))
        .getMessage();
  }
}
