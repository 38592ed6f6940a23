package dev.espalier.task;

import java.util.Arrays;

/** Whether two models answer alike: by the largest output, or by the side of the threshold. */
final class SameAnswer {
  private SameAnswer() {}

  /** 1 for each record with the same answer (with several outputs, the same of each), else 0. */
  static double[] of(Predictions original, Predictions other) {
    double[] same = new double[original.records()];
    if (!original.parts().isEmpty()) {
      Arrays.fill(same, 1);
      for (int p = 0; p < original.parts().size(); p++) {
        double[] own = of(original.parts().get(p), other.parts().get(p));
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

  private static int answer(Predictions predictions, int record, boolean unit) {
    if (predictions.columns() > 1) {
      return predictions.argmax(record);
    }
    return predictions.at(record, 0) > (unit ? 0.5 : 0) ? 1 : 0;
  }
}
