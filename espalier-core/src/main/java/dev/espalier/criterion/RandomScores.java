package dev.espalier.criterion;

import dev.espalier.coupling.Group;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;

/**
 * Uniform random scores from the seed and the name: the control that every other criterion must
 * beat.
 */
final class RandomScores implements Criterion {
  @Override
  public String name() {
    return "random";
  }

  @Override
  public String summary() {
    return "drawn from the seed: the control that others must beat";
  }

  @Override
  public String source() {
    return "Mittal et al., Recovering from Random Pruning, WACV 2018 (random as a baseline)";
  }

  @Override
  public Set<Evidence.Kind> needs() {
    return Set.of();
  }

  @Override
  public Optional<String> refusal(Group group, Evidence evidence) {
    return Optional.empty();
  }

  @Override
  public double[] scores(Group group, Evidence evidence) {
    return random(group.name(), evidence).doubles(group.units()).toArray();
  }

  @Override
  public boolean scoresWeights() {
    return true;
  }

  @Override
  public float[] weightScores(String initializer, Evidence evidence) {
    SplittableRandom random = random(initializer, evidence);
    float[] scores = new float[Slices.weights(initializer, evidence).length];
    for (int i = 0; i < scores.length; i++) {
      scores[i] = (float) random.nextDouble();
    }
    return scores;
  }

  private static SplittableRandom random(String name, Evidence evidence) {
    return new SplittableRandom(evidence.seed() * 31 + name.hashCode());
  }
}
