package dev.espalier.study;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.espalier.record.ModelProfile.WidthCost;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Steps of channels, found in measured times. */
class StairsTest {
  /** As {@code latency} measures a group of 64: multiples of 4 up to 16, then of 8. */
  private static final List<Integer> WIDTHS = List.of(4, 8, 12, 16, 24, 32, 40, 48, 56, 64);

  private static WidthCost cost(IntToDoubleFunction micros) {
    return new WidthCost(
        "conv", 64, WIDTHS, WIDTHS.stream().map(w -> micros.applyAsDouble(w)).toList());
  }

  private static IntToDoubleFunction blocks(int of) {
    return w -> 10 + Math.ceil((double) w / of) * of;
  }

  @Test
  void findsTheBlockThatTheRuntimeWorksIn() {
    assertEquals(16, Stairs.of(List.of(cost(blocks(16)))).step());
    assertEquals(1, Stairs.of(List.of(cost(w -> 10 + w))).step(), "a slope");
    assertEquals(1, Stairs.of(List.of()).step(), "nothing was measured");
    assertEquals(8, Stairs.of(List.of(cost(blocks(8)), cost(blocks(8)), cost(blocks(8)))).step());
  }

  /** ResNet-20 on an AVX-512 machine, in microseconds. */
  @Test
  void holdsOnMeasuredTimes() {
    List<WidthCost> measured =
        List.of(
            row("layer1.0.conv1", 16, new double[] {93, 113, 135, 125.75}),
            row("layer2.1.conv1", 32, new double[] {73, 80.75, 87.5, 81.25, 106, 106.75}),
            row(
                "layer3.1.conv1",
                64,
                new double[] {49.75, 51.75, 54.75, 51.5, 62.5, 62.5, 78.25, 75, 93, 94.5}));
    Stairs stairs = Stairs.of(measured);
    assertEquals(16, stairs.step());
    assertEquals(1.0, stairs.height(), 0.2);
  }

  private static WidthCost row(String group, int units, double[] micros) {
    return new WidthCost(
        group, units, WIDTHS.subList(0, micros.length), Arrays.stream(micros).boxed().toList());
  }

  @Test
  void falseStairsOfNoiseAreRare() {
    long found =
        IntStream.range(0, 200)
            .filter(
                seed -> {
                  java.util.SplittableRandom random = new java.util.SplittableRandom(seed);
                  return Stairs.of(List.of(cost(w -> 100 + w + random.nextGaussian()))).step() > 1;
                })
            .count();
    assertEquals(0, found, "of 200 slopes with noise");
  }
}
