package dev.espalier.op;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.espalier.model.Attributes;
import dev.espalier.model.ConvSpec;
import dev.espalier.model.DType;
import dev.espalier.model.Tensor;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Pools and resizing: units pass, space changes. */
class PoolRuleTest {
  private static void assertPasses(long opset, Nets.Middle middle) {
    Coupled net = Coupled.of(Nets.at(opset, Nets.images(middle))).cuts("made");
    assertEquals(
        "made, 6 units: made by made.weight:0; read by read.weight:1; shifted by made.bias:0; "
            + "along made:1 pool:1",
        net.group("made").replaceAll("[a-z]+_\\d+", "pool"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"AveragePool", "MaxPool", "LpPool"})
  void windows(String op) {
    assertPasses(17, (g, x) -> g.pool(op, x, ConvSpec.of(6, 3).stride(2)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"GlobalAveragePool", "GlobalMaxPool", "GlobalLpPool"})
  void wholeSpace(String op) {
    assertPasses(17, (g, x) -> g.shaped(g.node(op, Map.of(), x), -1, 6, 1, 1));
  }

  /**
   * Where the largest stood is counted over all channels, which does not matter where nobody reads
   * it.
   */
  @Test
  void indicesOfMaxPool() {
    Coupled net =
        Coupled.of(
                Nets.images(
                    (g, x) -> {
                      g.add(
                          "MaxPool",
                          List.of(x),
                          Attributes.of("kernel_shape", new int[] {2, 2}),
                          List.of("pool", "indices"));
                      return g.shaped("pool", -1, 6, 7, 7);
                    }))
            .cuts("made");
    assertEquals(
        "made, 6 units: made by made.weight:0; read by read.weight:1; shifted by made.bias:0; "
            + "along made:1 pool:1 indices:1",
        net.group("made"));
  }

  @Test
  void neighbouringChannels() {
    Coupled.of(
            Nets.images(
                (g, x) -> g.shaped(g.node("LRN", Attributes.of("size", 3), x), -1, 6, 8, 8)))
        .cuts()
        .barred("made", "lrn_1: LRN normalises over neighbouring channels");
  }

  @Test
  void resizeByScales() {
    assertPasses(
        17,
        (g, x) -> {
          String scales = g.constant("scales", Tensor.floats(new float[] {1, 1, 2, 2}, 4));
          return g.shaped(g.node("Resize", Map.of(), x, "", scales), -1, 6, 16, 16);
        });
    assertPasses(
        10,
        (g, x) -> {
          String scales = g.constant("scales", Tensor.floats(new float[] {1, 1, 2, 2}, 4));
          return g.shaped(g.node("Resize", Map.of(), x, scales), -1, 6, 16, 16);
        });
  }

  @Test
  void upsample() {
    assertPasses(
        9,
        (g, x) -> {
          String scales = g.constant("scales", Tensor.floats(new float[] {1, 1, 2, 2}, 4));
          return g.shaped(g.node("Upsample", Map.of(), x, scales), -1, 6, 16, 16);
        });
  }

  /** Sizes are stated, those of the batch and of the units among them. */
  @Test
  void resizeToComputedSizes() {
    Coupled.of(
            Nets.images(
                (g, x) -> {
                  String shape = g.node("Shape", Attributes.of("end", 2), x);
                  String sizes =
                      g.node("Concat", Attributes.of("axis", 0), shape, g.vector("space", 12, 12));
                  return g.shaped(g.node("Resize", Map.of(), x, "", "", sizes), -1, 6, 12, 12);
                }))
        .cuts("made");
  }

  /** Only the sizes of the axes named are stated. */
  @Test
  void resizeOfNamedAxes() {
    assertPasses(
        18,
        (g, x) -> {
          String sizes = g.vector("sizes", 12, 12);
          return g.shaped(
              g.node("Resize", Attributes.of("axes", new int[] {2, 3}), x, "", "", sizes),
              -1,
              6,
              12,
              12);
        });
  }

  @Test
  void resizeThatNamesTheAxisOfTheUnits() {
    Nets.Middle middle =
        (g, x) -> {
          String sizes = g.vector("sizes", 6, 12, 12);
          return g.shaped(
              g.node("Resize", Attributes.of("axes", new int[] {1, 2, 3}), x, "", "", sizes),
              -1,
              6,
              12,
              12);
        };
    Coupled.of(Nets.at(18, Nets.images(middle)))
        .cuts()
        .barred("made", "resize_1: Resize states its size among those of the axes that it names");
  }

  @Test
  void indicesOfMaxPoolThatAreRead() {
    Nets.Middle middle =
        (g, x) -> {
          var window = Attributes.of("kernel_shape", new int[] {2, 2});
          g.add("MaxPool", List.of(x), window, List.of("pool", "indices"));
          String places = g.node("Cast", Attributes.of("to", DType.FLOAT.onnx()), "indices");
          return g.mul(g.shaped("pool", -1, 6, 7, 7), g.shaped(places, -1, 6, 7, 7));
        };
    Coupled.of(Nets.images(middle))
        .cuts()
        .barred("made", "pool: MaxPool counts its indices over all channels");
  }
}
