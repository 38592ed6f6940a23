package dev.espalier.dynamic;

import dev.espalier.adaptive.RowAnswer;
import dev.espalier.cut.Temperature;
import dev.espalier.task.Predictions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/**
 * How much of the answer before each stage takes in, in tenths: what gives the least cross-entropy
 * at the temperature that fits best, or the least loss where there are no classes or labels.
 * Classes are judged on the half of the records of which the stage before is least sure, since the
 * others hardly ever arrive.
 */
final class MixWeights {
  private static final int MOST = 8;

  private MixWeights() {}

  /**
   * One for every stage but the first.
   *
   * @param stages what each says for itself
   * @param answer what that is
   * @param loss mean of a record
   */
  static List<Double> fit(
      List<Predictions> stages, RowAnswer answer, ToDoubleFunction<Predictions> loss) {
    List<Double> weights = new ArrayList<>();
    Predictions before = stages.get(0);
    for (Predictions own : stages.subList(1, stages.size())) {
      int[] arriving = arriving(before, answer);
      double best = 0;
      double least = Double.POSITIVE_INFINITY;
      for (int tenths = 0; tenths <= MOST; tenths++) {
        Predictions mixed = AnsweredRows.mixed(own, before, tenths / 10.0);
        double found = loss(mixed.rows(arriving), answer, loss);
        if (found < least) {
          least = found;
          best = tenths / 10.0;
        }
      }
      weights.add(best);
      before = AnsweredRows.mixed(own, before, best);
    }
    return weights;
  }

  private static int[] arriving(Predictions before, RowAnswer answer) {
    IntStream all = IntStream.range(0, before.records());
    if (!Temperature.applies(before, answer)) {
      return all.toArray();
    }
    double[][] probabilities = Temperature.probabilities(before, answer, 1);
    double[] highest =
        Arrays.stream(probabilities)
            .mapToDouble(row -> Arrays.stream(row).max().orElse(1))
            .toArray();
    return all.boxed()
        .sorted(Comparator.comparingDouble(i -> highest[i]))
        .limit((before.records() + 1) / 2)
        .mapToInt(Integer::intValue)
        .toArray();
  }

  private static double loss(
      Predictions mixed, RowAnswer answer, ToDoubleFunction<Predictions> loss) {
    return Temperature.applies(mixed, answer)
        ? Temperature.crossEntropy(mixed, answer, Temperature.fit(mixed, answer))
        : loss.applyAsDouble(mixed);
  }
}
