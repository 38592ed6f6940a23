package dev.espalier.op;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.espalier.model.Attributes;
import dev.espalier.model.DType;
import dev.espalier.model.GraphBuilder;
import dev.espalier.model.Layers;
import dev.espalier.model.Model;
import dev.espalier.model.Tensor;
import org.junit.jupiter.api.Test;

/** Gather: constant positions move units, positions from the data read a table. */
class GatherRuleTest {
  private static String gather(GraphBuilder g, String x, int axis, String positions) {
    return g.node("Gather", "gather", Attributes.of("axis", axis), x, positions);
  }

  /** Every unit once, in another order; one of them counted from the end. */
  @Test
  void aPermutation() {
    Coupled net =
        Coupled.of(
                Nets.dense(
                    (g, x) -> {
                      String order = g.vector("order", 3, 4, -1, 0, 1, 2);
                      return g.shaped(gather(g, x, 1, order), -1, 6);
                    }))
            .cuts("made");
    assertEquals(
        "made, 6 units: made by made.weight:0; read by read.weight:1(3-5@0 0-2@3); "
            + "shifted by made.bias:0; along made:1 gather:1(3-5@0 0-2@3)",
        net.group("made"));
  }

  /** One unit twice, which stays since no other is like it, and some not at all. */
  @Test
  void aSelectionWithRepeats() {
    Coupled net =
        Coupled.of(
                Nets.dense(
                    (g, x) -> {
                      String some = g.vector("some", 5, 1, 1, 3);
                      return g.shaped(gather(g, x, -1, some), -1, 4);
                    }))
            .cuts("made", "made#3")
            .barred("made#2", "has one unit only");
    assertEquals(
        "made#3, 2 units: made by made.weight:0(0@3 1@5); read by read.weight:1(1@0 0@3); "
            + "shifted by made.bias:0(0@3 1@5); along made:1(0@3 1@5) gather:1(1@0 0@3)",
        net.group("made#3"));
  }

  /** One step of a sequence: units pass, and the axis of the steps is gone. */
  @Test
  void oneStep() {
    Coupled net =
        Coupled.of(
                Nets.sequences(
                    (g, x) -> {
                      String first = g.constant("first", Tensor.longs(new long[] {0}));
                      return g.shaped(gather(g, x, 1, first), -1, 6);
                    }))
            .cuts("made");
    assertEquals(
        "made, 6 units: made by made.weight:1; read by read.weight:0; along made:2 gather:1",
        net.group("made"));
  }

  @Test
  void oneUnit() {
    Coupled.of(
            Nets.sequences(
                (g, x) -> {
                  String second = g.constant("second", Tensor.longs(new long[] {1}));
                  return g.shaped(gather(g, x, 2, second), -1, 5);
                }))
        .cuts()
        .barred("made", "gather: Gather picks single positions");
  }

  /** A table of words: its width is made of units, its rows are the data's. */
  @Test
  void anEmbedding() {
    GraphBuilder g = GraphBuilder.settled("embedding", 1);
    String x = new Layers(g).embedding("table", g.input("ids", DType.INT64, 5), 9, 6);
    Model model = g.output(g.linear("read", x, 4), "y").build();
    Coupled net = Coupled.of(model).cuts("table");
    assertEquals(
        "table, 6 units: made by table.weight:1; read by read.weight:0; along table:2",
        net.group("table"));
  }

  /** Rows of a layer's values are chosen by the data: its units pass along the other axis. */
  @Test
  void stepsThatTheDataChooses() {
    Coupled net =
        Coupled.of(
                Nets.sequences(
                    (g, x) -> g.shaped(gather(g, x, 1, g.input("z", DType.INT64)), -1, -1, 6)))
            .cuts("made");
    assertEquals(
        "made, 6 units: made by made.weight:1; read by read.weight:0; along made:2 gather:2",
        net.group("made"));
  }

  @Test
  void unitsThatTheDataChooses() {
    GraphBuilder g = GraphBuilder.settled("chosen", 1);
    String made = g.gemm("made", g.input("x", 7), 6);
    String y = g.shaped(gather(g, made, 1, g.input("z", DType.INT64)), -1, -1);
    Coupled.of(g.output(y, "y").build())
        .cuts()
        .barred("made", "gather: its positions are chosen by the data (Gather)");
  }
}
