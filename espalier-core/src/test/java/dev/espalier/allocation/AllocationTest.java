package dev.espalier.allocation;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.espalier.Graphs;
import dev.espalier.coupling.Coupling;
import dev.espalier.coupling.Group;
import dev.espalier.model.Model;
import dev.espalier.model.Shapes;
import dev.espalier.model.Tensor;
import dev.espalier.prepare.Prepared;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Properties of allocations over random groups, scores and costs. */
class AllocationTest {
  static Stream<Arguments> cases() {
    return Allocations.CATALOGUE.members().stream()
        .flatMap(a -> LongStream.rangeClosed(1, 25).mapToObj(seed -> Arguments.of(a, seed)));
  }

  /** A chain of layers: what a layer costs is the product of its width and the one before. */
  private record Chain(List<String> names, int[] widths, double target) implements Budget {
    @Override
    public double ratio(Map<String, Integer> kept) {
      double whole = 0;
      double now = 0;
      for (int i = 0; i <= widths.length; i++) {
        whole += (double) width(i - 1) * width(i);
        now += (double) left(i - 1, kept) * left(i, kept);
      }
      return now / whole;
    }

    private int width(int i) {
      return i < 0 || i >= widths.length ? 3 : widths[i];
    }

    private int left(int i, Map<String, Integer> kept) {
      return i < 0 || i >= widths.length ? 3 : kept.getOrDefault(names.get(i), widths[i]);
    }

    Chain to(double changed) {
      return new Chain(names, widths, changed);
    }
  }

  private record Problem(Coupling coupling, Map<String, double[]> scores, Chain chain) {
    static Problem of(long seed) {
      return of(seed, 4);
    }

    static Problem of(long seed, int narrowest) {
      SplittableRandom random = new SplittableRandom(seed);
      List<Group> groups = new ArrayList<>();
      Map<String, double[]> scores = new LinkedHashMap<>();
      int[] widths = random.ints(random.nextInt(2, 7), narrowest, 70).toArray();
      for (int width : widths) {
        String name = "layer" + groups.size();
        groups.add(new Group(name, width, List.of(), true, ""));
        double level = Math.exp(random.nextGaussian());
        scores.put(name, random.doubles(width).map(s -> level * s).toArray());
      }
      Model model = Graphs.mlp(1);
      Coupling coupling =
          new Coupling(
              model, new Shapes(Map.of(), Map.of()), groups, List.of(), List.of(), List.of());
      return new Problem(coupling, scores, new Chain(List.copyOf(scores.keySet()), widths, 0.5));
    }

    Allotment solve(Allocation allocation, double target, Limits limits) {
      return allocation.choose(new Allocation.Request(coupling, scores, chain.to(target), limits));
    }

    double ratio(Allotment allotment) {
      Map<String, Integer> counts = new LinkedHashMap<>();
      allotment.kept().forEach((name, kept) -> counts.put(name, kept.length));
      return chain.ratio(counts);
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void landsJustBelowTheTarget(Allocation allocation, long seed) {
    Problem problem = Problem.of(seed);
    for (double target : new double[] {0.2, 0.5, 0.8}) {
      Allotment chosen = problem.solve(allocation, target, Limits.none());
      assertInstanceOf(Allotment.Chosen.class, chosen);
      assertEquals(problem.ratio(chosen), chosen.ratio(), 1e-12);
      assertTrue(chosen.ratio() <= target, chosen.ratio() + " above " + target);
      // one unit of the narrowest layers may cost more than the slack
      double coarsest =
          Arrays.stream(problem.chain.widths).mapToDouble(w -> 1.5 / w).max().orElse(0);
      assertTrue(
          chosen.ratio() > target - Math.max(LevelSearch.SLACK * target, coarsest),
          chosen.ratio() + " far from " + target);
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void keepsTheBestUnitsInOrderWithinTheLimits(Allocation allocation, long seed) {
    Problem problem = Problem.of(seed);
    Limits limits = new Limits(0.7, 8, Set.of("layer1"), Normalisation.MEAN);
    Allotment chosen = problem.solve(allocation, 0.6, limits);
    assertTrue(!chosen.kept().containsKey("layer1"));
    chosen.kept().forEach((name, kept) -> check(problem.scores.get(name), kept));
  }

  private static void check(double[] scores, int[] kept) {
    int units = scores.length;
    assertTrue(kept.length >= 1 && kept.length >= 0.3 * units - 1e-9);
    assertTrue(
        units < 16 || kept.length == units || kept.length % 8 == 0, kept.length + " of " + units);
    assertArrayEquals(Arrays.stream(kept).sorted().distinct().toArray(), kept);
    Set<Integer> set = new HashSet<>(Arrays.stream(kept).boxed().toList());
    double worstKept = Arrays.stream(kept).mapToDouble(u -> scores[u]).min().orElseThrow();
    double bestCut =
        IntStream.range(0, units)
            .filter(u -> !set.contains(u))
            .mapToDouble(u -> scores[u])
            .max()
            .orElse(0);
    assertTrue(worstKept >= bestCut);
  }

  @ParameterizedTest
  @MethodSource("cases")
  void groupsKeepTheirFloorUnlessTheirUnitsCountForNothing(Allocation allocation, long seed) {
    Problem problem = Problem.of(seed, 30);
    double[] dead = problem.scores.get("layer1");
    Arrays.fill(dead, 3, dead.length, 1e-9);
    Map<String, Integer> floors = new LinkedHashMap<>();
    problem.scores.forEach((name, scores) -> floors.put(name, scores.length / 4));
    Limits limits = new Limits(0.95, 1, Set.of(), Normalisation.NONE, floors);
    Allotment chosen = problem.solve(allocation, 0.0, limits);
    assertInstanceOf(Allotment.Infeasible.class, chosen);
    chosen
        .kept()
        .forEach(
            (name, kept) ->
                assertEquals(
                    name.equals("layer1") ? Math.max(3, twentieth(dead)) : floors.get(name),
                    kept.length,
                    name));
  }

  private static int twentieth(double[] scores) {
    return (int) Math.ceil(0.05 * scores.length - 1e-9);
  }

  @ParameterizedTest
  @MethodSource("cases")
  void roundedWidthsLandNearTheTargetToo(Allocation allocation, long seed) {
    Problem problem = Problem.of(seed, 60);
    Limits limits = new Limits(0.95, 8, Set.of(), Normalisation.MEAN);
    for (double target : new double[] {0.4, 0.6}) {
      Allotment chosen = problem.solve(allocation, target, limits);
      assertTrue(chosen.ratio() <= target, chosen.ratio() + " above " + target);
      // eight of about sixty units, which the layer before and the one behind meet
      assertTrue(chosen.ratio() > target - 0.1, chosen.ratio() + " far from " + target);
    }
  }

  /** Those that walk along one ladder. */
  static Stream<Arguments> laddered() {
    return cases().filter(a -> !(a.get()[0] instanceof StaircaseAllocation));
  }

  @ParameterizedTest
  @MethodSource("laddered")
  void aLargerBudgetKeepsAllThatASmallerOneKeeps(Allocation allocation, long seed) {
    Problem problem = Problem.of(seed + 100, 60); // no unit costs more than the slack
    Allotment before = problem.solve(allocation, 0.15, Limits.none());
    for (double target = 0.2; target < 1.01; target += 0.05) {
      Allotment next = problem.solve(allocation, target, Limits.none());
      for (Map.Entry<String, int[]> entry : before.kept().entrySet()) {
        Set<Integer> larger =
            new HashSet<>(Arrays.stream(next.kept().get(entry.getKey())).boxed().toList());
        assertTrue(
            larger.containsAll(Arrays.stream(entry.getValue()).boxed().toList()),
            entry.getKey() + " at " + target);
      }
      before = next;
    }
    assertEquals(1, before.ratio());
  }

  @ParameterizedTest
  @MethodSource("cases")
  void anImpossibleBudgetHasAReason(Allocation allocation, long seed) {
    Problem problem = Problem.of(seed);
    Allotment found =
        problem.solve(allocation, 0.05, new Limits(0.5, 1, Set.of(), Normalisation.NONE));
    Allotment.Infeasible infeasible = assertInstanceOf(Allotment.Infeasible.class, found);
    assertTrue(infeasible.reason().contains("cut.maxCut") && infeasible.ratio() > 0.05);
    assertEquals(problem.ratio(infeasible), infeasible.ratio(), 1e-12);
    found
        .kept()
        .forEach(
            (name, kept) -> assertEquals((problem.scores.get(name).length + 1) / 2, kept.length));
  }

  @Test
  void uniformTakesTheSameShareGlobalDoesNot() {
    Problem problem = Problem.of(3);
    double[] first = problem.scores.get("layer0");
    Arrays.setAll(first, i -> 100 + i);
    Limits raw = new Limits(1, 1, Set.of(), Normalisation.NONE);
    Allotment global = problem.solve(Allocations.CATALOGUE.require("global"), 0.5, raw);
    assertEquals(first.length, global.kept().get("layer0").length);
    Allotment uniform = problem.solve(Allocations.CATALOGUE.require("uniform"), 0.5, raw);
    double share = (double) uniform.kept().get("layer0").length / first.length;
    uniform
        .kept()
        .forEach(
            (name, kept) ->
                assertEquals(
                    share, (double) kept.length / problem.scores.get(name).length, 0.15, name));
  }

  @Test
  void normalisationsDivideByOneNumber() {
    double[] scores = {1, 2, 3};
    assertArrayEquals(scores, Normalisation.NONE.apply(scores));
    assertArrayEquals(new double[] {0.5, 1, 1.5}, Normalisation.MEAN.apply(scores));
    assertArrayEquals(new double[] {1 / 3.0, 2 / 3.0, 1}, Normalisation.MAX.apply(scores), 1e-12);
    assertArrayEquals(new double[] {1 / 6.0, 2 / 6.0, 0.5}, Normalisation.SUM.apply(scores), 1e-12);
    assertArrayEquals(new double[2], Normalisation.MEAN.apply(new double[2]));
  }

  @Test
  void masksKeepTheBestWeights() {
    Map<String, float[]> scores = new LinkedHashMap<>();
    scores.put("a", new float[] {1, 5, 2, 4});
    scores.put("b", new float[] {30, 10, 10, 10});
    Map<String, int[]> dims = Map.of("a", new int[] {2, 2}, "b", new int[] {4, 1});
    Allocation.SingleWeights half =
        new Allocation.SingleWeights(scores, dims, 0.5, Normalisation.NONE);
    Map<String, Tensor> uniform = Allocations.CATALOGUE.require("uniform").masks(half);
    assertEquals(Tensor.floats(new float[] {0, 1, 0, 1}, 2, 2), uniform.get("a"));
    assertEquals(Tensor.floats(new float[] {1, 1, 0, 0}, 4, 1), uniform.get("b"));
    Map<String, Tensor> global = Allocations.CATALOGUE.require("global").masks(half);
    assertEquals(Tensor.floats(new float[4], 2, 2), global.get("a"));
    assertEquals(Tensor.floats(new float[] {1, 1, 1, 1}, 4, 1), global.get("b"));
    Allocation.SingleWeights comparable =
        new Allocation.SingleWeights(scores, dims, 0.375, Normalisation.MEAN);
    global = Allocations.CATALOGUE.require("global").masks(comparable);
    assertEquals(Tensor.floats(new float[] {0, 1, 0, 1}, 2, 2), global.get("a"));
    assertEquals(Tensor.floats(new float[] {1, 0, 0, 0}, 4, 1), global.get("b"));
  }

  @Test
  void matricesOfAllLayersAreEligible() {
    Coupling coupling = Prepared.of(Graphs.vgg(1), "blocks").coupling();
    List<String> all = Masks.eligible(coupling, Set.of());
    assertEquals(
        List.of(
            "conv1.weight",
            "conv2.weight",
            "conv3.weight",
            "conv4.weight",
            "fc1.weight",
            "fc2.weight"),
        all.stream().sorted().toList());
    assertEquals(5, Masks.eligible(coupling, Set.of("conv2")).size());
  }
}
