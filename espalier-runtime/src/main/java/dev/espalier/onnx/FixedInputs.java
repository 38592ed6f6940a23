package dev.espalier.onnx;

import dev.espalier.model.Attribute;
import dev.espalier.model.Graph;
import dev.espalier.model.GraphWriter;
import dev.espalier.model.Model;
import dev.espalier.model.ModelFormatException;
import dev.espalier.model.Node;
import dev.espalier.model.Tensor;
import dev.espalier.model.ValueInfo;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Inputs that a person gives one value for good, such as the sample rate of a model that has a
 * network for each: nodes read a constant in their place, so that an If that depends on it is the
 * branch that is taken. The input is set aside, is kept in the model's metadata, and stands in its
 * place again in every file that is written, where nothing reads it.
 */
public final class FixedInputs {
  /** Begins the metadata keys; the input's name follows. */
  private static final String KEY = "espalier.fixed.";

  private FixedInputs() {}

  /**
   * The model with values that a person states.
   *
   * @param model as it came
   * @param stated each {@code NAME=VALUE}: one number for all elements, or as many as there are,
   *     with commas or blanks between; {@code true} and {@code false} are numbers too
   * @return the model with these inputs fixed, which its metadata keeps
   * @throws ModelFormatException where there is no such input, or it cannot have this value
   */
  public static Model stated(Model model, List<String> stated) {
    Map<String, FixedInput> fixed = new LinkedHashMap<>();
    for (String one : stated) {
      int equals = one.indexOf('=');
      String name = equals < 0 ? "" : one.substring(0, equals).strip();
      if (of(model).contains(one)) {
        continue;
      }
      List<ValueInfo> inputs = model.graph().dataInputs();
      ValueInfo input =
          inputs.stream()
              .filter(i -> i.name().equals(name))
              .findFirst()
              .orElseThrow(() -> unknown(one, inputs));
      if (model.graph().outputNames().contains(name)) {
        throw new ModelFormatException(
            "input " + name + " is an output too, and cannot be fixed: the model hands it on");
      }
      int place = model.graph().inputs().indexOf(input);
      fixed.put(name, FixedInput.of(input, one.substring(equals + 1).strip(), place));
    }
    return fixed.isEmpty() ? model : constant(model, fixed);
  }

  private static ModelFormatException unknown(String stated, List<ValueInfo> inputs) {
    return new ModelFormatException(
        "'"
            + stated
            + "' fixes no input of the model; write NAME=VALUE, where NAME is one of "
            + inputs.stream().map(ValueInfo::name).collect(Collectors.joining(", ")));
  }

  /**
   * {@return the values that the model keeps, in the form in which {@link #stated} takes them}
   *
   * @param model as it came
   */
  public static List<String> of(Model model) {
    return kept(model).stream().map(f -> f.name() + "=" + f.value()).toList();
  }

  /** The model as it is read, without those inputs of its file that nothing reads any more. */
  static Model apart(Model model) {
    Graph graph = model.graph();
    Set<String> aside = new HashSet<>();
    kept(model).forEach(f -> aside.add(f.name()));
    if (aside.isEmpty()) {
      return model;
    }
    graph.nodes().forEach(node -> Graph.reads(node).forEach(aside::remove));
    return model.withGraph(
        graph.withInputs(graph.inputs().stream().filter(i -> !aside.contains(i.name())).toList()));
  }

  /** The model as it is written, with these inputs in their places. */
  public static Model joined(Model model) {
    List<ValueInfo> inputs = new ArrayList<>(model.graph().inputs());
    for (FixedInput fixed : kept(model)) {
      if (inputs.stream().noneMatch(i -> i.name().equals(fixed.name()))) {
        inputs.add(Math.min(inputs.size(), fixed.place()), fixed.info());
      }
    }
    return inputs.size() == model.graph().inputs().size()
        ? model
        : model.withGraph(model.graph().withInputs(inputs));
  }

  private static List<FixedInput> kept(Model model) {
    return model.metadata().entrySet().stream()
        .filter(e -> e.getKey().startsWith(KEY))
        .flatMap(e -> FixedInput.parsed(e.getKey().substring(KEY.length()), e.getValue()).stream())
        .sorted(Comparator.comparingInt(FixedInput::place))
        .toList();
  }

  private static Model constant(Model model, Map<String, FixedInput> fixed) {
    Graph graph = model.graph();
    GraphWriter writer = GraphWriter.over(model);
    Map<String, Tensor> initializers = new LinkedHashMap<>(graph.initializers());
    Map<String, String> names = new LinkedHashMap<>();
    Model changed = model;
    for (FixedInput one : fixed.values()) {
      String constant = writer.claim(one.name() + "_fixed");
      names.put(one.name(), constant);
      initializers.put(constant, one.tensor());
      changed = changed.withMetadata(KEY + one.name(), one.text());
    }
    return changed.withGraph(
        graph
            .withNodes(graph.nodes().stream().map(node -> reading(node, names)).toList())
            .withInputs(graph.inputs().stream().filter(i -> !fixed.containsKey(i.name())).toList())
            .withInitializers(initializers));
  }

  private static Node reading(Node node, Map<String, String> names) {
    Map<String, Attribute> attributes = new LinkedHashMap<>(node.attributes());
    attributes.replaceAll(
        (key, value) ->
            value instanceof Attribute.Opaque opaque
                ? Subgraphs.renamed(opaque, name -> names.getOrDefault(name, name))
                : value);
    return new Node(
        node.name(),
        node.domain(),
        node.op(),
        node.inputs().stream().map(name -> names.getOrDefault(name, name)).toList(),
        node.outputs(),
        attributes,
        node.rest());
  }
}
