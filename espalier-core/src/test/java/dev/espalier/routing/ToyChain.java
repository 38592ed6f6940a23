package dev.espalier.routing;

import java.util.SplittableRandom;

/**
 * Records of random difficulty: stage k of K is wrong on a record of difficulty u with probability
 * {@code u^(2 + 2k)}, and its score is the ease that it sees, {@code 1 - u} with noise. The last
 * stage is the original.
 */
final class ToyChain {
  private ToyChain() {}

  static Outcomes of(int stages, int records, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    float[][] scores = new float[stages - 1][records];
    double[][] losses = new double[stages][records];
    for (int i = 0; i < records; i++) {
      double difficulty = random.nextDouble();
      double luck = random.nextDouble();
      for (int k = 0; k < stages; k++) {
        luck = 0.8 * luck + 0.2 * random.nextDouble();
        losses[k][i] = luck < Math.pow(difficulty, 2 + 2 * k) ? 1 : 0;
        if (k < stages - 1) {
          scores[k][i] = (float) (1 - difficulty + 0.2 * random.nextDouble());
        }
      }
    }
    return new Outcomes(scores, losses, losses[stages - 1]);
  }

  static StageCosts costs(int stages) {
    double[] each = new double[stages];
    for (int k = 0; k < stages; k++) {
      each[k] = 1 << 2 * k;
    }
    return new StageCosts(each, "MACs");
  }

  static Allowance allowance(double loss) {
    return new Allowance(Judged.of("accuracy"), loss, 0.05, 1, 7);
  }
}
