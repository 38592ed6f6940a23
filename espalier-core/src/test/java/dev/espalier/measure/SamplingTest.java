package dev.espalier.measure;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.espalier.files.DataException;
import dev.espalier.model.DType;
import dev.espalier.model.GraphBuilder;
import dev.espalier.model.Model;
import dev.espalier.model.Tensor;
import dev.espalier.model.ValueInfo;
import dev.espalier.model.ValueInfo.Dim;
import dev.espalier.progress.Progress;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Texts of a model that knows what follows each of three tokens. */
class SamplingTest {
  /** After 0 comes 1; after 1 comes 2; after 2 comes 0 or 1, three to one. */
  private static Model model(Dim tokens) {
    GraphBuilder g = GraphBuilder.fresh("next", 1);
    String ids = g.input(ValueInfo.of("input_ids", DType.INT64, Dim.symbol("N"), tokens));
    float[] scores = {-99, 0, -99, -99, -99, 0, (float) Math.log(3), 0, -99};
    String table = g.constant("scores", Tensor.floats(scores, 3, 3));
    return g.output(g.shaped(g.node("Gather", Map.of(), table, ids), -1, -1, 3), "logits").build();
  }

  @Test
  void eachTokenIsDrawnByItsProbability() {
    List<long[]> texts =
        new Sampling(List.of(0), 40, 1, 5).texts(model(Dim.symbol("T")), 100, Progress.NONE);
    assertEquals(100, texts.size());
    int zeros = 0;
    int ones = 0;
    for (long[] text : texts) {
      assertEquals(40, text.length);
      assertEquals(0, text[0]);
      for (int t = 1; t < text.length; t++) {
        if (text[t - 1] < 2) {
          assertEquals(text[t - 1] + 1, text[t]);
        } else {
          zeros += text[t] == 0 ? 1 : 0;
          ones += text[t] == 1 ? 1 : 0;
        }
      }
    }
    assertEquals(0.75, zeros / (double) (zeros + ones), 0.03);
  }

  @Test
  void theSameSeedWritesTheSame() {
    Sampling sampling = new Sampling(List.of(2, 0), 12, 1, 5);
    long[][] first =
        sampling.texts(model(Dim.symbol("T")), 3, Progress.NONE).toArray(long[][]::new);
    long[][] fixed = sampling.texts(model(Dim.of(16)), 3, Progress.NONE).toArray(long[][]::new);
    assertTrue(Arrays.deepEquals(first, fixed));
    assertArrayEquals(new long[] {2, 0, 1, 2}, Arrays.copyOf(first[0], 4));
  }

  @Test
  void whatCannotBeIsNamed() {
    assertThrows(DataException.class, () -> new Sampling(List.of(), 10, 1, 0));
    assertThrows(DataException.class, () -> new Sampling(List.of(0), 10, 0, 0));
    String longer =
        assertThrows(
                DataException.class,
                () -> new Sampling(List.of(0), 20, 1, 0).texts(model(Dim.of(16)), 1, Progress.NONE))
            .getMessage();
    assertTrue(longer.contains("takes 16 tokens"), longer);
  }
}
