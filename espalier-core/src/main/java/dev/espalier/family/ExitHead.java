package dev.espalier.family;

import dev.espalier.model.Model;
import dev.espalier.model.Node;
import dev.espalier.model.Tensor;
import dev.espalier.model.ValueInfo;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * An answer to be attached at an exit point.
 *
 * @param words what it is, for a person
 * @param model reads the carried value as its last input, before that perhaps inputs of the
 *     original; writes what the original writes, in shape and kind
 * @param macs multiply–accumulate operations of one record
 */
public record ExitHead(String words, Model model, long macs) {
  /** Name of what the head reads. */
  String features() {
    List<ValueInfo> inputs = model.graph().dataInputs();
    return inputs.get(inputs.size() - 1).name();
  }

  /** Nodes and initializers of the head as part of another graph. */
  record Graft(List<Node> nodes, Map<String, Tensor> initializers, String output) {}

  /** The head with all names behind {@code prefix}, reading {@code features}. */
  Graft graft(String prefix, String features) {
    Map<String, String> kept = new LinkedHashMap<>();
    model.graph().dataInputs().forEach(i -> kept.put(i.name(), i.name()));
    kept.put(features(), features);
    kept.put("", "");
    UnaryOperator<String> name = v -> kept.containsKey(v) ? kept.get(v) : prefix + v;
    Map<String, Tensor> initializers = new LinkedHashMap<>();
    model.graph().initializers().forEach((n, tensor) -> initializers.put(name.apply(n), tensor));
    List<Node> nodes =
        model.graph().nodes().stream()
            .map(
                n ->
                    new Node(
                        prefix + n.name(),
                        n.domain(),
                        n.op(),
                        n.inputs().stream().map(name).toList(),
                        n.outputs().stream().map(name).toList(),
                        n.attributes(),
                        n.rest()))
            .toList();
    return new Graft(nodes, initializers, prefix + model.graph().outputs().get(0).name());
  }
}
