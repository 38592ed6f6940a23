package dev.espalier.op;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.espalier.OperatorGraphs;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** "RotaryEmbedding" of the standard and "com.microsoft.RotaryEmbedding": heads pass. */
class RotaryRuleTest {
  @ParameterizedTest
  @CsvSource({"false, false", "true, false", "false, true"})
  void heads(boolean neighbours, boolean own) {
    Coupled net = Coupled.of(OperatorGraphs.rotary(neighbours, own)).cuts("made", "heads/matmul");
    assertEquals(
        "heads/matmul, 3 units: made by heads.weight:1(4 each); read by read.weight:0(4 each); "
            + "shifted by heads.bias:0(4 each); "
            + "along heads/matmul:2(4 each) heads:2(4 each) turned:2(4 each)",
        net.group("heads/matmul"));
  }

  @Test
  void positionsOfHeads() {
    Coupled.of(OperatorGraphs.rotary(false, false), "positions").cuts("made", "heads/matmul");
  }
}
