package dev.espalier.data;

import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;
import java.util.random.RandomGenerator;

/**
 * Draws items that a user has no training pair with, as He et al. 2017, "Neural Collaborative
 * Filtering", train and rank against.
 */
final class Negatives {
  private static final int TRIES = 1000;
  private final Map<Integer, BitSet> known = new HashMap<>();
  private final int items;

  /**
   * @param items number of items; ids run from 0
   */
  Negatives(int items) {
    this.items = items;
  }

  void know(int user, int item) {
    known.computeIfAbsent(user, u -> new BitSet()).set(item);
  }

  /**
   * A random item that the user is not known to have; any item where the user seems to have them
   * all.
   */
  int draw(int user, RandomGenerator random) {
    BitSet own = known.get(user);
    int item = random.nextInt(items);
    for (int i = 0; own != null && own.get(item) && i < TRIES; i++) {
      item = random.nextInt(items);
    }
    return item;
  }
}
