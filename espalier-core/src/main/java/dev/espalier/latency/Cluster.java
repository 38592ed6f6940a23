package dev.espalier.latency;

import dev.espalier.model.Node;
import dev.espalier.op.Axis;
import dev.espalier.op.Sizes;
import java.util.List;
import java.util.StringJoiner;

/**
 * An operator that multiplies, with the cheap ones behind it that the runtime fuses or lays out
 * with it: what is timed as one.
 *
 * @param signature equal for clusters that differ only in sizes that plans change
 * @param nodes the multiplying one first, in topological order
 * @param axes one for each size that plans change
 * @param groups whose widths those sizes follow
 */
record Cluster(String signature, List<Node> nodes, List<Axis> axes, List<String> groups) {
  Cluster {
    nodes = List.copyOf(nodes);
    axes = List.copyOf(axes);
    groups = List.copyOf(groups);
  }

  /** What identifies a measurement: the signature and the sizes. */
  String key(Sizes sizes) {
    StringJoiner key = new StringJoiner("x", signature + " ", "");
    axes.forEach(axis -> key.add(Integer.toString(sizes.size(axis.value(), axis.index()))));
    return key.toString();
  }
}
