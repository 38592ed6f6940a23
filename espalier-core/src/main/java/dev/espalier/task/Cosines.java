package dev.espalier.task;

/** Cosines of the angles between rows; a row of zeros is at a right angle to all. */
final class Cosines {
  private static final double TINY = 1e-30;

  private Cosines() {}

  /** Between a row of one and a row of another, which are equally wide. */
  static double of(Predictions a, int rowA, Predictions b, int rowB) {
    double dot = 0;
    double squareA = 0;
    double squareB = 0;
    for (int c = 0; c < a.columns(); c++) {
      double x = a.at(rowA, c);
      double y = b.at(rowB, c);
      dot += x * y;
      squareA += x * x;
      squareB += y * y;
    }
    return Math.min(1, dot / Math.max(Math.sqrt(squareA * squareB), TINY));
  }

  /** Of each record between two models. */
  static double[] ofRecords(Predictions original, Predictions other) {
    return Averages.each(original.records(), r -> of(original, r, other, r));
  }

  /** Of each pair: of records 0 and 1, 2 and 3 … */
  static double[] ofPairs(Predictions said) {
    return Averages.each(said.records() / 2, p -> of(said, 2 * p, said, 2 * p + 1));
  }
}
