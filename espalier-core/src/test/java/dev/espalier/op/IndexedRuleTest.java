package dev.espalier.op;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.espalier.model.Attributes;
import dev.espalier.model.DType;
import dev.espalier.model.GraphBuilder;
import dev.espalier.model.Model;
import dev.espalier.model.Tensor;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** GatherND and ScatterND: units pass behind the axes that the indices name. */
class IndexedRuleTest {
  /** Each record names two steps of its own. */
  @Test
  void gatheredSteps() {
    Coupled net =
        Coupled.of(Nets.sequences((g, x) -> g.shaped(gathered(g, x, 2, 1), -1, 2, Nets.UNITS)))
            .cuts("made");
    assertEquals(
        "made, 6 units: made by made.weight:1; read by read.weight:0; along made:2 some:2",
        net.group("made"));
  }

  /** Each record names four elements. */
  @Test
  void gatheredElements() {
    GraphBuilder g = GraphBuilder.settled("elements", 1);
    String made = g.linear("made", g.input("x", Nets.STEPS, 7), Nets.UNITS);
    Coupled.of(g.output(g.shaped(gathered(g, made, 4, 2), -1, 4), "y").build())
        .cuts()
        .barred("made/matmul", "some: GatherND finds places along it by number");
  }

  private static String gathered(GraphBuilder g, String x, int rows, int named) {
    String z = g.input("z", DType.INT64, rows, named);
    return g.node("GatherND", "some", Attributes.of("batch_dims", 1), x, z);
  }

  /** A table of words, as wide as there are units. */
  @Test
  void anEmbedding() {
    GraphBuilder g = GraphBuilder.settled("embedding", 1);
    String table = g.weight("table.weight", 9, 9, Nets.UNITS);
    String y = g.node("GatherND", "table", Map.of(), table, g.input("ids", DType.INT64, 5, 1));
    Model model = g.output(g.linear("read", g.shaped(y, -1, 5, Nets.UNITS), 4), "y").build();
    assertEquals(
        "table, 6 units: made by table.weight:1; read by read.weight:0; along table:2",
        Coupled.of(model).cuts("table").group("table"));
  }

  /** The first and third step become the second and fourth, or meet these. */
  @ParameterizedTest
  @ValueSource(strings = {"none", "add", "mul", "max", "min"})
  void scatteredSteps(String reduction) {
    Coupled net =
        Coupled.of(
                Nets.at(
                    18,
                    Nets.sequences(
                        (g, x) -> {
                          String steps = g.transpose(x, 1, 0, 2);
                          String from = g.constant("from", Tensor.longs(new long[] {0, 2}, 2, 1));
                          String to = g.constant("to", Tensor.longs(new long[] {1, 3}, 2, 1));
                          String some = g.node("GatherND", "some", Map.of(), steps, from);
                          String y =
                              g.node(
                                  "ScatterND",
                                  "written",
                                  Attributes.of("reduction", reduction),
                                  steps,
                                  to,
                                  some);
                          return g.transpose(g.shaped(y, Nets.STEPS, -1, Nets.UNITS), 1, 0, 2);
                        })))
            .cuts("made");
    assertEquals(
        "made, 6 units: made by made.weight:1; read by read.weight:0; "
            + "along made:2 transpose_1:2 some:2 written:2 transpose_4:2",
        net.group("made"));
  }

  /** Places along the steps and the units. */
  @Test
  void scatteredElements() {
    Coupled.of(
            Nets.sequences(
                (g, x) -> {
                  String places = g.constant("places", Tensor.longs(new long[] {0, 1, 2}, 1, 3));
                  String half = g.constant("half", Tensor.floats(new float[] {0.5f}, 1));
                  String y = g.node("ScatterND", "written", Map.of(), x, places, half);
                  return g.shaped(y, -1, Nets.STEPS, Nets.UNITS);
                }))
        .cuts()
        .barred("made", "written: ScatterND finds places along it by number");
  }
}
