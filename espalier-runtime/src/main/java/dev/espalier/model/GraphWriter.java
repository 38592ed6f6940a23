package dev.espalier.model;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * Writes nodes and constants of a graph, every value under a name of its own.
 *
 * <p>Axes are stated as an attribute; where the operator set takes them as an input they become a
 * constant, so that callers write one form for all sets.
 */
public class GraphWriter {
  /** Names that are wanted for what the writer names itself; a taken one gets a number. */
  public interface Naming {
    /**
     * For what an operator makes.
     *
     * @param op operator that makes it
     * @return a name to begin with
     */
    String value(String op);

    /**
     * For a constant with this content, as Java writes it.
     *
     * @param content of the constant
     * @return a name to begin with
     */
    String constant(String content);

    /**
     * Operators and contents behind a prefix.
     *
     * @param prefix of all names
     * @return names that begin with it
     */
    static Naming behind(String prefix) {
      return new Naming() {
        @Override
        public String value(String op) {
          return prefix + op.toLowerCase(Locale.ROOT);
        }

        @Override
        public String constant(String content) {
          return prefix + content;
        }
      };
    }
  }

  private final long opset;
  private final Naming naming;
  private final Set<String> taken;
  private final Map<String, Tensor> constants;
  private final List<Node> nodes = new ArrayList<>();

  /**
   * An empty graph; {@code reserved} are names of inputs and outputs.
   *
   * @param opset version of the standard operator set
   * @param naming how values and constants are called where the caller does not say
   * @param reserved names that nothing else may get
   */
  protected GraphWriter(long opset, Naming naming, Collection<String> reserved) {
    this.opset = opset;
    this.naming = naming;
    this.taken = new HashSet<>(reserved);
    this.constants = new LinkedHashMap<>();
  }

  /**
   * An empty graph that shares names and constants with another.
   *
   * @param outer graph that this one will be a branch or body of
   */
  protected GraphWriter(GraphWriter outer) {
    this.opset = outer.opset;
    this.naming = outer.naming;
    this.taken = outer.taken;
    this.constants = outer.constants;
  }

  /**
   * Begins with a model's names and initializers, and none of its nodes.
   *
   * @param model that is added to
   * @param naming how values and constants are called where the caller does not say
   * @return a writer whose names differ from the model's
   */
  public static GraphWriter over(Model model, Naming naming) {
    Graph graph = model.graph();
    Set<String> names = new HashSet<>();
    graph.inputs().forEach(input -> names.add(input.name()));
    graph.nodes().forEach(node -> names.addAll(node.outputs()));
    GraphWriter writer = new GraphWriter(model.opset(), naming, names);
    graph.initializers().forEach(writer::initializer);
    return writer;
  }

  /**
   * As {@link #over(Model, Naming)}, for callers that name what they write.
   *
   * @param model that is added to
   * @return a writer whose names differ from the model's
   */
  public static GraphWriter over(Model model) {
    return over(model, Naming.behind(""));
  }

  /**
   * {@return the name, or one made from it that is still free; free no more}
   *
   * @param wanted the name, as far as it is free
   */
  public final String claim(String wanted) {
    String name = wanted;
    for (int i = 2; !taken.add(name); i++) {
      name = wanted + "__" + i;
    }
    return name;
  }

  /**
   * A node that is taken over as it is.
   *
   * @param node with the names that it has
   */
  public final void add(Node node) {
    nodes.add(node);
  }

  /**
   * A standard operator with one output; its name.
   *
   * @param op operator of ONNX's standard set
   * @param inputs names of the values that are read
   * @return name of its output
   */
  public final String node(String op, String... inputs) {
    return node(op, Map.of(), inputs);
  }

  /**
   * A standard operator with one output; its name.
   *
   * @param op operator of ONNX's standard set
   * @param attributes of the operator, by name
   * @param inputs names of the values that are read
   * @return name of its output
   */
  public final String node(String op, Map<String, Attribute> attributes, String... inputs) {
    Node node = formed(of(op, attributes, inputs), naming::constant);
    return placed(node, claim(naming.value(op)));
  }

  /**
   * A standard operator whose one output has this name.
   *
   * @param output name of the output
   * @param op operator of ONNX's standard set
   * @param attributes of the operator, by name
   * @param inputs names of the values that are read
   * @return that name
   */
  public final String named(
      String output, String op, Map<String, Attribute> attributes, String... inputs) {
    taken.add(output);
    return placed(formed(of(op, attributes, inputs), content -> output + "_axes"), output);
  }

  private static Node of(String op, Map<String, Attribute> attributes, String... inputs) {
    return new Node("", "", op, List.of(inputs), List.of(), attributes, new byte[0]);
  }

  /** As the operator set has it; numbers in names count, so a constant is named before its node. */
  private Node formed(Node node, UnaryOperator<String> constantName) {
    long[] axes = node.intsAttr("axes");
    Integer since = OperatorFamilies.AXES_AS_INPUT.get(node.op());
    if (axes == null || since == null || opset < since) {
      return node;
    }
    String name = constantName.apply(Arrays.toString(axes));
    return node.withoutAttribute("axes").withInput(1, constant(name, Tensor.vector(axes)));
  }

  private String placed(Node node, String output) {
    nodes.add(
        new Node(
            output, "", node.op(), node.inputs(), List.of(output), node.attributes(), node.rest()));
    return output;
  }

  /**
   * {@return the initializer with this content; equal ones that were asked for by the same name are
   * one}
   *
   * @param name to begin with
   * @param tensor content
   */
  public final String constant(String name, Tensor tensor) {
    String free = name;
    for (int i = 2; !taken.add(free); i++) {
      if (tensor.equals(constants.get(free))) {
        return free;
      }
      free = name + "__" + i;
    }
    constants.put(free, tensor);
    return free;
  }

  /**
   * An initializer under this very name, in place of one that has it.
   *
   * @param name of the initializer
   * @param tensor content
   * @return the name
   */
  public final String initializer(String name, Tensor tensor) {
    taken.add(name);
    constants.put(name, tensor);
    return name;
  }

  /** {@return what was written so far, in order; a view} */
  public final List<Node> nodes() {
    return Collections.unmodifiableList(nodes);
  }

  /** {@return all initializers; a view} */
  public final Map<String, Tensor> initializers() {
    return Collections.unmodifiableMap(constants);
  }

  /**
   * {@return a graph with these nodes and initializers in place of its own}
   *
   * @param graph whose inputs and outputs stay
   */
  public final Graph in(Graph graph) {
    return graph.withNodes(nodes).withInitializers(constants);
  }
}
