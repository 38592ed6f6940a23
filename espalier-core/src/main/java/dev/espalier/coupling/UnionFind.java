package dev.espalier.coupling;

import java.util.Arrays;

/**
 * Disjoint sets of labels with path halving; union keeps the smaller label as the root, so results
 * do not depend on order.
 */
final class UnionFind {
  private int[] parent = new int[1024];
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
    if (x < y) {
      parent[y] = x;
    } else {
      parent[x] = y;
    }
  }

  int size() {
    return size;
  }
}
