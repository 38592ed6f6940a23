package dev.espalier.coupling;

import dev.espalier.model.Graph;
import dev.espalier.model.Model;
import dev.espalier.model.Node;
import dev.espalier.model.Shapes;
import dev.espalier.model.ValueInfo;
import dev.espalier.op.Axis;
import dev.espalier.op.OpRule;
import dev.espalier.op.OpRules;

/** Lets every rule speak, settles factored axes, and reads groups and barriers off the labels. */
public final class Coupler {
  private final OpRules rules;
  private final boolean blocks;

  /**
   * @param rules of the operators
   * @param blocks whether factored axes are cut in whole blocks (heads) or in equal positions of
   *     each block
   */
  public Coupler(OpRules rules, boolean blocks) {
    this.rules = rules;
    this.blocks = blocks;
  }

  /**
   * Couples a prepared model (constants as initializers, folded, accidental sharing undone). Cost:
   * linear in labels.
   */
  public Coupling couple(Model model, Shapes shapes) {
    Graph graph = model.graph();
    Labels labels = new Labels(model, shapes);
    for (ValueInfo input : graph.dataInputs()) {
      barAll(labels, "input", input.name(), "is the model's input " + input.name());
    }
    for (Node node : graph.nodes()) {
      speak(node, labels);
    }
    for (ValueInfo output : graph.outputs()) {
      barAll(labels, "output", output.name(), "is the model's output " + output.name());
    }
    Escapes escapes = new Escapes(graph, labels);
    graph.nodes().stream().filter(n -> n.is("Shape") || n.is("Size")).forEach(escapes::bar);
    new Factors(labels, blocks).settle();
    return new Grouping(model, shapes, labels).coupling();
  }

  private void speak(Node node, Labels labels) {
    labels.enter(node);
    OpRule rule = rules.of(node);
    boolean seen =
        Graph.reads(node).stream().allMatch(labels::observed)
            && node.outputs().stream().allMatch(o -> o.isEmpty() || labels.observed(o));
    if (rule != null && seen) {
      rule.couple(node, labels);
      return;
    }
    String reason =
        rule == null
            ? "meets " + node.op() + ", an operator without a rule"
            : "meets " + node.op() + ", whose values could not be observed";
    for (String value : Graph.reads(node)) {
      barAll(labels, node.label(), value, reason);
    }
    for (String value : node.outputs()) {
      barAll(labels, node.label(), value, reason);
    }
  }

  private static void barAll(Labels labels, String who, String value, String reason) {
    if (!value.isEmpty() && labels.observed(value)) {
      for (int i = 0; i < labels.shape(value).rank(); i++) {
        labels.bar(who, new Axis(value, i), reason);
      }
    }
  }
}
