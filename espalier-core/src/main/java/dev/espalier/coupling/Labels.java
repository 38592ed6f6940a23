package dev.espalier.coupling;

import dev.espalier.model.Graph;
import dev.espalier.model.Model;
import dev.espalier.model.Node;
import dev.espalier.model.Parameters;
import dev.espalier.model.Shapes;
import dev.espalier.model.Tensor;
import dev.espalier.op.Axis;
import dev.espalier.op.Consumption;
import dev.espalier.op.Role;
import dev.espalier.op.Ties;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** The labels of every axis of every observed value, and what the rules said of them. */
final class Labels implements Ties {
  /** Holds the pieces of axes; no value has this name. */
  private static final String NO_VALUE = "";

  private final Graph graph;
  private final long opset;
  private final Shapes shapes;
  private final Map<Axis, Integer> first = new LinkedHashMap<>();
  private final UnionFind sets = new UnionFind();
  private final List<Pin> pins = new ArrayList<>();
  private final Set<Axis> pinned = new HashSet<>();
  private final List<Factor> factors = new ArrayList<>();
  private final Map<Axis, Role> roles = new LinkedHashMap<>();
  private final List<Consumption> consumptions = new ArrayList<>();
  private final Set<String> read;
  private final List<int[]> pieces = new ArrayList<>();
  private final Set<Axis> normalised = new HashSet<>();
  private final Map<String, Node> views = new LinkedHashMap<>();
  private final Set<Axis> inherited = new HashSet<>();
  private @Nullable Node node;

  /**
   * A statement that nothing along an axis may go; the reason is empty for axes that nobody would
   * expect to prune.
   */
  record Pin(String node, Axis axis, String reason) {}

  /** That an axis is a product; of groups if whole ones or equal positions of each may go. */
  record Factor(Node node, Axis flat, List<Axis> parts, boolean groups) {}

  Labels(Model model, Shapes shapes) {
    this.graph = model.graph();
    this.opset = model.opset();
    this.shapes = shapes;
    this.read = new HashSet<>(graph.outputNames());
    Parameters.views(graph, shapes.constants().keySet())
        .forEach(view -> view.outputs().forEach(o -> views.put(o, view)));
    graph.nodes().forEach(n -> read.addAll(Graph.reads(n)));
    shapes
        .values()
        .forEach(
            (value, observed) -> {
              for (int i = 0; i < observed.rank(); i++) {
                first.put(new Axis(value, i), sets.add(observed.a()[i]));
              }
            });
  }

  /** From now on the rules speak about this node. */
  void enter(Node current) {
    node = current;
  }

  @Override
  public Node node() {
    if (node == null) {
      throw new IllegalStateException("no node entered");
    }
    return node;
  }

  @Override
  public Shapes.Observed shape(String value) {
    Shapes.Observed shape = shapes.get(value);
    if (shape == null) {
      throw new IllegalStateException("value " + value + " was not observed");
    }
    return shape;
  }

  boolean observed(String value) {
    return shapes.get(value) != null;
  }

  @Override
  public @Nullable Tensor constant(String value) {
    Tensor tensor = graph.initializers().get(value);
    return tensor != null ? tensor : shapes.constants().get(value);
  }

  @Override
  public long opset() {
    return opset;
  }

  @Override
  public boolean read(String value) {
    return read.contains(value);
  }

  @Override
  public void tie(Axis a, Axis b) {
    int n = length(a);
    if (n != length(b)) {
      fix(a);
      fix(b);
      return;
    }
    int from = base(a);
    int to = base(b);
    for (int i = 0; i < n; i++) {
      sets.union(from + i, to + i);
    }
  }

  @Override
  public void tie(Axis a, Axis b, int[] map) {
    int from = base(a);
    int to = base(b);
    for (int i = 0; i < map.length; i++) {
      if (map[i] >= 0) {
        sets.union(from + i, to + map[i]);
      }
    }
  }

  @Override
  public void factor(Axis flat, List<Axis> parts) {
    factors.add(new Factor(node(), flat, parts, false));
  }

  @Override
  public void groups(Axis flat, Axis group, Axis each) {
    factors.add(new Factor(node(), flat, List.of(group, each), true));
  }

  @Override
  public Axis piece(int a, int b) {
    Axis axis = new Axis(NO_VALUE, pieces.size());
    pieces.add(new int[] {a, b});
    first.put(axis, sets.add(a));
    return axis;
  }

  @Override
  public void fix(Axis axis) {
    pin(new Pin(node == null ? "" : node.label(), axis, ""));
  }

  @Override
  public void bar(Axis axis, String reason) {
    pin(new Pin(node == null ? "" : node.label(), axis, reason));
  }

  /** Bars an axis on behalf of the model's own inputs and outputs. */
  void bar(String who, Axis axis, String reason) {
    pin(new Pin(who, axis, reason));
  }

  private void pin(Pin pin) {
    pins.add(pin);
    if (pinned.add(pin.axis())) {
      int base = base(pin.axis());
      for (int i = 0; i < length(pin.axis()); i++) {
        sets.mark(base + i);
      }
    }
  }

  /** Whether some unit along the axis is not pinned. */
  boolean free(Axis axis) {
    int base = base(axis);
    return IntStream.range(base, base + length(axis)).anyMatch(label -> !sets.isMarked(label));
  }

  @Override
  public void parameter(Axis axis, Role role) {
    if (graph.initializers().containsKey(axis.value()) || views.containsKey(axis.value())) {
      roles.putIfAbsent(axis, role);
    }
  }

  /** Lets parameters do what their views do, along axes of the same units. */
  void inherit() {
    List<String> made = new ArrayList<>(views.keySet());
    for (int i = made.size() - 1; i >= 0; i--) {
      String view = made.get(i);
      for (String source : Graph.reads(java.util.Objects.requireNonNull(views.get(view)))) {
        if (views.containsKey(source) || graph.initializers().containsKey(source)) {
          inherit(view, source);
        }
      }
    }
  }

  private void inherit(String view, String source) {
    if (!observed(view) || !observed(source)) {
      return;
    }
    for (int i = 0; i < shape(view).rank(); i++) {
      Axis from = new Axis(view, i);
      Role role = roles.get(from);
      for (int j = 0; role != null && j < shape(source).rank(); j++) {
        Axis to = new Axis(source, j);
        boolean same = length(to) == length(from);
        for (int p = 0; same && p < length(to); p++) {
          same = unit(base(to) + p) == unit(base(from) + p);
        }
        if (same && roles.putIfAbsent(to, role) == null) {
          inherited.add(to);
        }
      }
    }
  }

  @Override
  public void consume(int input, int axis, Consumption.Kind kind) {
    consumptions.add(new Consumption(node().key(), input, axis, kind));
    Axis summed = new Axis(node().input(input), axis);
    if (kind == Consumption.Kind.NORMALISE || kind == Consumption.Kind.NORMALISE_GROUPS) {
      normalised.add(summed);
    }
    if (varies(summed)) {
      bar(summed, node().op() + " sums over it together with an axis of the data");
    }
  }

  @Override
  public int length(Axis axis) {
    return holdsPieces(axis) ? pieces.get(axis.index())[0] : shape(axis.value()).a()[axis.index()];
  }

  /** Whether the length of an axis depends on the data. */
  boolean varies(Axis axis) {
    return holdsPieces(axis)
        ? pieces.get(axis.index())[0] != pieces.get(axis.index())[1]
        : shape(axis.value()).varies(axis.index());
  }

  private static boolean holdsPieces(Axis axis) {
    return axis.value().equals(NO_VALUE);
  }

  /** The label of an axis' first position; those of the others follow. */
  int base(Axis axis) {
    Integer base = first.get(axis);
    if (base == null) {
      throw new IllegalStateException("no axis " + axis);
    }
    return base;
  }

  /** The unit that a label belongs to, as the smallest label of its set. */
  int unit(int label) {
    return sets.find(label);
  }

  /** The axes of all observed values. */
  List<Axis> axes() {
    return first.keySet().stream().filter(axis -> !holdsPieces(axis)).toList();
  }

  int count() {
    return sets.size();
  }

  List<Pin> pins() {
    return pins;
  }

  /** Whether a mean and variance are taken over this axis. */
  boolean normalised(Axis axis) {
    return normalised.contains(axis);
  }

  List<Factor> factors() {
    return factors;
  }

  Map<Axis, Role> roles() {
    return roles;
  }

  /** Whether a parameter has its role along an axis from what is made of it. */
  boolean inherited(Axis axis) {
    return inherited.contains(axis);
  }

  List<Consumption> consumptions() {
    return consumptions;
  }
}
