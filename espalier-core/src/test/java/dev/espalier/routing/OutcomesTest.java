package dev.espalier.routing;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class OutcomesTest {
  private static final Outcomes THREE =
      new Outcomes(
          new float[][] {{0.9f, 0.5f, 0.1f, 0.2f}, {0.3f, 0.8f, 0.7f, 0.1f}},
          new double[][] {{0, 1, 1, 1}, {0, 0, 1, 1}, {0, 0, 0, 1}},
          new double[] {0, 0, 0, 0});

  @Test
  void recordsStopWhereTheirScoreIsAtLeastTheThreshold() {
    float[] thresholds = {0.5f, 0.7f};
    int[] routes = THREE.routes(thresholds);
    assertArrayEquals(new int[] {0, 0, 1, 2}, routes);
    assertArrayEquals(new double[] {0, 1, 1, 1}, THREE.lossesOf(routes));
    assertArrayEquals(new double[] {0, 1, 1, 1}, THREE.differences(thresholds));
    assertArrayEquals(
        new int[] {2, 1}, THREE.at(new int[] {3, 2}).routes(thresholds), "records 3 and 2");
  }

  @Test
  void figuresOfARow() {
    StageCosts costs = new StageCosts(new double[] {1, 2, 4}, "MACs");
    RoutingFigures figures =
        RoutingFigures.of(new float[] {0.5f, 0.7f}, THREE, costs, ToyChain.allowance(0.01));
    assertEquals(0.75, figures.loss());
    assertEquals(0, figures.reference());
    assertEquals(0.75, figures.difference().mean());
    assertEquals(0.25, figures.difference().standardError(), 1e-12);
    assertEquals((1 + 1 + 3 + 7) / 4.0, figures.cost());
    assertEquals(1, figures.least());
    assertEquals(7, figures.most());
    assertArrayEquals(new double[] {0.5, 0.25, 0.25}, figures.shares());
    assertTrue(figures.low() <= 0.75 && figures.high() >= 0.75);
    assertArrayEquals(
        new double[][] {{1, 0, 0}, {0, 0, 0}, {0, 0.5, 0.5}},
        RoutingFigures.sharesByClass(new int[] {0, 0, 1, 2}, new int[] {0, 0, 2, 2}, 3));
  }

  @Test
  void refusesFiguresThatAreNotFiniteAndSizesThatDiffer() {
    double[] two = {0, 1};
    assertThrows(
        IllegalArgumentException.class,
        () -> new Outcomes(new float[][] {{1, Float.NaN}}, new double[][] {two, two}, two));
    assertThrows(
        IllegalArgumentException.class,
        () -> new Outcomes(new float[][] {{1, 2}}, new double[][] {two, {1}}, two));
    assertThrows(
        IllegalArgumentException.class,
        () -> new Outcomes(new float[0][], new double[][] {two}, two));
    assertThrows(
        IllegalArgumentException.class, () -> new StageCosts(new double[] {1, -1}, "MACs"));
  }
}
