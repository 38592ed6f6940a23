package dev.espalier.coupling;

import java.util.List;

/**
 * A sum of a value, the skip, with what a branch computes from that value: {@code x + f(x)}.
 * Without the block, readers of the sum read the skip.
 *
 * @param name output of the sum: unique, and the same in every model that is cut from this one
 * @param label of the sum, for a person
 * @param skip which input of the sum is the skip, 0 or 1; where neither is, the shorter side
 * @param axis of the sum along which features lie
 * @param nodes keys of the nodes of the branch, in the graph's order; where the block can be
 *     removed, of all that goes with it, the sum included
 * @param removable whether the block can go
 * @param reason why not; empty where it can
 */
public record ResidualBlock(
    String name,
    String label,
    int skip,
    int axis,
    List<String> nodes,
    boolean removable,
    String reason) {
  public ResidualBlock {
    nodes = List.copyOf(nodes);
  }
}
