package dev.espalier.adaptive;

import dev.espalier.model.Attribute;
import dev.espalier.model.Graph;
import dev.espalier.model.Model;
import dev.espalier.model.ModelFormatException;
import dev.espalier.model.Node;
import dev.espalier.model.Shapes;
import dev.espalier.model.Tensor;
import dev.espalier.ort.Closeness;
import dev.espalier.ort.Probe;
import dev.espalier.ort.Session;
import dev.espalier.ort.SessionOptions;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Raises models to a newer set of the standard operators.
 *
 * <p>Operators whose meaning or form changed are rewritten by {@link OpsetSteps}; all others mean
 * the same in every version from 7 on. The raised model is run beside the given one and must answer
 * alike.
 */
public final class Opsets {
  /** The first set in which the glue of a joined graph has one form. */
  static final long LOWEST = 13;

  /** Models from before have operators of which too much changed since. */
  private static final long OLDEST = 7;

  /** Changes of later sets are not known here. */
  private static final long NEWEST = 23;

  private static final int ROWS = 1;
  private static final double RTOL = 1e-4;
  private static final double ATOL = 1e-5;

  private Opsets() {}

  /**
   * {@return the same function in another operator set; the model itself where it has that already}
   *
   * @param model of an older set
   * @param target the set that is wanted
   * @param label what a message calls the model
   * @throws ModelFormatException with node, reason and remedy where an operator cannot be raised
   */
  public static Model raised(Model model, long target, String label) {
    if (model.opset() == target) {
      return model;
    }
    String way = label + " of operator set " + model.opset() + " cannot be raised to " + target;
    if (model.opset() < OLDEST || model.opset() > target || target > NEWEST) {
      throw new ModelFormatException(
          way + ": sets " + OLDEST + " to " + NEWEST + " can; export it with set " + target);
    }
    Model raised = rewritten(model, target, way);
    Closeness same = compared(model, raised);
    if (!same.within()) {
      throw new ModelFormatException(
          way + ": answers would change, " + same.worst() + "; export it with set " + target);
    }
    return raised;
  }

  private static Model rewritten(Model model, long target, String way) {
    Graph graph = model.graph();
    graph.nodes().forEach(node -> subgraphs(node, way));
    Shapes shapes = Probe.observe(model);
    Draft draft = Draft.of(target, OpsetSteps.names(graph));
    graph.initializers().forEach(draft::initializer);
    OpsetSteps steps = new OpsetSteps(draft, shapes, model.opset());
    for (Node node : graph.nodes()) {
      try {
        draft.add(steps.raised(node, target));
      } catch (ModelFormatException e) {
        throw new ModelFormatException(
            way + ": " + node + " " + e.getMessage() + "; export it with set " + target, e);
      }
    }
    Map<String, Long> opsets = new LinkedHashMap<>(model.opsets());
    opsets.put("", target);
    Graph raised = draft.graph(graph.name(), graph.dataInputs(), graph.outputs());
    Model with = Models.with(model, raised.pruned());
    return new Model(
        with.graph(), with.irVersion(), opsets, with.metadata(), with.rest(), with.ending());
  }

  private static void subgraphs(Node node, String way) {
    for (Attribute attribute : node.attributes().values()) {
      if (attribute instanceof Attribute.Opaque) {
        throw new ModelFormatException(
            way + ": " + node + " holds a graph of its own; export it with the newer set");
      }
    }
  }

  private static Closeness compared(Model model, Model raised) {
    try (Session before = Session.open(model, SessionOptions.threads(1));
        Session after = Session.open(raised, SessionOptions.threads(1))) {
      Map<String, Tensor> inputs = Probe.inputs(model, before, ROWS);
      return Closeness.of(before.run(inputs), after.run(inputs), RTOL, ATOL);
    }
  }
}
