package dev.espalier.op;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.espalier.model.Attributes;
import dev.espalier.model.GraphBuilder;
import dev.espalier.model.Model;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Split: each part has units of its own, whose numbers are restated. */
class SplitRuleTest {
  /** Two parts of the units, one of them through a function, and both together again. */
  private static String joined(GraphBuilder g, List<String> parts, int first) {
    g.shaped(parts.get(0), -1, first);
    g.shaped(parts.get(1), -1, 6 - first);
    return g.concat(1, g.relu(parts.get(1)), parts.get(0));
  }

  private static void assertParts(Coupled net) {
    assertEquals(
        "made, 2 units: made by made.weight:0(0-1); read by read.weight:1(4-5); "
            + "shifted by made.bias:0(0-1); along made:1(0-1) first:1 concat_3:1(4-5)",
        net.group("made"));
    assertEquals(
        "made#2, 4 units: made by made.weight:0(2-5); read by read.weight:1(0-3); "
            + "shifted by made.bias:0(2-5); along made:1(2-5) second:1 relu_2:1 concat_3:1(0-3)",
        net.group("made#2"));
  }

  @Test
  void sizesAsAnInput() {
    Model model =
        Nets.dense(
            (g, x) -> {
              List<String> values = List.of(x, g.vector("sizes", 2, 4));
              List<String> results = List.of("first", "second");
              return joined(g, g.add("Split", values, Attributes.of("axis", 1), results), 2);
            });
    assertParts(Coupled.of(model).cuts("made", "made#2"));
  }

  @Test
  void sizesAsAnAttribute() {
    Model model =
        Nets.dense(
            (g, x) -> {
              var sizes = Attributes.of("axis", -1, "split", new int[] {2, 4});
              return joined(g, g.add("Split", List.of(x), sizes, List.of("first", "second")), 2);
            });
    assertParts(Coupled.of(Nets.at(11, model)).cuts("made", "made#2"));
  }

  /** Since operator set 18 a number of equal parts may stand for sizes. */
  @Test
  void aNumberOfParts() {
    Model model =
        Nets.dense(
            (g, x) -> {
              var parts = Attributes.of("axis", 1, "num_outputs", 2);
              return joined(g, g.add("Split", List.of(x), parts, List.of("first", "second")), 3);
            });
    Coupled net = Coupled.of(Nets.at(18, model)).cuts("made", "made#2");
    assertEquals(
        "made#2, 3 units: made by made.weight:0(3-5); read by read.weight:1(0-2); "
            + "shifted by made.bias:0(3-5); along made:1(3-5) second:1 relu_2:1 concat_3:1(0-2)",
        net.group("made#2"));
  }

  /** Halves of the units that are multiplied are one: gated linear units. */
  @Test
  void partsThatMeetAgain() {
    Coupled net =
        Coupled.of(
                Nets.dense(
                    (g, x) -> {
                      List<String> halves = g.split(x, 1, 3, 3);
                      return g.mul(halves.get(0), g.relu(halves.get(1)));
                    }))
            .cuts("made");
    assertEquals(
        "made, 3 units: made by made.weight:0(2 times); read by read.weight:1; "
            + "shifted by made.bias:0(2 times); "
            + "along made:1(2 times) split_1.0:1 split_1.1:1 relu_2:1 mul_3:1",
        net.group("made"));
  }

  /** Steps are cut apart; units pass into every part. */
  @Test
  void alongAnotherAxis() {
    Coupled net =
        Coupled.of(
                Nets.sequences(
                    (g, x) -> {
                      List<String> parts = g.split(x, 1, 2, 3);
                      return g.concat(1, g.relu(parts.get(1)), parts.get(0));
                    }))
            .cuts("made");
    assertEquals(
        "made, 6 units: made by made.weight:1; read by read.weight:0; "
            + "along made:2 split_1.0:2 split_1.1:2 relu_2:2 concat_3:2",
        net.group("made"));
  }

  /** Neither sizes nor a number: as many equal parts as there are results. */
  @Test
  void partsThatNobodyCounts() {
    Model model =
        Nets.dense(
            (g, x) ->
                joined(
                    g,
                    g.add(
                        "Split", List.of(x), Attributes.of("axis", 1), List.of("first", "second")),
                    3));
    Coupled.of(Nets.at(13, model)).cuts("made", "made#2");
    Coupled.of(Nets.at(11, model)).cuts("made", "made#2");
  }
}
