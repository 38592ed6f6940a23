package dev.espalier.coupling;

import dev.espalier.model.Graph;
import dev.espalier.model.Node;
import dev.espalier.model.Shapes;
import dev.espalier.op.Axis;
import dev.espalier.op.Trait;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Finds residual blocks: sums of two computed values of which one is computed from the other by
 * layers that nothing else reads, and, with the reason why they stay, those whose shortcut computes
 * something itself. A value that is broadcast to the sum (an attention mask) is no shortcut.
 *
 * <p>Cost: for each sum of two computed values what lies between it and where their ways part.
 */
final class ResidualBlocks {
  private static final int OPERATORS_NAMED = 3;

  private final Graph graph;
  private final Shapes shapes;
  private final Set<Axis> unitAxes = new HashSet<>();
  private final Map<String, Node> producers;
  private final Map<String, List<Node>> consumers;
  private final Set<String> outputs;
  private final Set<String> captured = new HashSet<>();
  private final Map<String, Integer> order = new HashMap<>();
  private final Ancestry ancestry;

  ResidualBlocks(Graph graph, Shapes shapes, List<Group> groups) {
    this.graph = graph;
    this.shapes = shapes;
    this.producers = graph.producers();
    this.consumers = graph.consumers();
    this.outputs = graph.outputNames();
    this.ancestry = new Ancestry(graph, shapes.constants().keySet());
    graph.nodes().forEach(n -> order.put(n.key(), order.size()));
    graph.nodes().forEach(n -> captured.addAll(Graph.captured(n)));
    groups.forEach(g -> g.slots().forEach(s -> unitAxes.add(s.axis())));
  }

  List<ResidualBlock> all() {
    List<ResidualBlock> blocks = new ArrayList<>();
    for (Node node : graph.nodes()) {
      boolean sum = (node.is("Add") || node.is("Sum")) && node.inputs().size() == 2;
      if (sum && node.inputs().stream().noneMatch(this::constant)) {
        ResidualBlock block = block(node);
        if (block != null) {
          blocks.add(block);
        }
      }
    }
    return blocks;
  }

  private @Nullable ResidualBlock block(Node sum) {
    String a = sum.input(0);
    String b = sum.input(1);
    Ancestry.Meeting meeting = a.equals(b) ? null : ancestry.meeting(a, b);
    if (meeting == null) {
      return null;
    } else if (meeting.value().equals(a)) {
      return identity(sum, 0, meeting.toSecond());
    } else if (meeting.value().equals(b)) {
      return identity(sum, 1, meeting.toFirst());
    }
    return meeting.input() ? null : forked(sum, meeting);
  }

  private boolean constant(String value) {
    return graph.initializers().containsKey(value) || shapes.constants().containsKey(value);
  }

  private @Nullable ResidualBlock identity(Node sum, int skip, List<Node> branch) {
    Shapes.Observed skipped = shapes.get(sum.input(skip));
    Shapes.Observed output = shapes.get(sum.output(0));
    boolean broadcast = skipped != null && output != null && !same(skipped, output);
    if (broadcast || branch.stream().noneMatch(ResidualBlocks::layer)) {
      return null;
    }
    String reason =
        skipped == null || output == null ? "its values could not be observed" : type(output);
    String elsewhere = elsewhere(sum, branch);
    reason = reason.isEmpty() && !elsewhere.isEmpty() ? "its branch " + elsewhere : reason;
    ResidualBlock found =
        new ResidualBlock(
            sum.key(), sum.label(), skip, axis(sum), keys(branch), reason.isEmpty(), reason);
    return found.removable() ? whole(found) : found;
  }

  /** The block with all that goes with it. */
  private ResidualBlock whole(ResidualBlock found) {
    Node sum = Objects.requireNonNull(producers.get(found.name()));
    Set<String> gone = new HashSet<>();
    boolean stays = outputs.contains(found.name()) || captured.contains(found.name());
    if (!stays) {
      gone.add(sum.key());
    }
    Deque<String> unread = new ArrayDeque<>(List.of(sum.input(1 - found.skip())));
    while (!unread.isEmpty()) {
      Node node = producers.get(unread.pop());
      if (node != null && !gone.contains(node.key()) && idle(node, gone, found)) {
        gone.add(node.key());
        unread.addAll(Graph.reads(node));
      }
    }
    List<String> inOrder = gone.stream().sorted(Comparator.comparing(order::get)).toList();
    return new ResidualBlock(
        found.name(), found.label(), found.skip(), found.axis(), inOrder, true, "");
  }

  /** Whether nothing that stays reads what a node makes; the sum itself reads the skip alone. */
  private boolean idle(Node node, Set<String> gone, ResidualBlock block) {
    String skip = Objects.requireNonNull(producers.get(block.name())).input(block.skip());
    return node.outputs().stream()
        .allMatch(
            value ->
                !outputs.contains(value)
                    && !value.equals(skip)
                    && consumers.getOrDefault(value, List.of()).stream()
                        .allMatch(r -> r.key().equals(block.name()) || gone.contains(r.key())));
  }

  private static String type(Shapes.Observed sum) {
    return sum.type().floating() ? "" : "it adds " + sum.type() + ", no floating type";
  }

  private static boolean same(Shapes.Observed one, Shapes.Observed other) {
    return Arrays.equals(one.a(), other.a()) && Arrays.equals(one.b(), other.b());
  }

  /** Who reads inside of a branch beside the sum; empty for nobody. */
  private String elsewhere(Node sum, List<Node> branch) {
    Set<String> own = new HashSet<>(keys(branch));
    own.add(sum.key());
    for (Node node : branch) {
      for (String value : node.outputs()) {
        if (outputs.contains(value)) {
          return "gives the model's output " + value;
        }
        for (Node reader : consumers.getOrDefault(value, List.of())) {
          if (!own.contains(reader.key())) {
            return "is read elsewhere: " + value + " by " + reader.label();
          }
        }
      }
    }
    return "";
  }

  /** Two computations from one value, of which the shorter is a shortcut that is no identity. */
  private @Nullable ResidualBlock forked(Node sum, Ancestry.Meeting meeting) {
    Shapes.Observed from = shapes.get(meeting.value());
    Shapes.Observed to = shapes.get(sum.output(0));
    if (from == null || to == null || !from.type().floating()) {
      return null;
    }
    List<Node> a = meeting.toFirst();
    List<Node> b = meeting.toSecond();
    int skip = a.size() <= b.size() ? 0 : 1;
    List<Node> shortcut = skip == 0 ? a : b;
    List<Node> branch = skip == 0 ? b : a;
    boolean two =
        layers(branch) > layers(shortcut)
            && elsewhere(sum, a).isEmpty()
            && elsewhere(sum, b).isEmpty();
    String change =
        same(from, to)
            ? ""
            : " and changes the shape from "
                + Arrays.toString(from.a())
                + " to "
                + Arrays.toString(to.a());
    String reason = "its shortcut is no identity: it has " + operators(shortcut) + change;
    return two
        ? new ResidualBlock(sum.key(), sum.label(), skip, axis(sum), keys(branch), false, reason)
        : null;
  }

  private static String operators(List<Node> nodes) {
    Set<String> names = new LinkedHashSet<>();
    nodes.forEach(n -> names.add(n.op()));
    return String.join(", ", names.stream().limit(OPERATORS_NAMED).toList());
  }

  /** A branch without any is an activation function written out, no block. */
  private static boolean layer(Node node) {
    return Trait.LAYER.of(node) || !node.domain().isEmpty();
  }

  private static long layers(List<Node> nodes) {
    return nodes.stream().filter(ResidualBlocks::layer).count();
  }

  private static List<String> keys(List<Node> nodes) {
    return nodes.stream().map(Node::key).toList();
  }

  /** Where units lie; else channels. */
  private int axis(Node sum) {
    Shapes.Observed shape = shapes.get(sum.output(0));
    int rank = shape == null ? 0 : shape.rank();
    for (int i = 0; i < rank; i++) {
      if (unitAxes.contains(new Axis(sum.output(0), i))) {
        return i;
      }
    }
    return Math.min(1, Math.max(0, rank - 1));
  }
}
