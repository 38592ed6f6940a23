package dev.espalier.recurrence;

import dev.espalier.model.DType;
import dev.espalier.model.Dims;
import dev.espalier.model.Node;
import dev.espalier.model.Shapes;
import dev.espalier.model.Tensor;
import dev.espalier.recurrence.Known.Constant;
import dev.espalier.recurrence.Known.Rows;
import dev.espalier.recurrence.Known.Whole;
import dev.espalier.recurrence.Step.Sequence;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads the body of a step node by node: what each value is, as far as a cell can need it. What is
 * not understood is unknown, and so is all that is made of it.
 */
final class Body {
  /** Activations that the recurrent operators of ONNX have and that take no numbers. */
  private static final Set<String> ACTIVATIONS =
      Set.of("Relu", "Sigmoid", "Softplus", "Softsign", "Tanh");

  /** Numbers in all matrices of all values. */
  private static final long MOST_HELD = 1L << 26;

  private final Inside inside;
  private final Map<String, Known> known;
  private final Map<Atom.Given, Sequence> sequences = new HashMap<>();
  private long held;

  private Body(Inside inside, Map<String, Known> given) {
    this.inside = inside;
    this.known = new HashMap<>(given);
  }

  /**
   * What values of the body are.
   *
   * @param known by name inside
   * @param sequences that rows come from, by the atom that stands for their element
   */
  record Understood(Map<String, Known> known, Map<Atom.Given, Sequence> sequences) {}

  /** Names of a body with what they mean in the main graph. */
  interface Inside {
    Step step();

    /** A value of the main graph that is the same at every step; empty for one of the body. */
    String outer(String name);

    Outside outside();

    /** What is known of a value of the main graph, constants aside. */
    @Nullable Count count(String outer);

    /** The length of the sequences. */
    Count length();

    /** The length of this axis in the same terms; null where it is another that varies. */
    @Nullable Count length(Outside.Axis axis);
  }

  /** Reads all nodes; {@code given} are states and counters. */
  static Understood read(Inside inside, Map<String, Known> given) {
    Body body = new Body(inside, given);
    inside.step().read().forEach(body::element);
    for (Node node : inside.step().body().nodes()) {
      if (node.domain().isEmpty()) {
        body.read(node);
      }
    }
    return new Understood(
        Collections.unmodifiableMap(body.known), Collections.unmodifiableMap(body.sequences));
  }

  private void element(String name, Sequence sequence) {
    put(name, row(sequence, 0));
  }

  private void put(String name, @Nullable Known value) {
    if (value != null && !name.isEmpty()) {
      known.put(name, value);
      held += value instanceof Rows rows ? rows.formula().held() : 0;
      if (held > MOST_HELD) {
        throw new Matrix.TooLarge();
      }
    }
  }

  private @Nullable Known get(String name) {
    Known value = known.get(name);
    if (value != null || name.isEmpty()) {
      return value;
    }
    String outer = inside.outer(name);
    if (outer.isEmpty()) {
      return null;
    }
    Tensor constant = inside.outside().constant(outer);
    if (constant != null) {
      return new Constant(constant);
    }
    Count count = inside.count(outer);
    Shapes.Observed seen = inside.outside().shape(outer);
    return count == null || seen == null ? null : new Whole(count, seen.rank());
  }

  private void read(Node node) {
    Known first = get(node.input(0));
    switch (node.op()) {
      case "Split" -> split(node, first);
      case "Gather" -> put(node.output(0), gathered(node));
      case "Slice" -> put(node.output(0), sliced(node, first));
      case "Concat" -> put(node.output(0), joined(node));
      case "MatMul" -> put(node.output(0), Columns.product(first, get(node.input(1)), false));
      case "Gemm" -> put(node.output(0), gemm(node, first));
      case "Identity" -> put(node.output(0), first);
      case "Cast" -> put(node.output(0), cast(node, first));
      case "Squeeze", "Unsqueeze", "Reshape" -> put(node.output(0), formed(node, first));
      case "Add", "Sub", "Mul" ->
          put(node.output(0), Sums.of(node.op(), first, get(node.input(1))));
      case "Neg" -> put(node.output(0), Sums.negative(first));
      case "Less", "LessOrEqual", "Greater", "GreaterOrEqual", "And" ->
          put(node.output(0), Sums.truth(node.op(), first, get(node.input(1))));
      default -> {
        Rows rows = ACTIVATIONS.contains(node.op()) ? Known.rows(first) : null;
        put(
            node.output(0),
            rows == null ? null : new Rows(rows.formula().applied(node.op()), rows.ones()));
      }
    }
  }

  /** An element of a sequence of the main graph, of three axes. */
  private @Nullable Rows row(Sequence sequence, int ones) {
    Shapes.Observed seen = inside.outside().shape(sequence.time().value());
    if (seen == null
        || seen.type() != DType.FLOAT
        || seen.rank() != 3
        || seen.varies(2)
        || sequence.time().index() > 1
        || sequence.time().index() < 0
        || !inside.length().equals(inside.length(sequence.time()))) {
      return null;
    }
    String name = sequence.time() + (sequence.backward() ? " backward" : "");
    Atom.Given element = new Atom.Given(name, seen.a()[2]);
    sequences.put(element, sequence);
    return new Rows(Formula.of(element), ones);
  }

  /** Which way an index runs through a sequence; null where it does not. */
  private @Nullable Boolean backward(@Nullable Count index) {
    Count length = inside.length();
    Count last = new Count(length.fixed() - 1, -1, length.perLength());
    if (Count.step().equals(index)) {
      return false;
    }
    return last.equals(index) || new Count(-1, -1, 0).equals(index) ? Boolean.TRUE : null;
  }

  /** One element of a sequence of the main graph. */
  private @Nullable Rows gathered(Node node) {
    String outer = known.containsKey(node.input(0)) ? "" : inside.outer(node.input(0));
    Whole index = Known.whole(get(node.input(1)));
    if (outer.isEmpty() || index == null) {
      return null;
    }
    Boolean backward = backward(index.count());
    int axis = Dims.axis(node.intAttr("axis", 0), 3);
    boolean leads = index.rank() <= (axis == 0 ? 1 : 0);
    return backward == null || !leads
        ? null
        : row(new Sequence(new Outside.Axis(outer, axis), backward), index.rank());
  }

  private void split(Node node, @Nullable Known value) {
    int outputs = node.outputs().size();
    long[] sizes = node.hasInput(1) ? Known.integers(get(node.input(1))) : node.intsAttr("split");
    Rows rows = node.hasInput(1) && sizes == null ? null : Known.rows(value);
    List<Rows> parts =
        rows == null ? List.of() : Columns.split(rows, node.intAttr("axis", 0), outputs, sizes);
    for (int i = 0; i < parts.size(); i++) {
      put(node.output(i), parts.get(i));
    }
  }

  private @Nullable Rows sliced(Node node, @Nullable Known value) {
    Rows rows = Known.rows(value);
    long[] begins = stated(node, 1, "starts");
    long[] ends = stated(node, 2, "ends");
    long[] axes = stated(node, 3, "axes");
    long[] steps = node.hasInput(4) ? Known.integers(get(node.input(4))) : new long[0];
    return rows == null || begins == null || ends == null || axes == null || steps == null
        ? null
        : Columns.sliced(rows, begins, ends, axes, steps);
  }

  private long @Nullable [] stated(Node node, int input, String attribute) {
    return node.hasInput(input) ? Known.integers(get(node.input(input))) : node.intsAttr(attribute);
  }

  private @Nullable Rows joined(Node node) {
    List<@Nullable Rows> parts = new ArrayList<>();
    for (String name : node.inputs()) {
      parts.add(get(name) instanceof Rows rows ? rows : null);
    }
    return Columns.joined(parts, node.intAttr("axis", 0));
  }

  private @Nullable Known gemm(Node node, @Nullable Known value) {
    boolean transposed = node.intAttr("transB", 0) != 0;
    Rows product = Columns.product(value, get(node.input(1)), transposed);
    if (product == null || product.ones() > 0 || node.intAttr("transA", 0) != 0) {
      return null;
    }
    Known scaled = new Rows(product.formula().scaled(node.floatAttr("alpha", 1)), 0);
    Rows added = Known.rows(get(node.input(2)));
    if (!node.hasInput(2) || added == null) {
      return node.hasInput(2) ? null : scaled;
    }
    float beta = node.floatAttr("beta", 1);
    return Sums.of("Add", scaled, new Rows(added.formula().scaled(beta), added.ones()));
  }

  private static @Nullable Known cast(Node node, @Nullable Known value) {
    long type = node.intAttr("to", 0);
    boolean real = type == DType.FLOAT.onnx();
    boolean whole = type == DType.INT64.onnx() || type == DType.INT32.onnx();
    return value instanceof Rows && real || value instanceof Whole && (real || whole)
        ? value
        : null;
  }

  /** Axes of 1 that come or go. */
  private @Nullable Known formed(Node node, @Nullable Known value) {
    long[] stated = node.hasInput(1) ? Known.integers(get(node.input(1))) : node.intsAttr("axes");
    if (value instanceof Whole number) {
      int change = stated == null ? number.rank() : stated.length;
      return switch (node.op()) {
        case "Squeeze" -> new Whole(number.count(), number.rank() - change);
        case "Unsqueeze" -> new Whole(number.count(), number.rank() + change);
        default -> stated == null ? null : new Whole(number.count(), stated.length);
      };
    }
    return value instanceof Rows rows && stated != null
        ? Columns.formed(node.op(), rows, stated)
        : null;
  }
}
