package dev.espalier.routing;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;

/**
 * Mean loss and cost of every combination of levels (a node), and the best way up through them.
 *
 * <p>A record reaches stage k + 1 where its score is below the threshold of each stage up to k, so
 * the mean loss at a node is that of stage 0 plus, for each k, the sum of {@code loss_{k+1} -
 * loss_k} over the records in a box at the origin: a running sum in k + 1 dimensions. Time and
 * space grow as stages (records + nodes).
 */
final class Lattice {
  private final Levels[] levels;
  private final int[][] goesOn;
  private final int records;
  private final int[] strides;
  private final double[] loss;
  private final double[] cost;

  Lattice(Outcomes outcomes, StageCosts costs, int steps) {
    int dims = outcomes.stages() - 1;
    this.levels = new Levels[dims];
    this.goesOn = new int[dims][];
    this.records = outcomes.records();
    for (int k = 0; k < dims; k++) {
      float[] scores = outcomes.scores()[k];
      Levels found = Levels.of(scores, steps);
      levels[k] = found;
      goesOn[k] = new int[records];
      Arrays.setAll(goesOn[k], i -> found.goesOnAt(scores[i]));
    }
    this.strides = new int[dims];
    int nodes = 1;
    for (int k = dims - 1; k >= 0; k--) {
      strides[k] = nodes;
      nodes = Math.multiplyExact(nodes, levels[k].size());
    }
    this.loss = new double[nodes];
    this.cost = new double[nodes];
    fill(outcomes, costs);
  }

  private void fill(Outcomes outcomes, StageCosts costs) {
    Arrays.fill(loss, Arrays.stream(outcomes.losses()[0]).average().orElse(0));
    Arrays.fill(cost, costs.upTo(0));
    for (int k = 0; k < levels.length; k++) {
      double[] here = outcomes.losses()[k];
      double[] next = outcomes.losses()[k + 1];
      double[] gains = new double[records];
      Arrays.setAll(gains, i -> next[i] - here[i]);
      double[] ones = new double[records];
      Arrays.fill(ones, 1);
      double[] gained = sums(k, gains);
      double[] reached = sums(k, ones);
      for (int node = 0; node < loss.length; node++) {
        loss[node] += gained[node / strides[k]] / records;
        cost[node] += reached[node / strides[k]] / records * costs.each()[k + 1];
      }
    }
  }

  /**
   * Sums of {@code values} over the records that go on past stages 0 to {@code last}, by levels.
   */
  private double[] sums(int last, double[] values) {
    double[] sums = new double[loss.length / strides[last]];
    for (int i = 0; i < records; i++) {
      int node = 0;
      for (int k = 0; k <= last; k++) {
        node += goesOn[k][i] * (strides[k] / strides[last]);
      }
      sums[node] += values[i];
    }
    for (int k = 0; k <= last; k++) {
      int stride = strides[k] / strides[last];
      for (int node = 0; node < sums.length; node++) {
        if (node / stride % levels[k].size() > 0) {
          sums[node] += sums[node - stride];
        }
      }
    }
    return sums;
  }

  double loss(int node) {
    return loss[node];
  }

  double cost(int node) {
    return cost[node];
  }

  float[] thresholds(int node) {
    float[] out = new float[levels.length];
    for (int k = 0; k < out.length; k++) {
      out[k] = levels[k].thresholds()[node / strides[k] % levels[k].size()];
    }
    return out;
  }

  /**
   * From the first node to the last, one level of one stage at a time: the way with the least area
   * under loss against cost (trapezia). Exact, by dynamic programming.
   */
  int[] leastArea() {
    double[] area = new double[loss.length];
    int[] from = new int[loss.length];
    for (int node = 1; node < loss.length; node++) {
      area[node] = Double.POSITIVE_INFINITY;
      for (int k = 0; k < levels.length; k++) {
        int before = node - strides[k];
        if (node / strides[k] % levels[k].size() > 0
            && area[before] + step(before, node) < area[node]) {
          area[node] = area[before] + step(before, node);
          from[node] = before;
        }
      }
    }
    Deque<Integer> way = new ArrayDeque<>();
    for (int node = loss.length - 1; node > 0; node = from[node]) {
      way.addFirst(node);
    }
    way.addFirst(0);
    return way.stream().mapToInt(Integer::intValue).toArray();
  }

  private double step(int before, int node) {
    return (cost[node] - cost[before]) * (loss[node] + loss[before]) / 2;
  }
}
