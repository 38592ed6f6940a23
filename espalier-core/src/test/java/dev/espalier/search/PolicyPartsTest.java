package dev.espalier.search;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.espalier.progress.Progress;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The arithmetic inside the policies, by hand or by another way. */
class PolicyPartsTest {
  @TempDir Path folder;

  @Test
  void ranksAndCrowdingByHand() {
    double[][] values = {{1, 5}, {2, 3}, {4, 2}, {5, 1}, {3, 4}, {6, 6}, {0, 0}};
    Domination d = new Domination(values, new double[] {0, 0, 0, 0, 0, 0, 0.5});
    assertArrayEquals(
        new int[] {0, 0, 0, 0, 1, 2, 3}, IntStream.range(0, 7).map(d::rank).toArray());
    assertEquals((4.0 - 1) / 4 + (5.0 - 2) / 4, d.crowding(1), 1e-12);
    assertEquals((5.0 - 2) / 4 + (3.0 - 1) / 4, d.crowding(2), 1e-12);
    assertEquals(Double.POSITIVE_INFINITY, d.crowding(0));
    assertArrayEquals(new int[] {0, 3, 1, 2, 4, 5, 6}, d.order());
  }

  /**
   * Schaffer's second kind of problem on two dimensions: the front of x² and (x − 2)² is x in [0,
   * 2], with the second dimension at its best.
   */
  @Test
  void evolutionSpreadsOverAKnownFront() {
    List<Integer> grid = IntStream.rangeClosed(0, 40).boxed().toList();
    Space space = new Space(List.of(Dimension.widths("x", grid), Dimension.widths("waste", grid)));
    Costs costs = p -> Map.of(Objective.LATENCY, cost(p));
    Problem problem =
        new Problem(
            space,
            new Targets(List.of(), List.of(Objective.LOSS, Objective.LATENCY)),
            costs,
            240,
            4);
    double evolved = area(problem, "nsga2");
    double random = area(problem, "random");
    double known = knownArea();
    assertTrue(evolved <= known + 1e-9, evolved + " beyond " + known);
    assertTrue(evolved > 0.97 * known, evolved + " of " + known);
    assertTrue(evolved > random, evolved + " against " + random);
  }

  private static double x(Point p) {
    return p.values().get(0) / 10.0 - 1;
  }

  private static double cost(Point p) {
    return (x(p) - 2) * (x(p) - 2) + p.values().get(1) / 10.0;
  }

  private double area(Problem problem, String policy) {
    TrialStore store = new TrialStore(folder.resolve(policy), "");
    Search.Found found =
        new Search(problem, SearchPolicies.CATALOGUE.require(policy), store, Progress.NONE)
            .run(p -> Outcome.of(x(p) * x(p) + p.values().get(1) / 10.0, 0, problem.costs().of(p)));
    return Front.of(found.trials(), Objective.LATENCY).hypervolume(5, 5);
  }

  private static double knownArea() {
    double area = 0;
    double ceiling = 5;
    for (int i = 30; i >= 10; i--) {
      double x = i / 10.0 - 1;
      area += Math.max(0, 5 - (x - 2) * (x - 2)) * Math.max(0, ceiling - x * x);
      ceiling = Math.min(ceiling, x * x);
    }
    return area;
  }

  @Test
  void aDensityOfLevelsSumsToOneAndPeaksWhereLevelsWereSeen() {
    Parzen density = new Parzen(Dimension.widths("w", List.of(1, 2, 3, 4, 5, 6)), new int[] {4, 4});
    assertEquals(1, IntStream.range(0, 6).mapToDouble(density::at).sum(), 1e-12);
    assertTrue(density.at(4) > density.at(3) && density.at(3) > density.at(0));
    // deviation 6/3 = 2; the normal over [3.5, 4.5] of [-0.5, 5.5], twice, beside the uniform sixth
    double phi = 0.1974126513658473; // Φ(0.25) − Φ(−0.25)
    double all = 0.7733726476231317 - 0.01222447265504471; // Φ(0.75) − Φ(−2.25)
    assertEquals((1.0 / 6 + 2 * phi / all) / 3, density.at(4), 1e-9);
    Parzen choice = new Parzen(Dimension.stays("block"), new int[] {1, 1, 0});
    assertEquals((0.5 + 2) / 4, choice.at(1), 1e-12);
  }

  @Test
  void draws() {
    Parzen density = new Parzen(Dimension.stays("block"), new int[] {1, 1, 1});
    SplittableRandom random = new SplittableRandom(9);
    double ones = IntStream.range(0, 4000).map(i -> density.draw(random)).average().orElseThrow();
    assertEquals(0.875, ones, 0.02);
  }

  @Test
  void gradientsAgreeWithFiniteDifferences() {
    for (boolean sigmoid : new boolean[] {true, false}) {
      SplittableRandom random = new SplittableRandom(3);
      Mlp net = new Mlp(new int[] {4, 7, 5, 1}, sigmoid, random);
      for (int i = 0; i < net.weights().length; i++) {
        net.weights()[i] += 0.3 * random.nextGaussian();
      }
      double[] input = random.doubles(4, -1, 1).toArray();
      net.forward(input);
      double[] ofInput = net.backward(1).clone();
      double[] ofWeights = net.gradients().clone();
      for (int i = 0; i < ofWeights.length; i++) {
        assertEquals(slope(net, input, net.weights(), i), ofWeights[i], 1e-6);
      }
      for (int i = 0; i < input.length; i++) {
        assertEquals(slope(net, input, input, i), ofInput[i], 1e-6);
      }
      assertTrue(java.util.Arrays.stream(ofWeights).filter(g -> g != 0).count() > 20);
    }
  }

  private static double slope(Mlp net, double[] input, double[] changed, int i) {
    double h = 1e-5;
    double was = changed[i];
    changed[i] = was + h;
    double above = net.forward(input);
    changed[i] = was - h;
    double below = net.forward(input);
    changed[i] = was;
    return (above - below) / (2 * h);
  }

  @Test
  void anAgentLearnsWhichActionIsRewarded() {
    Agent agent = new Agent(2, new SplittableRandom(1));
    SplittableRandom random = new SplittableRandom(2);
    double[] left = {1, 0};
    double[] right = {0, 1};
    for (int i = 0; i < 60; i++) {
      double a = random.nextDouble();
      double b = random.nextDouble();
      agent.remember(left, a, -(a - 0.2) * (a - 0.2));
      agent.remember(right, b, -(b - 0.8) * (b - 0.8));
      agent.learn(64, random);
    }
    assertEquals(0.2, agent.act(left), 0.2);
    assertEquals(0.8, agent.act(right), 0.2);
  }

  @Test
  void halvingSpendsExactlyItsBudget() {
    HalvingPlan six = HalvingPlan.of(6, 100);
    assertEquals(
        List.of(
            new HalvingPlan.Round(6, 33),
            new HalvingPlan.Round(3, 33),
            new HalvingPlan.Round(2, 34)),
        six.rounds());
    assertEquals(6 + 11 + 17, six.ofTheLast());
    assertEquals(List.of(new HalvingPlan.Round(1, 9)), HalvingPlan.of(1, 9).rounds());
    for (int k = 1; k < 12; k++) {
      for (int trials = k; trials < 130; trials += 7) {
        HalvingPlan plan = HalvingPlan.of(k, trials);
        assertEquals(trials, plan.rounds().stream().mapToInt(HalvingPlan.Round::trials).sum());
      }
    }
  }

  @Test
  void halvingGivesItsTrialsToTheBetterHalf() {
    Toy toy = new Toy(8);
    Search.Found found =
        new Search(
                toy.leastLoss(90, 1),
                SearchPolicies.CATALOGUE.require("halving"),
                new TrialStore(folder.resolve("halving"), ""),
                Progress.NONE)
            .run(toy);
    assertEquals(6, policies(found.trials().subList(0, 30)));
    assertEquals(3, policies(found.trials().subList(30, 60)));
    assertTrue(policies(found.trials().subList(60, found.trials().size())) <= 2);
  }

  private static long policies(List<SearchTrial> trials) {
    return trials.stream().map(SearchTrial::policy).distinct().count();
  }

  @Test
  void curvesFollowAPowerLawAndNeverFall() {
    SensitivityCurve curve = new SensitivityCurve();
    curve.add(0.5, 1);
    assertEquals(0.25, curve.at(0.25), 1e-12);
    assertEquals(4, curve.at(1), 1e-12);
    curve.add(0.25, 0.125);
    assertEquals(8, curve.at(1), 1e-9);
    curve.add(0.75, 0.5);
    assertEquals(1, curve.at(0.75), 1e-12);
    assertEquals(0, curve.at(0), 0);
  }

  @Test
  void fittedPointsKeepTheirProportionsAndMeetTheLimit() {
    Toy toy = new Toy(8);
    Problem problem = toy.leastLoss(1, 1);
    Fit fit = new Fit(problem);
    int[] fitted = fit.onto(new int[] {15, 1, 15, 1, 15, 15, 15, 15});
    assertTrue(fit.fits(fitted));
    assertTrue(fit.pressure(fitted) > 0.97, "pressure " + fit.pressure(fitted));
    assertTrue(fitted[1] < fitted[0] && fitted[3] < fitted[2]);
    int[] grown = fit.onto(new int[8]);
    assertTrue(fit.pressure(grown) > 0.97, "pressure " + fit.pressure(grown));
  }
}
