package dev.espalier.op;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.espalier.model.Attributes;
import dev.espalier.model.ConvSpec;
import dev.espalier.model.GraphBuilder;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** "GridSample": channels pass, what makes the grid keeps its units. */
class GridSampleRuleTest {
  @ParameterizedTest
  @ValueSource(strings = {"bilinear", "nearest", "bicubic"})
  void channelsPass(String mode) {
    Coupled net =
        Coupled.of(Nets.images((g, x) -> sampled(g, x, g.input("grid", 4, 5, 2), mode)))
            .cuts("made");
    assertEquals(
        "made, 6 units: made by made.weight:0; read by read.weight:1; "
            + "shifted by made.bias:0; along made:1 sampled:1",
        net.group("made"));
  }

  /** The grid is computed from the same channels, which may go all the same. */
  @Test
  void coordinatesStay() {
    Coupled.of(
            Nets.images(
                (g, x) -> {
                  String flow = g.node("Tanh", Map.of(), g.conv("flow", x, ConvSpec.of(2, 1)));
                  return sampled(g, x, g.transpose(flow, 0, 2, 3, 1), "bilinear");
                }))
        .cuts("made")
        .barred("flow", "sampled: GridSample reads coordinates along it");
  }

  private static String sampled(GraphBuilder g, String x, String grid, String mode) {
    int[] places = g.shape(grid);
    String y = g.node("GridSample", "sampled", Attributes.of("mode", mode), x, grid);
    return g.shaped(y, -1, Nets.UNITS, places[1], places[2]);
  }
}
