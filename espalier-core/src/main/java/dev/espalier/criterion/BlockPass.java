package dev.espalier.criterion;

import dev.espalier.coupling.ResidualBlock;
import dev.espalier.criterion.Activations.Statistic;
import dev.espalier.model.Node;
import dev.espalier.op.Axis;
import dev.espalier.ort.Session;
import dev.espalier.ort.SessionOptions;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Measures residual blocks. Cost: one pass over the examples for the shares, and one run of the
 * sample for each block for the rises.
 */
final class BlockPass {
  private final EvidenceRequest request;
  private final List<ResidualBlock> blocks;

  BlockPass(EvidenceRequest request) {
    this.request = request;
    this.blocks = request.coupling().removable();
  }

  BlockScores run(int threads) {
    return blocks.isEmpty()
        ? new BlockScores(Map.of(), Map.of())
        : new BlockScores(rises(threads), shares(threads));
  }

  private Map<String, Double> rises(int threads) {
    GatedGraph gated = new GatedGraph(request.model(), request.coupling());
    Map<String, Double> rises = new LinkedHashMap<>();
    try (Session session = Session.open(gated.model(), SessionOptions.threads(threads))) {
      SampleLoss loss =
          new SampleLoss(request, EvidenceGatherer.BLOCK_SAMPLES, session, gated.whole());
      double base = loss.of(session, gated.whole());
      for (ResidualBlock block : blocks) {
        rises.put(block.name(), loss.of(session, gated.without(block)) - base);
        request.progress().at("ablate blocks", rises.size(), blocks.size());
      }
    }
    return rises;
  }

  private Map<String, Double> shares(int threads) {
    Map<String, Node> producers = request.model().graph().producers();
    Map<String, Axis> branches = new LinkedHashMap<>();
    List<Axis> axes = new ArrayList<>();
    for (ResidualBlock block : blocks) {
      Node sum = producers.get(block.name());
      if (sum != null) {
        branches.put(block.name(), new Axis(sum.input(1 - block.skip()), block.axis()));
        axes.add(sum(block));
      }
    }
    axes.addAll(branches.values());
    Map<Axis, Map<Statistic, double[]>> seen =
        new AxisPass(request, EnumSet.of(Statistic.MEAN, Statistic.SQUARE)).run(axes, threads);
    Map<String, Double> shares = new LinkedHashMap<>();
    for (ResidualBlock block : blocks) {
      double whole = variance(seen.getOrDefault(sum(block), Map.of()));
      Axis branch = branches.get(block.name());
      double own = branch == null ? 0 : variance(seen.getOrDefault(branch, Map.of()));
      shares.put(block.name(), whole > 0 ? own / whole : 1);
    }
    return shares;
  }

  private static Axis sum(ResidualBlock block) {
    return new Axis(block.name(), block.axis());
  }

  private static double variance(Map<Statistic, double[]> statistics) {
    double[] mean = statistics.getOrDefault(Statistic.MEAN, new double[0]);
    double[] square = statistics.getOrDefault(Statistic.SQUARE, new double[0]);
    double sum = 0;
    for (int i = 0; i < mean.length; i++) {
      sum += Math.max(0, square[i] - mean[i] * mean[i]);
    }
    return sum;
  }
}
