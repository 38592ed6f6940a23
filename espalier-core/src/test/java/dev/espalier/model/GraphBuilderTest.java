package dev.espalier.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What is wrong with shapes is said when a layer is written. */
class GraphBuilderTest {
  private static String refusal(Consumer<GraphBuilder> writing) {
    GraphBuilder g = GraphBuilder.fresh("wrong", 1);
    return assertThrows(IllegalArgumentException.class, () -> writing.accept(g)).getMessage();
  }

  private static Arguments layer(int rank, String name, Consumer<GraphBuilder> writing) {
    return Arguments.of(rank, name, writing);
  }

  static Stream<Arguments> layers() {
    ConvSpec spec = ConvSpec.of(4, 3);
    return Stream.of(
        layer(3, "conv c", g -> g.conv("c", "v", spec)),
        layer(3, "convTranspose c", g -> g.convTranspose("c", "v", spec)),
        layer(3, "MaxPool", g -> g.maxPool("v", 2, 2)),
        layer(3, "AveragePool", g -> g.averagePool("v", 2, 2)),
        layer(3, "LpPool", g -> g.pool("LpPool", "v", spec)),
        layer(3, "globalAveragePool", g -> g.globalAveragePool("v")),
        layer(2, "batchNorm b", g -> g.batchNorm("b", "v")),
        layer(2, "gemm f", g -> g.gemm("f", "v", 8)),
        layer(2, "matMul", g -> g.matMul("v", "v")),
        layer(2, "concat", g -> g.concat(1, "v", "v")),
        layer(2, "split", g -> g.split("v", -2, 1, 1)),
        layer(2, "transpose", g -> g.transpose("v", 1, 0)),
        layer(2, "reshape to [1, 0]", g -> g.reshape("v", 1, 0)),
        layer(3, "LSTM r", g -> new Layers(g).lstm("r", "v", 8, false)));
  }

  @ParameterizedTest
  @MethodSource("layers")
  void aValueOfTooFewAxesIsNamed(int rank, String name, Consumer<GraphBuilder> layer) {
    String wanted = ", and " + name + " wants rank " + rank + " or more";
    assertEquals("v has rank 0 []" + wanted, refusal(g -> layer.accept(shaped(g))));
    assertEquals("v has rank 1 [64]" + wanted, refusal(g -> layer.accept(shaped(g, 64))));
  }

  @Test
  void aValueWithoutAnyAxisIsNamed() {
    assertEquals(
        "v has rank 0 [], and flatten wants rank 1 or more", refusal(g -> shaped(g).flatten("v")));
    assertEquals(
        "v has rank 0 [], and linear f wants rank 1 or more",
        refusal(g -> shaped(g).linear("f", "v", 8)));
  }

  private static GraphBuilder shaped(GraphBuilder g, int... sizes) {
    g.shaped("v", sizes);
    return g;
  }

  @Test
  void shapesThatDoNotFitAreSaidWithTheOperation() {
    assertEquals("Add does not fit [2, 3] and [4]", refusal(g -> two(g).add("a", "b")));
    assertEquals("Mul does not fit [2, 3] and [4]", refusal(g -> two(g).mul("a", "b")));
    assertEquals(
        "Sub does not fit [2, 3] and [4]", refusal(g -> two(g).node("Sub", Map.of(), "a", "b")));
    String batches =
        refusal(
            g -> {
              g.shaped("a", 2, 5, 6);
              g.matMul("a", g.shaped("b", 3, 6, 7));
            });
    assertTrue(batches.startsWith("MatMul in batches does not fit [2] and [3]"), batches);
  }

  private static GraphBuilder two(GraphBuilder g) {
    g.shaped("a", 2, 3);
    g.shaped("b", 4);
    return g;
  }

  @Test
  void whatFitsHasItsShape() {
    GraphBuilder g = GraphBuilder.fresh("right", 1);
    String x = g.input("x", 3, 9, 9);
    assertArrayEquals(new int[] {-1, 3, 4, 4}, g.shape(g.maxPool(x, 2, 2)));
    assertArrayEquals(new int[] {-1, 3, 1, 1}, g.shape(g.globalAveragePool(x)));
    assertArrayEquals(new int[] {-1, 3, 81}, g.shape(g.reshape(x, 0, 0, -1)));
  }
}
