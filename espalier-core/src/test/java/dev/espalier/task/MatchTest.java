package dev.espalier.task;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.espalier.files.DataException;
import dev.espalier.model.GraphBuilder;
import dev.espalier.model.Model;
import dev.espalier.model.Tensor;
import dev.espalier.quality.PairedDrop;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Any outputs against the original's, by hand. */
class MatchTest {
  private static final Task MATCH = new Task(TaskKinds.MATCH, Task.AGREEMENT, 0, 1);

  private static Predictions said(float... outputs) {
    return new Predictions(outputs, 2, null);
  }

  @Test
  void agreementIsTheShareOfTheVariance() {
    Predictions original = said(1, 10, 3, 10, 5, 10); // columns vary by 8/3 and 0: 4/3 in the mean
    Predictions same = said(1, 10, 3, 10, 5, 10);
    Predictions mean = said(3, 10, 3, 10, 3, 10);
    assertArrayEquals(new double[] {1, 1, 1}, MATCH.agreement(original, same), 1e-12);
    double[] none = MATCH.agreement(original, mean);
    assertEquals(0, Averages.mean(3, i -> none[i]), 1e-12);
    assertEquals(1 - 2 / (4 / 3.0), none[0], 1e-12);
  }

  @Test
  void severalOutputsCountAlikeWhateverTheirUnit() {
    List<Tensor> whole = List.of(column(0, 2), column(0, 2000));
    Predictions original = Predictions.of(MATCH, whole, null);
    Predictions other = Predictions.of(MATCH, List.of(column(1, 1), column(0, 2000)), null);
    assertArrayEquals(new double[] {0.5, 0.5}, MATCH.agreement(original, other), 1e-12);
  }

  private static Tensor column(float... values) {
    return Tensor.floats(values, values.length, 1);
  }

  @Test
  void constantOutputsAreHeldAgainstTheirSize() {
    double[] near = MATCH.agreement(said(2, 2, 2, 2), said(2, 2, 2, 1));
    assertArrayEquals(new double[] {1, 1 - 0.5 / 4}, near, 1e-9);
  }

  @Test
  void theDropHasAnInterval() {
    Predictions original = said(1, 10, 3, 12, 5, 7, 2, 4);
    Predictions other = said(1.1f, 10, 3, 12.5f, 5, 7, 2.5f, 4);
    PairedDrop drop = PairedDrop.of(MATCH, original, other, 0.95);
    double[] each = MATCH.agreement(original, other);
    assertEquals(1 - Averages.mean(4, i -> each[i]), drop.drop(), 1e-12);
    assertTrue(drop.low() < drop.drop() && drop.drop() < drop.high(), drop.toString());
    assertEquals(0, PairedDrop.of(MATCH, original, original, 0.95).drop());
  }

  @Test
  void outputsOfNumbersWithRowsCount() {
    GraphBuilder g = GraphBuilder.fresh("several", 1);
    String x = g.input("x", 3);
    g.output(g.gemm("a", x, 4), "features");
    Model model = g.output(g.gemm("b", x, 2), "boxes").build();
    assertEquals(List.of("features", "boxes"), MATCH.outputs(model));
    assertEquals(List.of("boxes"), MATCH.of("boxes").outputs(model));
    assertThrows(DataException.class, () -> MATCH.of("masks").outputs(model));
  }

  @Test
  void nothingIsRightOrWrongByItself() {
    assertTrue(MATCH.unlabelled());
    assertThrows(DataException.class, () -> MATCH.perRecord(said(1, 2)));
  }
}
