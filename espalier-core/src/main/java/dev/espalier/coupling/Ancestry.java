package dev.espalier.coupling;

import dev.espalier.model.Graph;
import dev.espalier.model.Node;
import dev.espalier.model.ValueInfo;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Where two values of a graph come from in common. Values are numbered in the order in which they
 * are made, so that a search backwards ends where the two ways meet. Cost of a search: the values
 * between there and the two.
 */
final class Ancestry {
  private static final int FIRST = 1;
  private static final int SECOND = 2;
  private static final int BOTH = FIRST | SECOND;
  private static final int NOWHERE = -1;

  private final Map<String, Integer> numbers = new HashMap<>();
  private final List<String> values = new ArrayList<>();

  /** The node that makes each value; null for an input of the graph. */
  private final List<@Nullable Node> makers = new ArrayList<>();

  /**
   * @param constants values that do not depend on the data: no way leads over them
   */
  Ancestry(Graph graph, Set<String> constants) {
    graph.dataInputs().stream().map(ValueInfo::name).forEach(name -> add(name, null));
    for (Node node : graph.nodes()) {
      node.outputs().stream().filter(o -> !constants.contains(o)).forEach(o -> add(o, node));
    }
  }

  private void add(String value, @Nullable Node maker) {
    if (!value.isEmpty() && numbers.putIfAbsent(value, values.size()) == null) {
      values.add(value);
      makers.add(maker);
    }
  }

  /**
   * Where two values meet.
   *
   * @param value the last value that both are computed from; it may be one of the two
   * @param input whether it is an input of the graph
   * @param toFirst nodes on the ways from there to the first value, in order
   * @param toSecond nodes on the ways from there to the second value, in order
   */
  record Meeting(String value, boolean input, List<Node> toFirst, List<Node> toSecond) {}

  /** Where the ways to two values part; null if they have nothing in common. */
  @Nullable Meeting meeting(String first, String second) {
    Integer a = numbers.get(first);
    Integer b = numbers.get(second);
    if (a == null || b == null) {
      return null;
    }
    Map<Integer, Integer> sides = new HashMap<>();
    PriorityQueue<Integer> open = new PriorityQueue<>((x, y) -> Integer.compare(y, x));
    int[] waiting = new int[BOTH + 1];
    meet(a, FIRST, sides, open, waiting);
    meet(b, SECOND, sides, open, waiting);
    while (waiting[BOTH] > 0 || waiting[FIRST] > 0 && waiting[SECOND] > 0) {
      int value = open.remove();
      int side = sides.getOrDefault(value, 0);
      waiting[side]--;
      Node maker = makers.get(value);
      if (side == BOTH) {
        List<Node> toFirst = between(value, FIRST, sides);
        return new Meeting(
            values.get(value), maker == null, toFirst, between(value, SECOND, sides));
      }
      for (String read : maker == null ? List.<String>of() : Graph.reads(maker)) {
        Integer number = numbers.get(read);
        if (number != null) {
          meet(number, side, sides, open, waiting);
        }
      }
    }
    return null;
  }

  private static void meet(
      int value,
      int side,
      Map<Integer, Integer> sides,
      PriorityQueue<Integer> open,
      int[] waiting) {
    Integer known = sides.get(value);
    int now = known == null ? side : known | side;
    if (known == null) {
      open.add(value);
    } else {
      waiting[known]--;
    }
    waiting[now]++;
    sides.put(value, now);
  }

  /** Nodes that make values of one side and are reached from a value. */
  private List<Node> between(int from, int side, Map<Integer, Integer> sides) {
    List<Integer> later =
        sides.entrySet().stream()
            .filter(e -> e.getKey() > from && (e.getValue() & side) != 0)
            .map(Map.Entry::getKey)
            .sorted()
            .toList();
    Set<Integer> reached = new HashSet<>(Set.of(from));
    List<Node> nodes = new ArrayList<>();
    for (int value : later) {
      Node maker = makers.get(value);
      boolean leads =
          maker != null
              && Graph.reads(maker).stream()
                  .anyMatch(read -> reached.contains(numbers.getOrDefault(read, NOWHERE)));
      if (leads) {
        maker.outputs().forEach(output -> reached.add(numbers.getOrDefault(output, value)));
        if (nodes.isEmpty() || !nodes.get(nodes.size() - 1).key().equals(maker.key())) {
          nodes.add(maker);
        }
      }
    }
    return nodes;
  }
}
