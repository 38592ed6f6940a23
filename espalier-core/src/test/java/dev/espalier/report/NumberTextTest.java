package dev.espalier.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NumberTextTest {
  @Test
  void numbersHaveThreeDigitsAndAUnit() {
    assertEquals("999", NumberText.brief(999));
    assertEquals("1.00 k", NumberText.brief(999.7));
    assertEquals("40.8 M", NumberText.brief(40_813_184));
    assertEquals("1.05 MiB", NumberText.bytes(1_103_214));
    assertEquals("813 µs", NumberText.micros(812.5));
    assertEquals("12.3 ms", NumberText.micros(12_345));
    assertEquals("21 min 27 s", NumberText.seconds(1287.4));
    assertEquals("2 h 5 min", NumberText.seconds(7500));
    assertEquals("2.02×", NumberText.times(40_813_184, 20_204_000));
    assertEquals("−0.69", NumberText.points(-0.0069));
    assertEquals("0.00", NumberText.points(-0.00001));
    assertEquals("4.2e-6", NumberText.scientific(4.2e-6));
  }

  @Test
  void whatIsNoNumberIsADash() {
    for (String text :
        List.of(
            NumberText.brief(Double.NaN),
            NumberText.micros(Double.NaN),
            NumberText.points(Double.NaN),
            NumberText.percent(Double.POSITIVE_INFINITY),
            NumberText.times(1, 0))) {
      assertEquals(NumberText.NONE, text);
    }
  }

  @ParameterizedTest
  @CsvSource({"0,1,5", "0.9073,0.9173,5", "-3e-7,2e-7,4", "0,1e9,4", "17,17.001,6"})
  void ticksAreRoundAndWithinTheAxis(double low, double high, int count) {
    List<Double> ticks = new ChartAxis(low, high, 0, 100).ticks(count);
    assertTrue(ticks.size() >= count / 2 && ticks.size() <= 2 * count + 1, ticks.toString());
    assertTrue(ticks.stream().allMatch(t -> t >= low - 1e-9 && t <= high + 1e-9), ticks.toString());
  }

  @Test
  void anAxisOverOneValueStillHasLength() {
    ChartAxis axis = ChartAxis.over(DoubleStream.of(0, Double.NaN), 10, 20);
    assertTrue(axis.high() > axis.low());
    assertEquals(15, axis.at(0), 1e-9);
  }

  @Test
  void namesKeepTheirEndAndNumbersLoseCommonZeros() {
    assertEquals("…conv1", ReportTexts.shorten("layer1.block2.conv1", 6));
    assertEquals("conv1", ReportTexts.shorten("conv1", 6));
    assertEquals(
        List.of("91.6 %", "91.0 %"), ReportTexts.withoutCommonZeros(List.of("91.60 %", "91.00 %")));
    assertEquals(
        List.of("90 %", "80 %"), ReportTexts.withoutCommonZeros(List.of("90.00 %", "80.00 %")));
    assertEquals(List.of(), ReportTexts.withoutCommonZeros(List.of()));
  }

  @Test
  void lossesOfErrorsAreRelative() {
    assertEquals(1.02, new Metric("mse").floor(1, 0.02), 1e-12);
    assertEquals(0.90, new Metric("accuracy").floor(0.92, 0.02), 1e-12);
    assertEquals("2.00 %", new Metric("relative-mse").loss(0.02));
    assertEquals("2.00 points", new Metric("accuracy").loss(0.02));
    assertEquals("+5.00 %", new Metric("mae").change(2, 2.1));
  }
}
