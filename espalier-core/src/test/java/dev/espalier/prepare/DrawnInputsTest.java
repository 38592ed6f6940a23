package dev.espalier.prepare;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.espalier.files.DataException;
import dev.espalier.model.Attributes;
import dev.espalier.model.ConvSpec;
import dev.espalier.model.DType;
import dev.espalier.model.GraphBuilder;
import dev.espalier.model.Model;
import dev.espalier.model.Tensor;
import dev.espalier.model.ValueInfo;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Inputs that are drawn for models of which none are at hand. */
class DrawnInputsTest {
  private static final DrawnInputs.Wish FEW = new DrawnInputs.Wish(60, 0, 0, 1);

  private static Model pictures() {
    GraphBuilder g = GraphBuilder.fresh("pictures", 1);
    String x = g.input("x", 3, 16, 16);
    String maps = g.relu(g.conv("conv", x, ConvSpec.of(4, 3).pad(1)));
    return g.output(g.gemm("out", g.flatten(maps), 2), "y").build();
  }

  @Test
  void whatLiesNearInPicturesIsAlike() {
    Tensor x = DrawnInputs.of(pictures(), FEW).inputs().get("x");
    assertArrayEquals(new int[] {60, 3, 16, 16}, x.dims());
    double near = 0;
    double far = 0;
    double square = 0;
    double sum = 0;
    float[] values = x.floats();
    for (int map = 0; map < 180; map++) {
      for (int i = 0; i < 8 * 16; i++) {
        int at = map * 256 + i;
        near += values[at] * values[at + 16];
        far += values[at] * values[at + 8 * 16];
        square += values[at] * values[at];
        sum += values[at];
      }
    }
    int n = 180 * 128;
    assertTrue(near / square > 0.65, "next to each other: " + near / square);
    assertTrue(far / square < 0.4, "half a picture away: " + far / square);
    assertEquals(0, sum / n, 0.2);
    assertEquals(1, Math.sqrt(square / n), 0.2);
  }

  @Test
  void floatsStayWithinARange() {
    float[] values =
        DrawnInputs.of(pictures(), new DrawnInputs.Wish(6, 0, 255, 1)).inputs().get("x").floats();
    double low = 255;
    double sum = 0;
    for (float value : values) {
      assertTrue(value >= 0 && value <= 255, "" + value);
      low = Math.min(low, value);
      sum += value;
    }
    assertTrue(low < 30, "" + low);
    assertEquals(127, sum / values.length, 40);
  }

  @Test
  void theSameSeedGivesTheSame() {
    Map<String, Tensor> first = DrawnInputs.of(pictures(), FEW).inputs();
    assertEquals(first, DrawnInputs.of(pictures(), FEW).inputs());
    assertTrue(
        !first.equals(DrawnInputs.of(pictures(), new DrawnInputs.Wish(60, 0, 0, 2)).inputs()));
  }

  private static Model texts(int rows) {
    GraphBuilder g = GraphBuilder.fresh("texts", 1);
    String ids = g.input("input_ids", DType.INT64, 5);
    String mask = g.input("attention_mask", DType.INT64, 5);
    String table = g.weight("table", 4, rows, 4);
    String cast = g.node("Cast", Attributes.of("to", DType.INT32.onnx()), ids);
    String vectors = g.shaped(g.node("Gather", Map.of(), table, cast), -1, 5, 4);
    String shown = g.node("Cast", Attributes.of("to", DType.FLOAT.onnx()), mask);
    String column = g.node("Unsqueeze", Map.of(), shown, g.vector("last", 2));
    return g.output(g.linear("out", g.shaped(g.mul(vectors, column), -1, 5, 4), 3), "y").build();
  }

  @Test
  void numbersStayWithinTheTableThatTheyIndex() {
    Map<String, Tensor> inputs = DrawnInputs.of(texts(37), FEW).inputs();
    long[] ids = inputs.get("input_ids").longs();
    assertEquals(36, Arrays.stream(ids).max().orElseThrow());
    assertEquals(0, Arrays.stream(ids).min().orElseThrow());
    assertTrue(Arrays.stream(inputs.get("attention_mask").longs()).allMatch(m -> m == 1));
  }

  @Test
  void anInputWithoutRecordsHasToBeFixed() {
    GraphBuilder g = GraphBuilder.fresh("rate", 1);
    String x = g.input("x", 4);
    String rate = g.input(new ValueInfo("rate", DType.FLOAT, List.of(), true, new byte[0]));
    Model model = g.output(g.linear("out", g.shaped(g.mul(x, rate), -1, 4), 3), "y").build();
    DataException refused = assertThrows(DataException.class, () -> DrawnInputs.of(model, FEW));
    assertTrue(refused.getMessage().contains("--fix rate="), refused.getMessage());
  }
}
