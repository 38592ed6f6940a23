package dev.espalier.search;

import java.util.ArrayList;
import java.util.List;

/**
 * How successive halving spends a budget: {@code R = ⌈log₂ contenders⌉} rounds, at least 1, of
 * {@code trials / R} each (what does not divide goes to the last ones), with half as many
 * contenders from round to round.
 *
 * @param rounds in order
 */
record HalvingPlan(List<Round> rounds) {
  /**
   * @param contenders how many take part
   * @param trials of all of them together
   */
  record Round(int contenders, int trials) {}

  static HalvingPlan of(int contenders, int trials) {
    int count = 1;
    for (int k = half(contenders); k > 1; k = half(k)) {
      count++;
    }
    List<Round> rounds = new ArrayList<>();
    int left = trials;
    int k = contenders;
    for (int r = 0; r < count; r++) {
      int share = left / (count - r);
      rounds.add(new Round(k, share));
      left -= share;
      k = half(k);
    }
    return new HalvingPlan(rounds);
  }

  /** The better half, rounded up. */
  static int half(int contenders) {
    return (contenders + 1) / 2;
  }

  /** Trials of a contender that is never out. */
  int ofTheLast() {
    return rounds.stream().mapToInt(r -> -Math.floorDiv(-r.trials(), r.contenders())).sum();
  }
}
