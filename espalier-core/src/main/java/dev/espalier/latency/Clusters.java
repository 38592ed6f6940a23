package dev.espalier.latency;

import dev.espalier.coupling.Coupling;
import dev.espalier.coupling.Group;
import dev.espalier.coupling.Slot;
import dev.espalier.model.Attribute;
import dev.espalier.model.Graph;
import dev.espalier.model.Node;
import dev.espalier.model.Shapes;
import dev.espalier.op.Axis;
import dev.espalier.op.OpRules;
import dev.espalier.plan.Cost;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/** Divides a coupled model into clusters. Cost: one pass over the graph. */
final class Clusters {
  private static final int HASH_LENGTH = 13;

  private final Coupling coupling;
  private final Map<Axis, Map<Group, Slot>> slots;

  private Clusters(Coupling coupling) {
    this.coupling = coupling;
    this.slots = coupling.slots();
  }

  /** Every node is in exactly one cluster; in topological order of their first nodes. */
  static List<Cluster> of(Coupling coupling) {
    Clusters clusters = new Clusters(coupling);
    return clusters.members().stream().map(clusters::cluster).toList();
  }

  private List<List<Node>> members() {
    Set<String> multiplying = new Cost(coupling, OpRules.standard()).macsByNode(Map.of()).keySet();
    Map<String, Integer> owner = new LinkedHashMap<>();
    List<List<Node>> members = new ArrayList<>();
    for (Node node : coupling.model().graph().nodes()) {
      int at = -1;
      if (!multiplying.contains(node.key())) {
        for (String value : Graph.reads(node)) {
          at = Math.max(at, owner.getOrDefault(value, -1));
        }
      }
      if (at < 0) {
        at = members.size();
        members.add(new ArrayList<>());
      }
      members.get(at).add(node);
      for (String value : node.outputs()) {
        owner.put(value, at);
      }
    }
    return members;
  }

  private Cluster cluster(List<Node> nodes) {
    Map<String, Axis> changing = new LinkedHashMap<>();
    Set<String> groups = new LinkedHashSet<>();
    StringBuilder text = new StringBuilder();
    for (Node node : nodes) {
      text.append(node.domain()).append(node.op()).append(attributes(node));
      for (List<String> values : List.of(node.inputs(), node.outputs())) {
        values.forEach(v -> text.append(shape(v, changing, groups)));
        text.append(';');
      }
    }
    String ops = nodes.stream().map(Node::op).distinct().collect(Collectors.joining("+"));
    String hash =
        UUID.nameUUIDFromBytes(text.toString().getBytes(StandardCharsets.UTF_8))
            .toString()
            .substring(0, HASH_LENGTH);
    return new Cluster(
        ops + "@" + hash, nodes, List.copyOf(changing.values()), List.copyOf(groups));
  }

  private static String attributes(Node node) {
    return node.attributes().entrySet().stream()
        .map(e -> e.getKey() + "=" + text(e.getValue()))
        .sorted()
        .toList()
        .toString();
  }

  private static String text(Attribute attribute) {
    return attribute instanceof Attribute.Opaque || attribute instanceof Attribute.TensorValue
        ? attribute.getClass().getSimpleName()
        : attribute.toString();
  }

  /** Fixed sizes as numbers; those that plans change as the number of their place in the key. */
  private String shape(String value, Map<String, Axis> changing, Set<String> groups) {
    Shapes.Observed shape = coupling.shapes().get(value);
    if (shape == null) {
      return value.isEmpty() ? "[]" : "[?]";
    }
    List<String> sizes = new ArrayList<>();
    for (int i = 0; i < shape.rank(); i++) {
      Axis axis = new Axis(value, i);
      String identity = identity(axis, shape.a()[i], groups);
      if (identity.isEmpty()) {
        sizes.add(Integer.toString(shape.a()[i]));
      } else {
        changing.putIfAbsent(identity, axis);
        sizes.add("*" + List.copyOf(changing.keySet()).indexOf(identity));
      }
    }
    return sizes.toString();
  }

  /** Equal for axes that always have the same size; empty for one that no plan changes. */
  private String identity(Axis axis, int size, Set<String> groups) {
    StringBuilder identity = new StringBuilder();
    slots
        .getOrDefault(axis, Map.of())
        .forEach(
            (group, slot) -> {
              if (group.prunable()) {
                groups.add(group.name());
                long held = slot.held().count();
                identity.append(group.name()).append('*').append(held).append(' ');
              }
            });
    return identity.isEmpty() ? "" : identity.append(size).toString();
  }
}
