package dev.espalier.op;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.espalier.model.Attributes;
import dev.espalier.model.GraphBuilder;
import dev.espalier.model.Node;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Gemm: either operand as it is or transposed, with and without a third. */
class GemmRuleTest {
  private static final int OUT = 8;

  @ParameterizedTest
  @CsvSource({"0, 0", "0, 1", "1, 0", "1, 1"})
  void transposedOperands(int transA, int transB) {
    Coupled net =
        Coupled.of(
                Nets.dense(
                    (g, x) -> {
                      String a = transA == 0 ? x : g.transpose(x, 1, 0);
                      int[] dims = transB == 0 ? new int[] {6, OUT} : new int[] {OUT, 6};
                      String w = g.weight("w", 6, dims);
                      return gemm(g, Attributes.of("transA", transA, "transB", transB), a, w);
                    }))
            .cuts("made", "middle");
    String before = transA == 0 ? "" : " transpose_1:0";
    assertEquals(
        "made, 6 units: made by made.weight:0; read by w:"
            + transB
            + "; shifted by made.bias:0; along made:1"
            + before,
        net.group("made"));
    assertEquals(
        "middle, 8 units: made by w:" + (1 - transB) + "; read by read.weight:1; along middle:1",
        net.group("middle"));
  }

  private static String gemm(
      GraphBuilder g,
      java.util.Map<String, dev.espalier.model.Attribute> attributes,
      String... values) {
    return g.shaped(g.node("Gemm", "middle", attributes, values), -1, OUT);
  }

  @ParameterizedTest
  @CsvSource({"vector, shift:0", "row, shift:1"})
  void aThirdOperandThatShiftsUnits(String kind, String slot) {
    int[] dims = kind.equals("vector") ? new int[] {OUT} : new int[] {1, OUT};
    Coupled net =
        Coupled.of(
                Nets.dense(
                    (g, x) ->
                        gemm(
                            g,
                            Attributes.of("alpha", 0.5, "beta", 2.0),
                            x,
                            g.weight("w", 6, 6, OUT),
                            g.bias("shift", dims))))
            .cuts("made", "middle");
    assertEquals(
        "middle, 8 units: made by w:1; read by read.weight:1; shifted by "
            + slot
            + "; along middle:1",
        net.group("middle"));
  }

  @Test
  void aThirdOperandOfOneNumberIsNobodys() {
    Coupled net =
        Coupled.of(
                Nets.dense(
                    (g, x) ->
                        gemm(g, Attributes.of(), x, g.weight("w", 6, 6, OUT), g.scalar("one", 1))))
            .cuts("made", "middle");
    assertEquals(
        "middle, 8 units: made by w:1; read by read.weight:1; along middle:1", net.group("middle"));
  }

  /** Another layer's values as the third operand: a residual stream. */
  @Test
  void aThirdOperandThatIsComputed() {
    Coupled net =
        Coupled.of(
                Nets.dense(
                    (g, x) ->
                        gemm(
                            g,
                            Attributes.of(),
                            x,
                            g.weight("w", 6, 6, OUT),
                            g.gemm("other", "x", OUT))))
            .cuts("made", "other");
    assertEquals(
        "other, 8 units: made by w:1 other.weight:0; read by read.weight:1; shifted by other.bias:0; "
            + "along other:1 middle:1",
        net.group("other"));
  }

  /** Weights before the values, W·xᵀ: what they read is found, what they make is not. */
  @Test
  void weightsAsTheFirstOperand() {
    Coupled.of(
            Nets.dense(
                (g, x) -> {
                  String w = g.weight("w", 6, OUT, 6);
                  String y = g.node("Gemm", "middle", Attributes.of("transB", 1), w, x);
                  return g.transpose(g.shaped(y, OUT, -1), 1, 0);
                }))
        .cuts("made");
  }

  @Test
  void macs() {
    Sizes sizes = Nets.sizes(List.of(1, 6), List.of(6, 8), List.of(1, 8));
    Node node = Node.of("Gemm", "n", List.of("x", "w"), List.of("y"));
    assertEquals(48, new GemmRule().macs(node, sizes));
  }

  /** "com.microsoft.FusedGemm" applies a function behind the bias. */
  @Test
  void fusedGemm() {
    Coupled.of(dev.espalier.OperatorGraphs.gemm()).cuts("made", "inner");
  }
}
