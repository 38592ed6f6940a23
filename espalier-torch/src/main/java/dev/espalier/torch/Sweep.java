package dev.espalier.torch;

import dev.espalier.recipe.OptimizerKind;
import dev.espalier.torch.op.Mode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;

/**
 * Where the loss begins to rise as the learning rate does: a few dozen steps, each with a larger
 * rate than the one before.
 *
 * <p>Rates begin where a step moves the median layer by a ten-thousandth of its size and end where
 * it moves those that move least by all of theirs, so that neither the unit of the inputs nor that
 * of the targets matters. Losses are compared with those of the same batches before the first step.
 *
 * <p>Source: Smith, Cyclical Learning Rates for Training Neural Networks, WACV 2017.
 *
 * @param top the largest rate before the loss rose
 * @param rose whether it did
 * @param least the least smoothed loss
 * @param norm the largest norm of the gradient at rates that went well
 * @param steps that were made
 */
record Sweep(double top, boolean rose, double least, double norm, int steps) {
  private static final double LEAST = 1e-4;
  private static final double MOST = 1;
  private static final double KEPT = 0.7;

  /** A rise by this share of what was won before is one. */
  private static final double RISE = 0.3;

  private static final double NOISE = 0.02;

  /**
   * Leaves the learner's weights anywhere.
   *
   * @param count steps at most
   */
  static Sweep of(Learner learner, Descent descent, Tryout trials, int count) {
    double[] before = trials.losses(learner, Mode.TRAIN);
    double[] ratios = ratios(learner, trials);
    double least = LEAST / ratios[ratios.length / 2];
    double factor = Math.pow(MOST / ratios[ratios.length / 4] / least, 1.0 / (count - 1));
    List<double[]> seen = new ArrayList<>();
    double smooth = 0;
    double weight = 0;
    double start = Arrays.stream(before).average().orElse(0);
    for (int i = 0; i < count; i++) {
      double rate = least * Math.pow(factor, i);
      Stepped stepped = trials.step(learner, descent, i, rate, 0);
      double won = stepped.loss() - before[i % before.length];
      smooth = KEPT * smooth + (1 - KEPT) * won;
      weight = KEPT * weight + 1 - KEPT;
      seen.add(new double[] {rate, smooth / weight, stepped.norm()});
      if (!Double.isFinite(won) || won > 2 * Math.abs(start) + 1) {
        break;
      }
    }
    return read(seen, start);
  }

  private static Sweep read(List<double[]> seen, double start) {
    int best = 0;
    for (int i = 1; i < seen.size(); i++) {
      best = seen.get(i)[1] < seen.get(best)[1] ? i : best;
    }
    double low = seen.get(best)[1];
    double limit = low + RISE * Math.abs(low) + NOISE * Math.abs(start);
    int top = best;
    while (top + 1 < seen.size() && seen.get(top + 1)[1] <= limit) {
      top++;
    }
    double norm = 0;
    for (int i = 0; i <= best; i++) {
      norm = Math.max(norm, seen.get(i)[2]);
    }
    double least = Double.isFinite(start + low) ? start + low : Double.MAX_VALUE;
    return new Sweep(seen.get(top)[0], top + 1 < seen.size(), least, norm, seen.size());
  }

  /**
   * How far a step at rate 1 would move each matrix or kernel, as a share of its size, ascending:
   * an adaptive step moves each weight by the rate.
   */
  private static double[] ratios(Learner learner, Tryout trials) {
    double[] found =
        trials.gradients(
            learner,
            0,
            () -> {
              boolean adaptive = trials.steps().optimizer() == OptimizerKind.ADAMW;
              return learner.parameters().entrySet().stream()
                  .filter(e -> learner.role(e.getKey()) == ParameterRole.WEIGHT)
                  .mapToDouble(e -> ratio(e.getValue(), adaptive))
                  .filter(r -> r > 0 && Double.isFinite(r))
                  .sorted()
                  .toArray();
            });
    return found.length == 0 ? new double[] {1} : found;
  }

  private static double ratio(Tensor weight, boolean adaptive) {
    try (PointerScope scope = new PointerScope()) {
      double size = weight.detach().norm().item_float();
      Tensor gradient = weight.grad();
      double step =
          adaptive
              ? Math.sqrt(weight.numel())
              : gradient.defined() ? gradient.norm().item_float() : 0;
      return size > 0 ? step / size : 0;
    }
  }

  /** The loss of a step before it was made, and the norm of its gradient. */
  record Stepped(double loss, double norm) {}
}
