package dev.espalier.op;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.espalier.model.Attributes;
import dev.espalier.model.Tensor;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Expand, Tile and ConstantOfShape: what is repeated is nobody's, and stated sizes follow. */
class ExpandRuleTest {
  /** Rows of units are repeated; the number of units in the stated shape is restated. */
  @Test
  void expandBesideTheUnits() {
    Nets.Middle middle =
        (g, x) -> {
          String row =
              g.shaped(g.node("Unsqueeze", "row", Map.of(), x, g.vector("at", 1)), -1, 1, 6);
          String rows = g.node("Expand", "rows", Map.of(), row, g.vector("shape", 1, 4, 6));
          return g.reshape(g.shaped(rows, -1, 4, 6), 0, 24);
        };
    Coupled net = Coupled.of(Nets.dense(middle), "positions").cuts("made");
    assertEquals(
        "made, 6 units: made by made.weight:0; read by read.weight:1(4 times); "
            + "shifted by made.bias:0; along made:1 row:2 rows:2 reshape_3:1(4 times)",
        net.group("made"));
  }

  /** One number a record becomes 6 that nothing made: they are no units of its layer. */
  @Test
  void expandToTheUnits() {
    Nets.Middle middle =
        (g, x) -> {
          String one = g.gemm("single", "x", 1);
          String six = g.node("Expand", "six", Map.of(), one, g.vector("shape", 1, 6));
          return g.mul(x, g.shaped(six, -1, 6));
        };
    Coupled net = Coupled.of(Nets.dense(middle)).cuts("made");
    assertEquals(
        "made, 6 units: made by made.weight:0; read by read.weight:1; shifted by made.bias:0; "
            + "along made:1 six:1 mul_3:1",
        net.group("made"));
    net.barred("single", "six: the axis belongs to space, time or batch");
  }

  /** The shape is that of another value, units and all. */
  @Test
  void expandToAComputedShape() {
    Nets.Middle middle =
        (g, x) -> {
          String shape = g.node("Shape", Map.of(), g.node("Relu", Map.of(), x));
          String row = g.weight("row", 6, 1, 6);
          return g.mul(x, g.shaped(g.node("Expand", "rows", Map.of(), row, shape), -1, 6));
        };
    Coupled.of(Nets.dense(middle)).cuts("made");
  }

  @Test
  void tileBesideTheUnits() {
    Nets.Middle middle =
        (g, x) ->
            g.shaped(
                g.node("Tile", "tile", Map.of(), x, g.vector("times", 1, 1, 2, 1)), -1, 6, 16, 8);
    Coupled net = Coupled.of(Nets.images(middle)).cuts("made");
    assertEquals(
        "made, 6 units: made by made.weight:0; read by read.weight:1; shifted by made.bias:0; "
            + "along made:1 tile:1",
        net.group("made"));
  }

  @Test
  void tileOfTheUnits() {
    Nets.Middle middle =
        (g, x) -> g.shaped(g.node("Tile", "tile", Map.of(), x, g.vector("times", 1, 2)), -1, 12);
    Coupled net = Coupled.of(Nets.dense(middle)).cuts("made");
    assertEquals(
        "made, 6 units: made by made.weight:0; read by read.weight:1(2 times); "
            + "shifted by made.bias:0; along made:1 tile:1(2 times)",
        net.group("made"));
  }

  /** A bias of each head, repeated for each record and added where both share an axis (ALiBi). */
  @Test
  void tileOfTheHeadsByTheBatch() {
    Nets.Middle middle =
        (g, x) -> {
          String batch = g.node("Shape", Attributes.of("end", 1), "x");
          String times = g.node("Concat", Attributes.of("axis", 0), batch, g.vector("one", 1));
          String slopes = g.node("Tile", "slopes", Map.of(), g.weight("slope", 1, 6, 1), times);
          return g.reshape(g.add(g.reshape(x, -1, 1), g.shaped(slopes, -1, 1)), -1, 6);
        };
    Coupled net = Coupled.of(Nets.dense(middle)).cuts("made");
    assertEquals(
        "made, 6 units: made by made.weight:0; read by read.weight:1; shifted by made.bias:0; "
            + "along slope:0 made:1 slopes:0 reshape_4:0 add_5:0 reshape_6:1",
        net.group("made"));
  }

  /** One number, as often as there are units: nothing says which of them a unit reads. */
  @Test
  void tileOfASingleNumber() {
    Nets.Middle middle =
        (g, x) -> {
          String one = g.gemm("single", "x", 1);
          String six = g.node("Tile", "six", Map.of(), one, g.vector("times", 1, 6));
          return g.mul(x, g.shaped(six, -1, 6));
        };
    Coupled.of(Nets.dense(middle)).cuts().barred("single", "six: Tile repeats it");
  }

  /** As many ones as there are units, in the shape of their value. */
  @Test
  void constantOfAComputedShape() {
    Nets.Middle middle =
        (g, x) -> {
          String shape = g.node("Shape", Map.of(), x);
          Map<String, dev.espalier.model.Attribute> two =
              Attributes.of("value", Tensor.floats(new float[] {2}, 1));
          return g.add(x, g.shaped(g.node("ConstantOfShape", "twos", two, shape), -1, 6));
        };
    Coupled net = Coupled.of(Nets.dense(middle)).cuts("made");
    assertEquals(
        "made, 6 units: made by made.weight:0; read by read.weight:1; shifted by made.bias:0; "
            + "along made:1 twos:1 add_3:1",
        net.group("made"));
  }

  /** A batch that is read from the data, and a number of units that is stated. */
  @Test
  void constantOfAStatedWidth() {
    Nets.Middle middle =
        (g, x) -> {
          String batch = g.node("Shape", Attributes.of("end", 1), "x");
          String shape = g.node("Concat", Attributes.of("axis", 0), batch, g.vector("six", 6));
          String zeros = g.shaped(g.node("ConstantOfShape", "zeros", Map.of(), shape), -1, 6);
          return g.concat(1, g.mul(x, g.node("Exp", Map.of(), zeros)), zeros);
        };
    Coupled.of(Nets.dense(middle)).cuts("made");
  }

  /** As many ones as another layer has units, in the shape of its value; they are read whole. */
  @Test
  void constantOfAShapeThatShrinks() {
    Nets.Middle middle =
        (g, x) -> {
          String shape = g.node("Shape", Map.of(), x);
          Map<String, dev.espalier.model.Attribute> two =
              Attributes.of("value", Tensor.floats(new float[] {2}, 1));
          String twos = g.shaped(g.node("ConstantOfShape", "twos", two, shape), -1, 6);
          return g.add(x, g.gemm("other", twos, 6));
        };
    Coupled.of(Nets.dense(middle)).cuts("made");
  }
}
