package dev.espalier.coupling;

import java.util.Arrays;
import java.util.BitSet;

/**
 * Disjoint sets of labels with path halving; union keeps the smaller label as the root, so results
 * do not depend on order. A mark on one label is a mark on its set.
 */
final class UnionFind {
  private int[] parent = new int[1024];
  private final BitSet marked = new BitSet();
  private int size;

  /** Adds {@code count} labels, each alone, and returns the first. */
  int add(int count) {
    int first = size;
    size += count;
    if (size > parent.length) {
      parent = Arrays.copyOf(parent, Math.max(size, parent.length * 2));
    }
    for (int i = first; i < size; i++) {
      parent[i] = i;
    }
    return first;
  }

  int find(int label) {
    int x = label;
    while (parent[x] != x) {
      parent[x] = parent[parent[x]];
      x = parent[x];
    }
    return x;
  }

  void union(int a, int b) {
    int x = find(a);
    int y = find(b);
    int root = Math.min(x, y);
    parent[Math.max(x, y)] = root;
    if (x != y && (marked.get(x) || marked.get(y))) {
      marked.set(root);
    }
  }

  void mark(int label) {
    marked.set(find(label));
  }

  boolean isMarked(int label) {
    return marked.get(find(label));
  }

  int size() {
    return size;
  }
}
