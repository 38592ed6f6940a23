package dev.espalier.op;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.espalier.model.Attributes;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Softmax and its kin: units are barred where they are normalised over, and pass elsewhere. */
class SoftmaxRuleTest {
  @ParameterizedTest
  @ValueSource(strings = {"Softmax", "LogSoftmax", "Hardmax"})
  void overTheUnits(String op) {
    Coupled.of(Nets.sequences((g, x) -> g.shaped(g.node(op, "soft", Map.of(), x), -1, 5, 6)))
        .cuts()
        .barred("made", "soft: " + op + " normalises over it");
  }

  @ParameterizedTest
  @ValueSource(strings = {"Softmax", "LogSoftmax", "Hardmax"})
  void overTheSteps(String op) {
    Coupled net =
        Coupled.of(
                Nets.sequences(
                    (g, x) -> g.shaped(g.node(op, "soft", Attributes.of("axis", 1), x), -1, 5, 6)))
            .cuts("made");
    assertEquals(
        "made, 6 units: made by made.weight:1; read by read.weight:0; along made:2 soft:2",
        net.group("made"));
  }

  /** Before operator set 13 all axes from the one named on are one. */
  @ParameterizedTest
  @ValueSource(strings = {"Softmax", "LogSoftmax", "Hardmax"})
  void overTheStepsAndAllBehind(String op) {
    Coupled.of(
            Nets.at(
                11, Nets.sequences((g, x) -> g.shaped(g.node(op, "soft", Map.of(), x), -1, 5, 6))))
        .cuts()
        .barred("made", "soft: " + op + " normalises over it");
  }
}
