package dev.espalier.op;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.espalier.model.Attributes;
import dev.espalier.model.DType;
import dev.espalier.model.GraphBuilder;
import dev.espalier.model.Model;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Slice: the range of units is restated by how many of them stay. */
class SliceRuleTest {
  private static String slice(GraphBuilder g, String x, long... startEndAxisStep) {
    List<String> values = new ArrayList<>(List.of(x));
    String[] names = {"starts", "ends", "axes", "steps"};
    for (int i = 0; i < startEndAxisStep.length; i++) {
      values.add(g.vector(g.unused(names[i]), startEndAxisStep[i]));
    }
    return g.add("Slice", values, Map.of(), List.of("slice")).get(0);
  }

  /**
   * The end may lie behind the last unit, and either may count from it. Units that nobody reads may
   * go as well.
   */
  @ParameterizedTest
  @CsvSource({"2, 6", "2, 1000", "-4, 1000", "2, 9223372036854775807"})
  void theLastUnits(long start, long end) {
    Coupled net =
        Coupled.of(Nets.dense((g, x) -> g.shaped(slice(g, x, start, end, 1), -1, 4)))
            .cuts("made", "made#2");
    assertEquals(
        "made#2, 4 units: made by made.weight:0(2-5); read by read.weight:1; "
            + "shifted by made.bias:0(2-5); along made:1(2-5) slice:1",
        net.group("made#2"));
  }

  /** Units that only one of two readers sees are a group of their own. */
  @Test
  void unitsInAndOutOfTheRange() {
    Coupled net =
        Coupled.of(Nets.dense((g, x) -> g.concat(1, x, g.shaped(slice(g, x, 1, -1, -1, 1), -1, 4))))
            .cuts("made", "made#2");
    assertEquals(
        "made, 2 units: made by made.weight:0(0@0 1@5); read by read.weight:1(0@0 1@5); "
            + "shifted by made.bias:0(0@0 1@5); along made:1(0@0 1@5) concat_2:1(0@0 1@5)",
        net.group("made"));
    assertEquals(
        "made#2, 4 units: made by made.weight:0(1-4); read by read.weight:1(0-3@1 0-3@6); "
            + "shifted by made.bias:0(1-4); along made:1(1-4) slice:1 concat_2:1(0-3@1 0-3@6)",
        net.group("made#2"));
  }

  @Test
  void rangesAsAttributes() {
    Model model =
        Nets.dense(
            (g, x) -> {
              var range =
                  Attributes.of(
                      "starts", new int[] {2}, "ends", new int[] {6}, "axes", new int[] {1});
              return g.shaped(g.add("Slice", List.of(x), range, List.of("slice")).get(0), -1, 4);
            });
    Coupled.of(Nets.at(9, model)).cuts("made", "made#2");
  }

  /** Another axis is sliced: units pass. */
  @Test
  void everySecondPixel() {
    Coupled net =
        Coupled.of(Nets.images((g, x) -> g.shaped(slice(g, x, 0, 1000, 2, 2), -1, 6, 4, 8)))
            .cuts("made");
    assertEquals(
        "made, 6 units: made by made.weight:0; read by read.weight:1; shifted by made.bias:0; "
            + "along made:1 slice:1",
        net.group("made"));
  }

  @Test
  void everySecondUnit() {
    Coupled.of(Nets.dense((g, x) -> g.shaped(slice(g, x, 0, 6, 1, 2), -1, 3)))
        .cuts()
        .barred("made", "slice: Slice with a step");
  }

  @Test
  void unitsBackwards() {
    Coupled.of(Nets.dense((g, x) -> g.shaped(slice(g, x, -1, -7, 1, -1), -1, 6)))
        .cuts()
        .barred("made", "slice: Slice with a step");
  }

  @Test
  void aRangeThatTheDataChooses() {
    GraphBuilder g = GraphBuilder.settled("chosen", 1);
    String made = g.gemm("made", g.input("x", 7), 6);
    String none = g.node("Mul", Map.of(), g.input("z", DType.INT64, 1), g.vector("none", 0));
    String one = g.node("ReduceMin", Attributes.of("axes", new int[] {0}, "keepdims", 0), none);
    String y =
        g.node("Slice", "slice", Map.of(), made, one, g.vector("ends", 6), g.vector("axes", 1));
    Model model = g.output(g.shaped(y, -1, -1), "y").build();
    Coupled.of(model)
        .cuts()
        .barred("made", "slice: Slice takes a range that is known only at run time");
  }

  /** Units and pixels in one node: the range of units alone is restated. */
  @Test
  void unitsAndPixels() {
    Nets.Middle middle =
        (g, x) -> {
          List<String> values =
              List.of(x, g.vector("starts", -3, 2), g.vector("ends", 8, 6), g.vector("axes", 2, 1));
          return g.shaped(g.add("Slice", values, Map.of(), List.of("slice")).get(0), -1, 4, 3, 8);
        };
    Coupled.of(Nets.images(middle)).cuts("made", "made#2");
  }
}
