package dev.espalier.allocation;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every schedule falls and ends at the target; curves have the values of their formulas. */
class SchedulesTest {
  static Stream<Schedule> schedules() {
    return Schedules.CATALOGUE.members().stream();
  }

  @ParameterizedTest
  @MethodSource("schedules")
  void fallsToExactlyTheTarget(Schedule schedule) {
    for (double ratio : new double[] {0.03, 0.5, 1}) {
      for (int steps = 1; steps <= 7; steps++) {
        double[] targets = schedule.targets(ratio, steps);
        assertEquals(ratio, targets[targets.length - 1]);
        double before = 1;
        for (double target : targets) {
          assertTrue(target <= before && target >= ratio, schedule.name() + " " + target);
          before = target;
        }
      }
    }
  }

  @Test
  void curves() {
    assertArrayEquals(new double[] {0.2}, targets("one-shot"), 1e-12);
    assertArrayEquals(new double[] {0.8, 0.6, 0.4, 0.2}, targets("linear"), 1e-12);
    assertArrayEquals(new double[] {0.5375, 0.3, 0.2125, 0.2}, targets("cubic"), 1e-12);
    assertArrayEquals(
        new double[] {Math.pow(0.2, 0.25), Math.sqrt(0.2), Math.pow(0.2, 0.75), 0.2},
        targets("geometric"),
        1e-12);
  }

  @Test
  void refusesWhatCannotBe() {
    Schedule linear = Schedules.CATALOGUE.require("linear");
    assertThrows(IllegalArgumentException.class, () -> linear.targets(0, 3));
    assertThrows(IllegalArgumentException.class, () -> linear.targets(0.5, 0));
    assertThrows(IllegalArgumentException.class, () -> Schedules.CATALOGUE.require("sudden"));
  }

  private static double[] targets(String name) {
    return Schedules.CATALOGUE.require(name).targets(0.2, 4);
  }
}
