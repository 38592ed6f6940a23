package dev.espalier.coupling;

import dev.espalier.model.Attribute;
import dev.espalier.model.DType;
import dev.espalier.model.Graph;
import dev.espalier.model.Model;
import dev.espalier.model.ModelFormatException;
import dev.espalier.model.Node;
import dev.espalier.model.Shapes;
import dev.espalier.model.Tensor;
import dev.espalier.model.ValueInfo;
import dev.espalier.op.Axis;
import dev.espalier.op.OpRule;
import dev.espalier.op.OpRules;
import dev.espalier.op.Role;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Lets every rule speak, settles factored axes, and reads groups and barriers off the labels. */
public final class Coupler {
  private final OpRules rules;
  private final boolean blocks;

  /**
   * Makes a coupler that follows units through operators by these rules.
   *
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
   *
   * @param model that is coupled
   * @param shapes observed of the model
   * @return the model with its groups, blocks and barriers
   */
  public Coupling couple(Model model, Shapes shapes) {
    Labels labels = spoken(model, shapes);
    Factors factors = new Factors(labels, blocks, false);
    factors.settle();
    labels.inherit();
    Coupling whole = new Grouping(model, shapes, labels).coupling().with(bodies(model.graph()));
    if (!factors.meetGroups()) {
      return whole;
    }
    Labels again = spoken(model, shapes);
    new Factors(again, blocks, true).settle();
    again.inherit();
    return freer(whole, new Grouping(model, shapes, again).coupling().with(bodies(model.graph())));
  }

  /**
   * The coupling that lets more of the parameters go, or the same in smaller units. Whole groups of
   * channels and equal positions of each are both right, but where channels of several widths stand
   * side by side one of them may leave no units at all.
   */
  private static Coupling freer(Coupling a, Coupling b) {
    int order = Long.compare(free(b), free(a));
    int units = Integer.compare(units(b), units(a));
    return order > 0 || order == 0 && units > 0 ? b : a;
  }

  /** Elements of parameters that make units which may go. */
  private static long free(Coupling coupling) {
    long total = 0;
    for (Group group : coupling.prunable()) {
      for (Slot slot : group.parameters(Role.PRODUCES)) {
        Tensor tensor = coupling.model().graph().initializers().get(slot.axis().value());
        Held held = slot.held();
        total += tensor == null ? 0 : (long) held.count() * (tensor.size() / held.length());
      }
    }
    return total;
  }

  private static int units(Coupling coupling) {
    return coupling.prunable().stream().mapToInt(Group::units).sum();
  }

  /** What all rules say. */
  private Labels spoken(Model model, Shapes shapes) {
    Graph graph = model.graph();
    Labels labels = new Labels(model, shapes);
    for (ValueInfo input : graph.dataInputs()) {
      barAll(labels, "input", input.name(), "is the model's input " + input.name());
    }
    graph
        .initializers()
        .forEach(
            (name, tensor) -> {
              if (tensor.opaque()) {
                barAll(labels, "initializer", name, stored(name, tensor.type()));
              }
            });
    Set<String> loose = Loose.keys(graph, shapes);
    graph.nodes().stream().filter(n -> !loose.contains(n.key())).forEach(n -> speak(n, labels));
    for (ValueInfo output : graph.outputs()) {
      barAll(labels, "output", output.name(), "is the model's output " + output.name());
    }
    Escapes escapes = new Escapes(graph, labels);
    graph.nodes().stream().filter(n -> n.is("Shape") || n.is("Size")).forEach(escapes::bar);
    return labels;
  }

  /** Weights in the bodies of If, Loop and Scan are units of nobody. */
  private static List<Barrier> bodies(Graph graph) {
    return graph.nodes().stream()
        .filter(node -> inside(node) > 0)
        .map(
            node ->
                new Barrier(
                    node.label(),
                    "body",
                    "the body of " + node.op() + " holds " + count(inside(node)) + " weights"))
        .toList();
  }

  /** Weights in the subgraphs of a node. */
  private static long inside(Node node) {
    return node.attributes().values().stream()
        .mapToLong(a -> a instanceof Attribute.Opaque opaque ? opaque.parameters() : 0)
        .sum();
  }

  private static String count(long number) {
    return String.format(Locale.ROOT, "%,d", number);
  }

  private static String stored(String initializer, DType type) {
    return "its weights "
        + initializer
        + " are stored "
        + (type == DType.OTHER ? "as a sparse tensor" : "in " + type)
        + ", which cannot be cut; store them dense, in a type of 8 bits or more";
  }

  private void speak(Node node, Labels labels) {
    labels.enter(node);
    OpRule rule = rules.of(node);
    boolean seen =
        Graph.reads(node).stream().allMatch(labels::observed)
            && node.outputs().stream().allMatch(o -> o.isEmpty() || labels.observed(o));
    if (rule != null && seen) {
      couple(rule, node, labels);
      return;
    }
    long inside = inside(node);
    String reason =
        inside > 0
            ? "meets " + node.op() + ", whose body holds " + count(inside) + " weights"
            : rule == null
                ? "meets " + node.op() + ", an operator without a rule"
                : "meets " + node.op() + ", whose values could not be observed";
    for (String value : Graph.reads(node)) {
      barAll(labels, node.label(), value, reason);
    }
    for (String value : node.outputs()) {
      barAll(labels, node.label(), value, reason);
    }
  }

  /**
   * The runtime takes some nodes that contradict the specification, and rules cannot follow those.
   * A rule that is wrong looks alike, so it is named with its place.
   */
  private static void couple(OpRule rule, Node node, Labels labels) {
    try {
      rule.couple(node, labels);
    } catch (IndexOutOfBoundsException | ArithmeticException | NegativeArraySizeException e) {
      throw new ModelFormatException(
          "node "
              + node.label()
              + " ("
              + node.op()
              + "): the rule for this operator fails ("
              + e.getMessage()
              + ", "
              + place(rule, e)
              + "). Where onnx.checker finds that its attributes "
              + node.attributes().keySet()
              + " do not fit what it reads and gives, export the model again; else this is a bug of"
              + " the rule",
          e);
    }
  }

  /** The line of the rule that failed. */
  private static String place(OpRule rule, RuntimeException failure) {
    String name = rule.getClass().getName();
    return Arrays.stream(failure.getStackTrace())
        .filter(e -> e.getClassName().equals(name))
        .map(e -> e.getFileName() + ":" + e.getLineNumber())
        .findFirst()
        .orElse(name);
  }

  private static void barAll(Labels labels, String who, String value, String reason) {
    if (!value.isEmpty() && labels.observed(value)) {
      for (int i = 0; i < labels.shape(value).rank(); i++) {
        labels.bar(who, new Axis(value, i), reason);
      }
    }
  }
}
