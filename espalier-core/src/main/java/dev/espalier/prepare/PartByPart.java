package dev.espalier.prepare;

import dev.espalier.coupling.Coupling;
import dev.espalier.model.DType;
import dev.espalier.model.Graph;
import dev.espalier.model.Model;
import dev.espalier.model.ModelFormatException;
import dev.espalier.model.Node;
import dev.espalier.model.Shapes;
import dev.espalier.model.Tensor;
import dev.espalier.model.ValueInfo;
import dev.espalier.op.Axis;
import dev.espalier.op.Trait;
import dev.espalier.ort.Closeness;
import dev.espalier.ort.Session;
import dev.espalier.ort.SessionOptions;
import dev.espalier.plan.KeptAxes;
import dev.espalier.plan.PrunePlan;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Compares a cut model with its reference between joints: what layers and normalisations make, and
 * what is read by an operator that jumps (a comparison, a rounding, the largest of several).
 *
 * <p>The cut model is taken apart there. Each part is given what the reference made at the joints
 * before it, without the units that are cut, and must make what the reference made at its end. If
 * each part does, both models are the same function of these inputs, whatever becomes of rounding
 * on its way through all of them: a network that moves its outputs by a tenth when a weight's last
 * bit changes cannot be compared at its end.
 *
 * <p>Numbers are equal within {@link Certificate#RTOL} of themselves, and {@value #OF_UNIT} of the
 * largest in their unit, and {@value #OF_VALUE} of the largest in the value. Cost: one call of each
 * model for each feed, and memory for what is made at the joints.
 */
final class PartByPart {
  private static final double OF_UNIT = 1e-5;
  private static final double OF_VALUE = 1e-6;
  private static final long MOST_BYTES = 1L << 30;
  private static final List<Trait> ENDS =
      List.of(Trait.LAYER, Trait.WEIGHTED, Trait.RECURRENT, Trait.NORMALISES);

  private final Model reference;
  private final Model cut;
  private final Shapes shapes;
  private final KeptAxes kept;
  private final Set<String> joints;

  /** The first record of each joint in the first feed, and those joints that others differ from. */
  private final Map<String, Tensor> first = new LinkedHashMap<>();

  private final Set<String> telling = new LinkedHashSet<>();

  /**
   * A cut in float32.
   *
   * @param reference what the cut model must equal
   * @param cut the model that is checked
   * @param whole coupling of the uncut model
   * @param plan what was kept
   */
  PartByPart(Model reference, Model cut, Coupling whole, PrunePlan plan) {
    this.reference = reference;
    this.cut = cut;
    this.shapes = whole.shapes();
    this.kept = new KeptAxes(whole, plan);
    this.joints = joints();
  }

  int parts() {
    return joints.size() + 1;
  }

  /** Whether what every layer and normalisation made depended on what went in. */
  boolean told() {
    return !telling.isEmpty()
        && cut.graph().nodes().stream()
            .filter(PartByPart::ends)
            .map(node -> node.output(0))
            .filter(joints::contains)
            .allMatch(telling::contains);
  }

  /** How far the parts are from equal; not within where they are too many to be held at once. */
  Closeness over(List<Map<String, Tensor>> feeds) {
    long bytes = joints.stream().mapToLong(this::bytes).sum();
    if (bytes > MOST_BYTES) {
      return Closeness.incomparable("its parts take more than " + (MOST_BYTES >> 20) + " MB");
    }
    try (Session right = Session.open(observed(reference), SessionOptions.literal(1));
        Session apart = Session.open(apart(), SessionOptions.literal(1))) {
      Closeness all = new Closeness(0, 0, true, "");
      for (Map<String, Tensor> feed : feeds) {
        Map<String, Tensor> wanted = new LinkedHashMap<>(right.run(feed));
        joints.forEach(j -> wanted.computeIfPresent(j, this::remaining));
        joints.forEach(j -> listen(j, Objects.requireNonNull(wanted.get(j))));
        Map<String, Tensor> given = new LinkedHashMap<>(feed);
        joints.forEach(j -> given.put(given(j), wanted.get(j)));
        all = all.and(equal(wanted, apart.run(given)));
      }
      return all;
    } catch (ModelFormatException e) {
      return Closeness.incomparable(String.valueOf(e.getMessage()));
    }
  }

  /** Differs from the first record by more than two equal ones may. */
  private void listen(String joint, Tensor made) {
    if (made.size() == 0) {
      return;
    }
    int rows = made.rank() == 0 ? 1 : made.dims()[0];
    Tensor known = first.computeIfAbsent(joint, j -> record(made, 0));
    for (int row = 0; row < rows && !telling.contains(joint); row++) {
      if (!equal(joint, known, record(made, row)).within()) {
        telling.add(joint);
      }
    }
  }

  private static Tensor record(Tensor made, int row) {
    return made.rank() == 0 ? made : made.select(0, new int[] {row});
  }

  private Closeness equal(Map<String, Tensor> wanted, Map<String, Tensor> made) {
    Closeness all = new Closeness(0, 0, true, "");
    for (Map.Entry<String, Tensor> entry : wanted.entrySet()) {
      all = all.and(equal(entry.getKey(), entry.getValue(), made.get(entry.getKey())));
    }
    return all;
  }

  private Closeness equal(String value, Tensor right, @Nullable Tensor made) {
    int axis = units(value, right);
    double[] floors = right.type().floating() ? floors(axis, right) : new double[0];
    return Closeness.of(
        value, right, made, Certificate.RTOL, i -> floors[place(right.dims(), axis, i)]);
  }

  /** Absolute tolerance by position along the axis of units. */
  private static double[] floors(int axis, Tensor right) {
    double[] largest = new double[right.rank() == 0 ? 1 : right.dims()[axis]];
    for (int i = 0; i < right.size(); i++) {
      double size = Math.abs(right.number(i));
      int place = place(right.dims(), axis, i);
      largest[place] = Double.isFinite(size) ? Math.max(largest[place], size) : largest[place];
    }
    double most = Arrays.stream(largest).max().orElse(0);
    return Arrays.stream(largest).map(l -> OF_UNIT * l + OF_VALUE * most).toArray();
  }

  /** The axis that loses units; where none does, that behind the first. */
  private int units(String value, Tensor right) {
    for (int axis = 0; axis < right.rank(); axis++) {
      if (kept.gone(new Axis(value, axis)) != null) {
        return axis;
      }
    }
    return Math.min(1, Math.max(0, right.rank() - 1));
  }

  private static int place(int[] dims, int axis, int flat) {
    int behind = 1;
    for (int i = axis + 1; i < dims.length; i++) {
      behind *= dims[i];
    }
    return dims.length == 0 ? 0 : flat / behind % dims[axis];
  }

  private Tensor remaining(String value, Tensor made) {
    Tensor left = made;
    for (int axis = 0; axis < made.rank(); axis++) {
      int[] stays = kept.kept(new Axis(value, axis));
      left = stays == null ? left : left.select(axis, stays);
    }
    return left;
  }

  private static String given(String joint) {
    return joint + "/given";
  }

  private Model observed(Model model) {
    return model.withGraph(model.graph().observing(joints).withoutValueInfos());
  }

  /** The cut model, in which what reads a joint reads an input in its place. */
  private Model apart() {
    Graph graph = cut.graph();
    List<Node> nodes = graph.nodes().stream().map(this::reading).toList();
    List<ValueInfo> inputs = new ArrayList<>(graph.inputs());
    for (String joint : joints) {
      Shapes.Observed seen = seen(joint);
      List<ValueInfo.Dim> open = Collections.nCopies(seen.rank(), ValueInfo.Dim.symbol(""));
      inputs.add(ValueInfo.of(given(joint), seen.type(), open.toArray(ValueInfo.Dim[]::new)));
    }
    Model severed = cut.withGraph(graph.withNodes(nodes).withInputs(inputs));
    return observed(severed);
  }

  private Node reading(Node node) {
    Node changed = node;
    for (int i = 0; i < node.inputs().size(); i++) {
      changed =
          joints.contains(node.input(i)) ? changed.withInput(i, given(node.input(i))) : changed;
    }
    return changed;
  }

  private Shapes.Observed seen(String value) {
    Shapes.Observed seen = shapes.get(value);
    if (seen == null) {
      throw new IllegalStateException("value " + value + " was not observed");
    }
    return seen;
  }

  private long bytes(String joint) {
    Shapes.Observed seen = seen(joint);
    return Arrays.stream(seen.b()).mapToLong(s -> s).reduce(seen.type().bytes(), (a, b) -> a * b);
  }

  /** Computed by both models, and read by a node of the cut one. */
  private Set<String> joints() {
    Set<String> wanted = new LinkedHashSet<>();
    for (Node node : cut.graph().nodes()) {
      if (ends(node)) {
        wanted.addAll(node.outputs());
      }
      if (jumps(node)) {
        wanted.addAll(node.inputs());
      }
    }
    Set<String> both = new LinkedHashSet<>(cut.graph().producers().keySet());
    both.retainAll(reference.graph().producers().keySet());
    wanted.retainAll(both);
    wanted.removeIf(v -> !floating(v));
    return wanted;
  }

  private static boolean ends(Node node) {
    return ENDS.stream().anyMatch(end -> end.of(node));
  }

  private boolean jumps(Node node) {
    return Trait.JUMPS.of(node)
        || !node.is("Shape")
            && node.outputs().stream().anyMatch(o -> shapes.get(o) != null && !floating(o));
  }

  private boolean floating(String value) {
    Shapes.Observed seen = shapes.get(value);
    return seen != null && (seen.type() == DType.FLOAT || seen.type() == DType.DOUBLE);
  }
}
