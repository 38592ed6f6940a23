package dev.espalier.op;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.espalier.model.Attributes;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Normalisations of each unit alone, of its space, and over the units. */
class NormRuleTest {
  @Test
  void batchNormalization() {
    Coupled net = Coupled.of(Nets.images((g, x) -> g.batchNorm("norm", x))).cuts("made");
    assertEquals(
        "made, 6 units: made by made.weight:0; read by read.weight:1; scaled by norm.weight:0; "
            + "shifted by made.bias:0 norm.bias:0; "
            + "described by norm.running_mean:0 norm.running_var:0; along made:1 norm:1",
        net.group("made"));
  }

  /** One vector for the shift and the mean: each reader gets its own. */
  @Test
  void batchNormalizationOfRowsWithSharedVectors() {
    Coupled.of(
            Nets.dense(
                (g, x) -> {
                  String one = g.scale("one", 6);
                  String none = g.bias("none", 6);
                  return g.node("BatchNormalization", "norm", Map.of(), x, one, none, none, one);
                }))
        .cuts("made");
  }

  @Test
  void instanceNormalization() {
    Coupled net =
        Coupled.of(
                Nets.images(
                    (g, x) ->
                        g.node(
                            "InstanceNormalization",
                            "norm",
                            Map.of(),
                            x,
                            g.scale("scale", 6),
                            g.bias("shift", 6))))
            .cuts("made");
    assertEquals(
        "made, 6 units: made by made.weight:0; read by read.weight:1; scaled by scale:0; "
            + "shifted by made.bias:0 shift:0; along made:1 norm:1",
        net.group("made"));
  }

  /** Mean and variance are taken over the units that stay. */
  @Test
  void layerNormalization() {
    Coupled net =
        Coupled.of(
                Nets.sequences(
                    (g, x) ->
                        g.node(
                            "LayerNormalization",
                            "norm",
                            Map.of(),
                            x,
                            g.scale("scale", 6),
                            g.bias("shift", 6))))
            .cuts("made");
    assertEquals(
        """
        made, 6 units: made by made.weight:1; read by read.weight:0; scaled by scale:0; shifted by shift:0; along made:2 norm:2
        read/matmul, 4 units, barred (output: is the model's output y): made by read.weight:1; shifted by read.bias:0; along y:2 read/matmul:2
        barrier output y:2: is the model's output y
        norm normalises over made:2
        read/matmul sums over norm:2
        """,
        net.text());
  }

  @Test
  void layerNormalizationOverStepsAndUnitsWithoutShift() {
    Coupled net =
        Coupled.of(
                Nets.sequences(
                    (g, x) ->
                        g.node(
                            "LayerNormalization",
                            "norm",
                            Attributes.of("axis", 1, "epsilon", 1e-3),
                            x,
                            g.scale("scale", Nets.STEPS, 6))))
            .cuts("made");
    assertEquals(
        "made, 6 units: made by made.weight:1; read by read.weight:0; scaled by scale:1; "
            + "along made:2 norm:2",
        net.group("made"));
  }

  /** Over the space of each unit: nothing is normalised across units. */
  @ParameterizedTest
  @ValueSource(ints = {2, -1})
  void layerNormalizationBehindTheUnits(int axis) {
    int[] dims = axis == 2 ? new int[] {Nets.SIDE, Nets.SIDE} : new int[] {Nets.SIDE};
    Coupled net =
        Coupled.of(
                Nets.images(
                    (g, x) ->
                        g.node(
                            "LayerNormalization",
                            "norm",
                            Attributes.of("axis", axis),
                            x,
                            g.scale("scale", dims))))
            .cuts("made");
    assertEquals(
        "made, 6 units: made by made.weight:0; read by read.weight:1; shifted by made.bias:0; "
            + "along made:1 norm:1",
        net.group("made"));
  }

  /** Mean and deviation as further outputs have the axes that are not normalised over. */
  @Test
  void furtherOutputs() {
    Coupled net =
        Coupled.of(
                Nets.images(
                    (g, x) -> {
                      List<String> results = List.of("norm", "mean", "deviation");
                      g.add(
                          "LayerNormalization",
                          List.of(x, g.scale("scale", Nets.SIDE)),
                          Attributes.of("axis", -1),
                          results);
                      g.shaped("mean", -1, 6, Nets.SIDE, 1);
                      return g.mul(g.shaped("norm", g.shape(x)), "mean");
                    }))
            .cuts("made");
    assertEquals(
        "made, 6 units: made by made.weight:0; read by read.weight:1; shifted by made.bias:0; "
            + "along made:1 norm:1 mean:1 deviation:1 mul_2:1",
        net.group("made"));
  }

  /** The mean over the units, as an output of its own. */
  @Test
  void furtherOutputsOverTheUnits() {
    Nets.Middle middle =
        (g, x) -> {
          List<String> values = List.of(x, g.scale("scale", 6));
          g.add("LayerNormalization", values, Map.of(), List.of("norm", "mean"));
          return g.add(g.shaped("norm", -1, 5, 6), g.shaped("mean", -1, 5, 1));
        };
    Coupled.of(Nets.sequences(middle))
        .cuts()
        .barred("made", "norm: LayerNormalization gives out its mean or deviation over it");
  }

  /** The mean of squares is taken over the units that stay. */
  @ParameterizedTest
  @ValueSource(strings = {"RMSNormalization", "SimplifiedLayerNormalization"})
  void rmsNormalization(String op) {
    Nets.Middle middle = (g, x) -> g.node(op, "norm", Map.of(), x, g.scale("scale", 6));
    Coupled net = Coupled.of(Nets.at(23, Nets.sequences(middle))).cuts("made");
    assertEquals(
        """
        made, 6 units: made by made.weight:1; read by read.weight:0; scaled by scale:0; along made:2 norm:2
        read/matmul, 4 units, barred (output: is the model's output y): made by read.weight:1; shifted by read.bias:0; along y:2 read/matmul:2
        barrier output y:2: is the model's output y
        norm takes the mean square over made:2
        read/matmul sums over norm:2
        """,
        net.text());
  }
}
