package dev.espalier.op;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.espalier.OperatorGraphs;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** "com.microsoft.SkipLayerNormalization" and "com.microsoft.SkipSimplifiedLayerNormalization". */
class SkipNormRuleTest {
  @ParameterizedTest
  @CsvSource({
    "SkipLayerNormalization, shift:0 added:0",
    "SkipSimplifiedLayerNormalization, added:0"
  })
  void sumAndNorm(String op, String shifts) {
    Coupled net = Coupled.of(OperatorGraphs.skip(op)).cuts("made");
    assertEquals(
        "made, 6 units: made by made.weight:1 other.weight:1; "
            + "read by other.weight:0 read.weight:0; scaled by scale:0; shifted by other.bias:0 "
            + shifts
            + "; along made:2 other/matmul:2 other:2 norm:2",
        net.group("made"));
  }
}
