package dev.espalier.plan;

import dev.espalier.coupling.Coupling;
import dev.espalier.model.Graph;
import dev.espalier.model.GraphWriter;
import dev.espalier.model.Model;
import dev.espalier.model.Node;
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
  private final MaskWriter masks;
  private final Set<String> removed;
  private final Map<String, Integer> places = new LinkedHashMap<>();

  private Masking(Coupling coupling, PrunePlan plan) {
    this.coupling = coupling;
    this.kept = new KeptAxes(coupling, plan);
    this.removed = Set.copyOf(plan.removed());
    this.masks = new MaskWriter(coupling, kept);
  }

  /**
   * {@return the reference model for a plan whose constants have been folded into the coupled
   * model} Cost: a copy of weights that are masked.
   *
   * @param coupling of the model that is cut
   * @param plan what stays of the model
   */
  public static Model apply(Coupling coupling, PrunePlan plan) {
    Masking masking = new Masking(coupling, plan);
    plan.masks().forEach((name, mask) -> masking.hold(name, mask));
    return masking.model();
  }

  private void hold(String name, Mask mask) {
    float[] keep = mask.tensor().floats();
    Tensor weights = masks.writer().initializers().get(name);
    if (weights != null) {
      double[] values = weights.doubles();
      for (int i = 0; i < values.length; i++) {
        values[i] *= keep[i];
      }
      masks.writer().initializer(name, weights.with(values));
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
    return coupling.model().withGraph(masks.writer().in(graph).withoutValueInfos());
  }

  private void place(Node node, List<Consumption> consumptions) {
    Node masked = removed.contains(node.key()) ? withoutBranch(node) : node;
    double grow = 1;
    List<Consumption> normalised = new ArrayList<>();
    for (Consumption c : consumptions) {
      Axis axis = new Axis(node.input(c.input()), c.axis());
      boolean[] gone = kept.gone(axis);
      if (NormReference.takes(c.kind())) {
        normalised.add(c);
      } else if (gone != null) {
        masked = masked.withInput(c.input(), masks.held(masked.input(c.input()), axis));
        grow *= c.kind() == Consumption.Kind.MEAN ? MaskWriter.share(gone) : 1;
      }
    }
    boolean cutNorm =
        normalised.stream().anyMatch(c -> kept.gone(new Axis(node.input(0), c.axis())) != null);
    if (cutNorm) {
      new NormReference(masks, kept).write(node, normalised);
    } else if (grow != 1) {
      rescale(masked, grow);
    } else {
      masks.writer().add(masked);
    }
  }

  /** A branch is computed from the skip, so it is the operand that is made last. */
  private Node withoutBranch(Node sum) {
    int branch =
        places.getOrDefault(sum.input(0), -1) > places.getOrDefault(sum.input(1), -1) ? 0 : 1;
    return sum.withInput(
        branch, masks.product(sum.input(branch), masks.constant(0, sum.output(0))));
  }

  private void rescale(Node mean, double grow) {
    GraphWriter writer = masks.writer();
    String raw = masks.claim("Mul");
    writer.add(
        new Node(
            mean.name(),
            mean.domain(),
            mean.op(),
            mean.inputs(),
            List.of(raw),
            mean.attributes(),
            mean.rest()));
    String factor = masks.constant(grow, mean.output(0));
    writer.add(Node.of("Mul", raw + "/scaled", List.of(raw, factor), List.of(mean.output(0))));
  }
}
