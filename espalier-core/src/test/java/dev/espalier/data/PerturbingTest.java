package dev.espalier.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.espalier.model.Tensor;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What perturbations do to batches whose contents are known. */
class PerturbingTest {
  private static final int SEED = 5;

  /** Pictures of 2 channels, the second a hundred times as bright. */
  private static Batch pictures(boolean channelsFirst) {
    SplittableRandom random = new SplittableRandom(1);
    float[] values = new float[20 * 2 * 8 * 8];
    for (int i = 0; i < values.length; i++) {
      int channel = channelsFirst ? i / 64 % 2 : i % 2;
      values[i] = (float) (random.nextDouble() * (channel == 1 ? 100 : 1));
    }
    int[] dims = channelsFirst ? new int[] {20, 2, 8, 8} : new int[] {20, 8, 8, 2};
    return batch("x", Tensor.floats(values, dims), 20);
  }

  private static Batch batch(String input, Tensor tensor, int size) {
    return new Batch(Map.of(input, tensor), null, size);
  }

  private static Batch harder(Batch batch, Perturbation how, int strength) {
    Layout layout = Layout.of(batch);
    return new Perturbing(layout, Spread.of(layout, batch)).apply(batch, how, strength, SEED);
  }

  private static float[] values(Batch batch) {
    return Elements.of(batch.inputs().values().iterator().next());
  }

  private static double distance(Batch a, Batch b, int channel) {
    Layout layout = Layout.of(a);
    double sum = 0;
    int n = 0;
    for (int i = 0; i < values(a).length; i++) {
      if (layout.channel(i % layout.elements()) == channel) {
        double d = values(a)[i] - values(b)[i];
        sum += d * d;
        n++;
      }
    }
    return Math.sqrt(sum / n);
  }

  @ParameterizedTest
  @EnumSource(
      value = Perturbation.class,
      names = {"NOISE", "BLUR", "CONTRAST"})
  void everyStrengthIsFartherFromThePictureInBothLayouts(Perturbation how) {
    for (boolean first : List.of(true, false)) {
      Batch clean = pictures(first);
      for (int channel = 0; channel < 2; channel++) {
        double before = 0;
        for (int strength = 1; strength <= Perturbation.STRENGTHS; strength++) {
          double now = distance(clean, harder(clean, how, strength), channel);
          assertTrue(now > before, how + " " + strength + ": " + now + " after " + before);
          before = now;
        }
      }
      assertArrayEquals(values(harder(clean, how, 3)), values(harder(clean, how, 3)));
    }
  }

  @Test
  void noiseHasTheSizeThatItsUnitSaysAndStaysInTheRange() {
    Batch clean = pictures(true);
    Batch noisy = harder(clean, Perturbation.NOISE, 1);
    assertEquals(0.02, distance(clean, noisy, 0), 0.002);
    assertEquals(2, distance(clean, noisy, 1), 0.2, "a share of this channel's own range");
    for (float value : values(harder(clean, Perturbation.NOISE, 5))) {
      assertTrue(value >= 0 && value <= 100, "cut off: " + value);
    }
  }

  @Test
  void blurKeepsMeansAndAFlatPicture() {
    float[] flat = new float[3 * 8 * 8];
    Arrays.fill(flat, 7);
    Batch picture = batch("x", Tensor.floats(flat, 1, 3, 8, 8), 1);
    assertArrayEquals(flat, values(harder(picture, Perturbation.BLUR, 5)), 1e-5f);
    float[] point = new float[64];
    point[4 * 8 + 4] = 1;
    float[] spread =
        values(harder(batch("x", Tensor.floats(point, 1, 1, 8, 8), 1), Perturbation.BLUR, 2));
    double sum = 0;
    for (float v : spread) {
      sum += v;
    }
    assertEquals(1, sum, 1e-5, "nothing is lost");
    assertEquals(spread[4 * 8 + 5], spread[5 * 8 + 4], 1e-6, "alike in both directions");
    assertTrue(spread[4 * 8 + 4] > spread[4 * 8 + 5] && spread[4 * 8 + 5] > 0);
  }

  @Test
  void contrastShrinksTheDistanceFromTheMean() {
    float[] values = new float[64];
    Arrays.setAll(new double[64], i -> values[i] = i);
    Batch picture = batch("x", Tensor.floats(values, 1, 1, 8, 8), 1);
    float[] paler = values(harder(picture, Perturbation.CONTRAST, 2));
    for (int i = 0; i < 64; i++) {
      assertEquals(31.5 + 0.5 * (i - 31.5), paler[i], 1e-4);
    }
  }

  @Test
  void jitterIsRelativeToEachFeature() {
    SplittableRandom random = new SplittableRandom(2);
    float[] values = new float[3000];
    for (int i = 0; i < values.length; i++) {
      values[i] = i % 3 == 2 ? 4 : (float) (random.nextGaussian() * (i % 3 == 1 ? 50 : 1));
    }
    Batch table = batch("x", Tensor.floats(values, 1000, 3), 1000);
    float[] noisy = values(harder(table, Perturbation.JITTER, 5));
    double[] squares = new double[3];
    for (int i = 0; i < values.length; i++) {
      squares[i % 3] += (noisy[i] - values[i]) * (noisy[i] - values[i]) / 1000;
    }
    assertEquals(1, Math.sqrt(squares[0]), 0.1);
    assertEquals(50, Math.sqrt(squares[1]), 5);
    assertEquals(0, squares[2], 0, "what never varies stays");
  }

  @Test
  void droppedTokensLeaveAndTheOthersMoveUp() {
    int length = 30;
    int[] real = {20, 12, 25};
    long[] ids = new long[3 * length];
    long[] mask = new long[3 * length];
    for (int r = 0; r < 3; r++) {
      for (int i = 0; i < real[r]; i++) {
        ids[r * length + i] = i == 0 ? 101 : i == real[r] - 1 ? 102 : 1000 + i;
        mask[r * length + i] = 1;
      }
    }
    Map<String, Tensor> inputs = new java.util.LinkedHashMap<>();
    inputs.put("input_ids", Tensor.longs(ids, 3, length));
    inputs.put("attention_mask", Tensor.longs(mask, 3, length));
    Batch out = harder(new Batch(inputs, null, 3), Perturbation.DROPPED, 5);
    long[] left = out.inputs().get("input_ids").longs();
    long[] kept = out.inputs().get("attention_mask").longs();
    int dropped = 0;
    for (int r = 0; r < 3; r++) {
      int n = (int) Arrays.stream(kept, r * length, (r + 1) * length).sum();
      dropped += real[r] - n;
      assertEquals(101, left[r * length]);
      assertEquals(102, left[r * length + n - 1]);
      for (int i = 1; i < n - 1; i++) {
        assertTrue(left[r * length + i] > left[r * length + i - 1], "in their order");
      }
      for (int i = n; i < length; i++) {
        assertEquals(0, left[r * length + i], "padding follows");
        assertEquals(0, kept[r * length + i]);
      }
    }
    assertTrue(dropped > 15 && dropped < 40, dropped + " of 51");
  }

  @Test
  void whatFitsFollowsFromTheInputs() {
    assertEquals(3, Perturbation.fitting(Layout.of(pictures(true))).size());
    Batch ids = batch("user", Tensor.longs(new long[] {1, 2}, 2), 2);
    assertEquals(List.of(), Perturbation.fitting(Layout.of(ids)));
    assertThrows(IllegalArgumentException.class, () -> Perturbation.BLUR.amount(6));
  }
}
