package dev.espalier.adaptive;

import dev.espalier.model.Attributes;
import dev.espalier.model.DType;
import dev.espalier.model.Graph;
import dev.espalier.model.GraphWriter;
import dev.espalier.model.Node;
import dev.espalier.model.Tensor;
import dev.espalier.model.ValueInfo;
import dev.espalier.onnx.Subgraphs;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A graph being written with branches in it: the glue between models.
 *
 * <p>Branches share names and constants with the graph that they are in. When the main graph is
 * done, an initializer that one branch alone reads is put into that branch, since ONNX Runtime
 * gives a convolution its blocked kernel only where the weights stand in the same graph (others
 * took up to 3.5 times as long); all others stand in the main graph. Equal ones are stored once.
 */
public final class Draft extends GraphWriter {
  private static final Naming ROUTE = Naming.behind("route/");

  private final Map<Node, Fork> forks = new IdentityHashMap<>();

  private Draft(long opset, Collection<String> reserved) {
    super(opset, ROUTE, reserved);
  }

  private Draft(Draft outer) {
    super(outer);
  }

  /** An empty graph; {@code reserved} are names of inputs and outputs. */
  static Draft of(long opset, Collection<String> reserved) {
    return new Draft(opset, reserved);
  }

  /** An empty graph inside this one. */
  Draft branch() {
    return new Draft(this);
  }

  /** A value under a name that was reserved; nodes that are taken over may bear that name too. */
  void name(String value, String output) {
    add(Node.of("Identity", "", List.of(value), List.of(output)));
  }

  /**
   * A constant number; its name.
   *
   * @param value of the constant
   * @return its name
   */
  public String scalar(float value) {
    return constant("route/" + value, Tensor.floats(new float[] {value}));
  }

  /**
   * A constant row of whole numbers, such as axes; its name.
   *
   * @param values of the constant
   * @return its name
   */
  public String vector(long... values) {
    return constant("route/" + Arrays.toString(values), Tensor.vector(values));
  }

  /**
   * Reduction of [N, C] over axis 1, which goes: [N].
   *
   * @param op such as {@code ReduceMax}
   * @param x name of the value
   * @return name of the result
   */
  public String reduced(String op, String x) {
    return node(op, Attributes.of("keepdims", 0, "axes", new long[] {1}), x);
  }

  /**
   * One value for each row of {@code like}: [N].
   *
   * @param one a single number
   * @param like name of the value whose rows count
   * @return name of the result
   */
  public String fill(Tensor one, String like) {
    String rows = node("Gather", Attributes.of("axis", 0), node("Shape", like), vector(0));
    return node("ConstantOfShape", Attributes.of("value", one), rows);
  }

  /**
   * If: the values of one branch or the other, as many as the branches have.
   *
   * @param types element types of the values
   */
  List<String> choose(String condition, Branch yes, Branch no, List<DType> types) {
    List<String> outputs = new ArrayList<>();
    types.forEach(type -> outputs.add(claim("route/chosen")));
    Node node =
        new Node(outputs.get(0), "", "If", List.of(condition), outputs, Map.of(), new byte[0]);
    add(node);
    forks.put(node, new Fork(yes, no, types));
    return outputs;
  }

  /** The main graph. */
  Graph graph(String name, List<ValueInfo> inputs, List<ValueInfo> outputs) {
    Map<String, Draft> homes = new HashMap<>();
    settle(outputs.stream().map(ValueInfo::name).toList(), this, homes);
    return new Graph(name, written(homes), own(homes), inputs, outputs, List.of());
  }

  /** Finds the one draft that reads each constant; the main one where several do. */
  private void settle(Collection<String> values, Draft main, Map<String, Draft> homes) {
    Set<String> read = new HashSet<>(values);
    nodes().forEach(node -> read.addAll(Graph.reads(node)));
    for (String name : read) {
      if (initializers().containsKey(name)) {
        homes.merge(name, this, (a, b) -> main);
      }
    }
    for (Fork fork : forks.values()) {
      fork.yes().draft().settle(fork.yes().values(), main, homes);
      fork.no().draft().settle(fork.no().values(), main, homes);
    }
  }

  private Map<String, Tensor> own(Map<String, Draft> homes) {
    Map<String, Tensor> own = new LinkedHashMap<>();
    initializers()
        .forEach(
            (name, tensor) -> {
              if (homes.get(name) == this) {
                own.put(name, tensor);
              }
            });
    return own;
  }

  /** The nodes, with the branches in those that choose. */
  private List<Node> written(Map<String, Draft> homes) {
    return nodes().stream()
        .map(
            node -> {
              Fork fork = forks.get(node);
              return fork == null ? node : fork.in(node, homes);
            })
        .toList();
  }

  /** The branches of an If. */
  private record Fork(Branch yes, Branch no, List<DType> types) {
    Node in(Node node, Map<String, Draft> homes) {
      return node.withAttribute(
              "then_branch", Subgraphs.of(yes.graph("some_rows_go_on", types, homes)))
          .withAttribute("else_branch", Subgraphs.of(no.graph("all_rows_stop", types, homes)));
    }
  }

  /** A branch and the values that it gives. */
  record Branch(Draft draft, List<String> values) {
    private Graph graph(String name, List<DType> types, Map<String, Draft> homes) {
      List<ValueInfo> outputs = new ArrayList<>();
      for (int i = 0; i < types.size(); i++) {
        outputs.add(new ValueInfo(values.get(i), types.get(i), List.of(), false, new byte[0]));
      }
      return new Graph(name, draft.written(homes), draft.own(homes), List.of(), outputs, List.of());
    }
  }
}
