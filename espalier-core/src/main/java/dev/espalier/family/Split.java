package dev.espalier.family;

import dev.espalier.coupling.Coupling;
import dev.espalier.model.Attributes;
import dev.espalier.model.DType;
import dev.espalier.model.Graph;
import dev.espalier.model.Model;
import dev.espalier.model.Node;
import dev.espalier.model.ValueInfo;
import dev.espalier.model.ValueInfo.Dim;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Cuts a model in pieces at exit points: each piece reads what the one before carries, and inputs
 * of the model where it needs them; it writes what it carries, and the last piece the model's
 * outputs. Run in order they compute what the model does.
 *
 * <p>Inner names stay. A value whose records do not lie along axis 0 is transposed where it is
 * handed on, and back where it is read.
 */
public final class Split {
  private final Model model;
  private final Flow flow;

  /** Splits a prepared model. */
  public Split(Coupling coupling) {
    this.model = coupling.model();
    this.flow = new Flow(coupling);
  }

  /**
   * The pieces between the points, one more than there are points. {@link IllegalArgumentException}
   * where a later piece needs more of an earlier one than is carried: one of the points is none, or
   * they are not in the graph's order.
   */
  public List<Model> at(List<ExitPoint> points) {
    List<Model> pieces = new ArrayList<>();
    for (int i = 0; i <= points.size(); i++) {
      ExitPoint from = i == 0 ? null : points.get(i - 1);
      pieces.add(i == points.size() ? rest(from) : piece(model, from, carried(points.get(i))));
    }
    return pieces;
  }

  /** What follows a point (null for the start): from the carried value to the model's outputs. */
  public Model rest(@Nullable ExitPoint from) {
    return piece(model, from, new Target(List.of(), model.graph().outputs()));
  }

  /** What a piece has to write beside nodes of the model. */
  record Target(List<Node> nodes, List<ValueInfo> outputs) {
    Target and(Target more) {
      List<Node> both = new ArrayList<>(nodes);
      both.addAll(more.nodes);
      List<ValueInfo> outs = new ArrayList<>(outputs);
      outs.addAll(more.outputs);
      return new Target(both, outs);
    }
  }

  /** The value of a point as it is handed on. */
  Target carried(ExitPoint point) {
    List<Node> nodes = new ArrayList<>();
    if (point.rows() != 0) {
      nodes.add(transpose(point.value(), point.carried(), point.order()));
    }
    return new Target(nodes, List.of(info(point)));
  }

  /**
   * The part of {@code whole} (the model, perhaps with more behind its points) that makes a target
   * of what a point carries.
   */
  Model piece(Model whole, @Nullable ExitPoint from, Target target) {
    Graph graph = whole.graph();
    List<Node> nodes = new ArrayList<>();
    List<ValueInfo> inputs = new ArrayList<>(graph.inputs());
    Set<String> before = new HashSet<>();
    if (from == null) {
      nodes.addAll(graph.nodes());
    } else {
      inputs.add(info(from));
      if (from.rows() != 0) {
        nodes.add(transpose(from.carried(), from.value(), inverse(from.order())));
      }
      before = above(graph, from.value());
      graph.nodes().stream()
          .filter(n -> !n.outputs().contains(from.value()))
          .filter(n -> !n.outputs().contains(from.carried()))
          .forEach(nodes::add);
    }
    nodes.addAll(target.nodes());
    Graph piece =
        new Graph(graph.name(), nodes, graph.initializers(), inputs, target.outputs(), List.of())
            .pruned();
    requireNothingOf(before, piece, from);
    return whole.withGraph(withInputsRead(piece));
  }

  /** Throws where a piece computes again what was computed, and paid for, before its start. */
  private void requireNothingOf(Set<String> before, Graph piece, @Nullable ExitPoint from) {
    for (Node node : piece.nodes()) {
      for (String value : node.outputs()) {
        if (from != null && before.contains(value) && !flow.isFree(value)) {
          throw new IllegalArgumentException(
              from.value()
                  + " does not carry everything: "
                  + value
                  + ", computed before it, is needed after it too");
        }
      }
    }
  }

  /** Values that a value is computed from. */
  private static Set<String> above(Graph graph, String value) {
    Set<String> above = new HashSet<>(Set.of(value));
    for (int i = graph.nodes().size() - 1; i >= 0; i--) {
      Node node = graph.nodes().get(i);
      if (node.outputs().stream().anyMatch(above::contains)) {
        above.addAll(node.outputs());
        above.addAll(Graph.reads(node));
      }
    }
    above.remove(value);
    return above;
  }

  private static Graph withInputsRead(Graph piece) {
    Set<String> read = new HashSet<>(piece.outputNames());
    piece.nodes().forEach(n -> read.addAll(Graph.reads(n)));
    return piece.withInputs(piece.inputs().stream().filter(i -> read.contains(i.name())).toList());
  }

  static Node transpose(String from, String to, int[] order) {
    return new Node(
        to, "", "Transpose", List.of(from), List.of(to), Attributes.of("perm", order), new byte[0]);
  }

  private static int[] inverse(int[] order) {
    int[] inverse = new int[order.length];
    for (int i = 0; i < order.length; i++) {
      inverse[order[i]] = i;
    }
    return inverse;
  }

  /** Name and sizes of what a point hands on; the batch is called as in the model's inputs. */
  private ValueInfo info(ExitPoint point) {
    Map<Integer, Dim> dims = new LinkedHashMap<>();
    dims.put(0, model.graph().dataInputs().get(0).dims().get(0));
    int[] sizes = point.sizes();
    for (int i = 0; i < sizes.length; i++) {
      dims.put(
          i + 1, sizes[i] < 0 ? Dim.symbol(point.carried() + "_axis" + (i + 1)) : Dim.of(sizes[i]));
    }
    return ValueInfo.of(point.carried(), DType.FLOAT, dims.values().toArray(Dim[]::new));
  }
}
