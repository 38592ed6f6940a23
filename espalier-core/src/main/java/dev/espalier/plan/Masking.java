package dev.espalier.plan;

import dev.espalier.coupling.Coupling;
import dev.espalier.model.Attributes;
import dev.espalier.model.Graph;
import dev.espalier.model.GraphWriter;
import dev.espalier.model.Model;
import dev.espalier.model.Node;
import dev.espalier.model.Shapes;
import dev.espalier.model.Tensor;
import dev.espalier.op.Axis;
import dev.espalier.op.Consumption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The uncut model in which cut units count as zero where they are consumed, means and
 * normalisations are taken over the kept units, and branches of removed blocks are multiplied by
 * zero: what a cut model must equal. Shares no code with {@link Surgeon}.
 */
public final class Masking {
  private final Coupling coupling;
  private final KeptAxes kept;
  private final Numbered names = new Numbered();
  private final GraphWriter writer;

  private final Set<String> removed;
  private final Map<String, Integer> places = new LinkedHashMap<>();

  private Masking(Coupling coupling, PrunePlan plan) {
    this.coupling = coupling;
    this.kept = new KeptAxes(coupling, plan);
    this.removed = Set.copyOf(plan.removed());
    this.writer = GraphWriter.over(coupling.model(), names);
  }

  /**
   * The reference model for a plan whose constants have been folded into the coupled model. Cost: a
   * copy of weights that are masked.
   */
  public static Model apply(Coupling coupling, PrunePlan plan) {
    Masking masking = new Masking(coupling, plan);
    plan.masks().forEach((name, mask) -> masking.hold(name, mask));
    return masking.model();
  }

  private void hold(String name, Mask mask) {
    float[] keep = mask.tensor().floats();
    Tensor weights = writer.initializers().get(name);
    if (weights != null) {
      float[] values = weights.floats();
      for (int i = 0; i < values.length; i++) {
        values[i] *= keep[i];
      }
      writer.initializer(name, Tensor.floats(values, weights.dims()));
    }
  }

  private Model model() {
    Map<String, List<Consumption>> byNode = new LinkedHashMap<>();
    coupling
        .consumptions()
        .forEach(c -> byNode.computeIfAbsent(c.node(), k -> new ArrayList<>()).add(c));
    for (Node node : coupling.model().graph().nodes()) {
      node.outputs().forEach(o -> places.put(o, places.size()));
      place(node, byNode.getOrDefault(node.key(), List.of()));
    }
    Graph graph = coupling.model().graph();
    return coupling.model().withGraph(writer.in(graph).withoutValueInfos());
  }

  private void place(Node node, List<Consumption> consumptions) {
    Node masked = removed.contains(node.key()) ? withoutBranch(node) : node;
    double grow = 1;
    List<Integer> normalised = new ArrayList<>();
    for (Consumption c : consumptions) {
      Axis axis = new Axis(node.input(c.input()), c.axis());
      boolean[] gone = kept.gone(axis);
      if (c.kind() == Consumption.Kind.NORMALISE) {
        normalised.add(c.axis());
      } else if (gone != null) {
        masked = masked.withInput(c.input(), product(masked.input(c.input()), mask(axis, gone)));
        grow *= c.kind() == Consumption.Kind.MEAN ? share(gone) : 1;
      }
    }
    boolean cutNorm =
        normalised.stream().anyMatch(i -> kept.gone(new Axis(node.input(0), i)) != null);
    if (cutNorm) {
      normalise(node, normalised);
    } else if (grow != 1) {
      rescale(masked, grow);
    } else {
      writer.add(masked);
    }
  }

  /** A branch is computed from the skip, so it is the operand that is made last. */
  private Node withoutBranch(Node sum) {
    int branch =
        places.getOrDefault(sum.input(0), -1) > places.getOrDefault(sum.input(1), -1) ? 0 : 1;
    String zero = constant(Tensor.floats(new float[] {0}));
    return sum.withInput(branch, product(sum.input(branch), zero));
  }

  private static double share(boolean[] gone) {
    int stays = 0;
    for (boolean g : gone) {
      stays += g ? 0 : 1;
    }
    return (double) gone.length / stays;
  }

  private String mask(Axis axis, boolean[] gone) {
    Shapes.Observed shape = coupling.shapes().get(axis.value());
    if (shape == null) {
      throw new IllegalStateException("value " + axis.value() + " was not observed");
    }
    int[] dims = new int[shape.rank()];
    java.util.Arrays.fill(dims, 1);
    dims[axis.index()] = gone.length;
    float[] values = new float[gone.length];
    for (int i = 0; i < gone.length; i++) {
      values[i] = gone[i] ? 0 : 1;
    }
    return constant(Tensor.floats(values, dims));
  }

  private String constant(Tensor tensor) {
    return writer.constant(names.constant(""), tensor);
  }

  private String product(String a, String b) {
    return writer.node("Mul", a, b);
  }

  private void rescale(Node mean, double grow) {
    String raw = writer.claim(names.value("Mul"));
    writer.add(
        new Node(
            mean.name(),
            mean.domain(),
            mean.op(),
            mean.inputs(),
            List.of(raw),
            mean.attributes(),
            mean.rest()));
    String factor = constant(Tensor.floats(new float[] {(float) grow}));
    writer.add(Node.of("Mul", raw + "/scaled", List.of(raw, factor), List.of(mean.output(0))));
  }

  /** LayerNormalization written out, with mean and variance over the kept positions. */
  private void normalise(Node node, List<Integer> axes) {
    String x = node.input(0);
    String mask = "";
    double grow = 1;
    for (int i : axes) {
      boolean[] gone = kept.gone(new Axis(x, i));
      if (gone != null) {
        String one = mask(new Axis(x, i), gone);
        mask = mask.isEmpty() ? one : product(mask, one);
        grow *= share(gone);
      }
    }
    String factor = constant(Tensor.floats(new float[] {(float) grow}));
    String centred = writer.node("Sub", x, product(mean(product(x, mask), axes), factor));
    String held = product(centred, mask);
    String variance = product(mean(product(held, held), axes), factor);
    String epsilon = constant(Tensor.floats(new float[] {node.floatAttr("epsilon", 1e-5f)}));
    String deviation = writer.node("Sqrt", writer.node("Add", variance, epsilon));
    String scaled = product(writer.node("Div", centred, deviation), node.input(1));
    String shift = node.hasInput(2) ? node.input(2) : constant(Tensor.floats(new float[] {0}));
    writer.add(
        Node.of("Add", node.name() + "/masked", List.of(scaled, shift), List.of(node.output(0))));
  }

  private String mean(String x, List<Integer> axes) {
    int[] values = axes.stream().mapToInt(Integer::intValue).toArray();
    return writer.node("ReduceMean", Attributes.of("axes", values), x);
  }

  /** Counts what is written, constants and values in one row. */
  private static final class Numbered implements GraphWriter.Naming {
    private int made;

    @Override
    public String value(String op) {
      return "masked/" + made++;
    }

    @Override
    public String constant(String content) {
      return "mask/" + made++;
    }
  }
}
