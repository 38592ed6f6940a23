package dev.espalier.quality;

import dev.espalier.task.Averages;
import dev.espalier.task.Predictions;
import dev.espalier.task.Scores;
import java.util.Arrays;

/**
 * How much two models' outputs on the same records agree.
 *
 * @param sameAnswer share of records with the same largest output (for one output column: on the
 *     same side of the threshold)
 * @param maxAbs largest difference of two outputs
 * @param maxRel {@code maxAbs} over the largest magnitude among the first model's outputs
 */
public record Agreement(double sameAnswer, double maxAbs, double maxRel) {
  /** Both must be of the same records and columns. */
  public static Agreement of(Predictions original, Predictions other) {
    requireSameLayout(original, other);
    double maxAbs = 0;
    double largest = 0;
    for (int i = 0; i < original.outputs().length; i++) {
      float a = original.outputs()[i];
      float b = other.outputs()[i];
      double difference = Math.abs((double) a - b);
      maxAbs =
          Math.max(
              maxAbs,
              a == b ? 0 : Double.isNaN(difference) ? Double.POSITIVE_INFINITY : difference);
      largest = Math.max(largest, Math.abs(a));
    }
    double[] same = perRecord(original, other);
    return new Agreement(
        Averages.mean(same.length, i -> same[i]), maxAbs, maxAbs == 0 ? 0 : maxAbs / largest);
  }

  /** 1 for each record with the same answer (with several outputs, the same of each), else 0. */
  public static double[] perRecord(Predictions original, Predictions other) {
    requireSameLayout(original, other);
    double[] same = new double[original.records()];
    if (!original.parts().isEmpty()) {
      Arrays.fill(same, 1);
      for (int p = 0; p < original.parts().size(); p++) {
        double[] own = perRecord(original.parts().get(p), other.parts().get(p));
        Arrays.setAll(same, i -> Math.min(same[i], own[i]));
      }
      return same;
    }
    boolean unit = Scores.unit(original.outputs());
    for (int i = 0; i < same.length; i++) {
      same[i] = answer(original, i, unit) == answer(other, i, unit) ? 1 : 0;
    }
    return same;
  }

  static void requireSameLayout(Predictions original, Predictions other) {
    if (original.columns() != other.columns() || original.records() != other.records()) {
      throw new dev.espalier.files.DataException(
          "the models give "
              + original.records()
              + " x "
              + original.columns()
              + " and "
              + other.records()
              + " x "
              + other.columns()
              + " outputs; only models with the same outputs can be compared");
    }
  }

  private static int answer(Predictions predictions, int record, boolean unit) {
    if (predictions.columns() > 1) {
      return predictions.argmax(record);
    }
    return predictions.at(record, 0) > (unit ? 0.5 : 0) ? 1 : 0;
  }
}
