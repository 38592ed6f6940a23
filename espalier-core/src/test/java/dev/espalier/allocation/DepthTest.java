package dev.espalier.allocation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The order in which blocks go, and how many of them. */
class DepthTest {
  private static final Map<String, Double> COSTS = Map.of("a", 0.1, "b", 0.2, "c", 0.4, "d", 0.1);

  /** A fifth of the model stays whatever goes. */
  private record Sum(double target) implements Budget {
    @Override
    public double ratio(Map<String, Integer> kept) {
      return 0.2
          + COSTS.entrySet().stream()
              .filter(e -> kept.getOrDefault(e.getKey(), 1) != 0)
              .mapToDouble(Map.Entry::getValue)
              .sum();
    }
  }

  private static Map<String, Double> losses() {
    Map<String, Double> losses = new LinkedHashMap<>();
    losses.put("a", 0.2);
    losses.put("b", 0.1);
    losses.put("c", 0.3);
    losses.put("d", -0.1);
    return losses;
  }

  @Test
  void whatGainsGoesFirstThenWhatIsCheapForItsSaving() {
    assertEquals(List.of("d", "b", "c", "a"), Depth.order(losses(), new Sum(0.5)));
  }

  @Test
  void whatWasNotNeededIsGivenBack() {
    List<String> order = Depth.order(losses(), new Sum(0.6));
    Depth depth = Depth.within(order, new Sum(0.55));
    assertEquals(List.of("d", "c"), depth.removed());
    assertEquals(0.5, depth.ratio(), 1e-9);
    assertEquals(List.of(), Depth.within(order, new Sum(1)).removed());
  }

  @Test
  void allGoWhereThatIsNotEnough() {
    Depth depth = Depth.within(Depth.order(losses(), new Sum(0.1)), new Sum(0.1));
    assertEquals(4, depth.removed().size());
    assertEquals(0.2, depth.ratio(), 1e-9);
  }

  @Test
  void aBudgetWithoutBlocksCountsThemAsGone() {
    Budget left = Depth.without(List.of("c"), new Sum(0.5));
    assertEquals(0.6, left.ratio(Map.of()), 1e-9);
    assertEquals(0.5, left.ratio(Map.of("a", 0)), 1e-9);
    assertTrue(left.target() == 0.5);
  }
}
