package dev.espalier.adaptive;

import dev.espalier.model.DType;
import dev.espalier.model.Graph;
import dev.espalier.model.ModelFormatException;
import dev.espalier.model.Node;
import dev.espalier.model.Tensor;
import dev.espalier.model.ValueInfo;
import dev.espalier.model.ValueInfo.Dim;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What keeps stages from being one chain, each with stage, reason and remedy. */
final class ChainChecks {
  private ChainChecks() {}

  static void check(List<ChainStage> stages) {
    if (stages.size() < 2) {
      throw new ModelFormatException(
          "a chain needs two stages or more, not " + stages.size() + "; name another model");
    }
    fit(stages);
  }

  static void fit(List<ChainStage> stages) {
    ChainStage last = stages.get(stages.size() - 1);
    Set<String> names = new HashSet<>();
    Map<String, ValueInfo> inputs = new HashMap<>();
    List<String> before = List.of();
    for (ChainStage stage : stages) {
      require(names.add(stage.name()), stage, "is there twice; give each stage its own name");
      contents(stage, last);
      carries(stage, names.size() == stages.size());
      answers(stage, last);
      reads(stage, before, inputs);
      before = stage.carried();
    }
  }

  private static void contents(ChainStage stage, ChainStage last) {
    long opset = stage.model().opset();
    require(
        opset >= Opsets.LOWEST && opset == last.model().opset(),
        stage,
        "has operator set " + opset + "; all need the same, 13 or newer (Chain.of raises them)");
    stage
        .model()
        .opsets()
        .forEach(
            (domain, version) ->
                require(
                    version.equals(last.model().opsets().getOrDefault(domain, version)),
                    stage,
                    "and the last stage import different versions of the operators '"
                        + domain
                        + "'; export both with the same"));
    for (Node node : stage.model().graph().nodes()) {
      require(
          node.domain().isEmpty() || node.domain().equals("ai.onnx.ml"),
          stage,
          "has " + node + " of domain '" + node.domain() + "'; export it with ONNX operators only");
    }
    for (Map.Entry<String, Tensor> weight : stage.model().graph().initializers().entrySet()) {
      require(
          !weight.getValue().opaque(),
          stage,
          "keeps '" + weight.getKey() + "' sparse, packed or as text; store it as dense numbers");
    }
  }

  private static void carries(ChainStage stage, boolean isLast) {
    List<ValueInfo> outputs = stage.model().graph().outputs();
    List<String> rear = outputs.stream().map(ValueInfo::name).skip(stage.answers().size()).toList();
    require(
        rear.equals(stage.carried()),
        stage,
        "must write what it carries, " + stage.carried() + ", as its last outputs");
    require(!isLast || rear.isEmpty(), stage, "is the last and carries " + rear + " to no one");
    outputs.forEach(output -> rows(stage, "output", output));
  }

  private static void answers(ChainStage stage, ChainStage last) {
    List<ValueInfo> own = stage.answers();
    List<ValueInfo> wanted = last.answers();
    require(
        names(own).equals(names(wanted)) && !own.isEmpty(),
        stage,
        "answers with " + names(own) + ", the last stage with " + names(wanted) + "; align them");
    for (int i = 0; i < own.size(); i++) {
      same(stage, "output", own.get(i), wanted.get(i));
    }
    require(
        own.get(0).type() == DType.FLOAT,
        stage,
        "answers in "
            + own.get(0).type()
            + ", and scores need float32: export it with float32 outputs (a Cast at its end will"
            + " do; converters to 16 bits write it where they keep the types of inputs and"
            + " outputs)");
    require(
        own.get(0).ranked(), stage, "does not state the shape of its answers; export it with it");
  }

  private static void reads(ChainStage stage, List<String> before, Map<String, ValueInfo> inputs) {
    Graph graph = stage.model().graph();
    List<String> names = names(graph.dataInputs());
    require(names.containsAll(before), stage, "does not read all that is carried to it: " + before);
    for (ValueInfo input : graph.dataInputs()) {
      rows(stage, "input", input);
      if (!before.contains(input.name())) {
        ValueInfo first = inputs.putIfAbsent(input.name(), input);
        same(stage, "input", input, first == null ? input : first);
      }
    }
  }

  private static void rows(ChainStage stage, String what, ValueInfo value) {
    require(
        !value.ranked() || (!value.dims().isEmpty() && !value.dims().get(0).known()),
        stage,
        "has no free batch at axis 0 of "
            + what
            + " '"
            + value.name()
            + "' "
            + value.dims()
            + "; export it with a dynamic batch");
  }

  private static void same(ChainStage stage, String what, ValueInfo own, ValueInfo wanted) {
    require(
        own.type() == wanted.type() && fits(own, wanted),
        stage,
        "has "
            + what
            + " '"
            + own.name()
            + "' of "
            + own.type()
            + own.dims()
            + ", another stage of "
            + wanted.type()
            + wanted.dims()
            + "; align them");
  }

  /** Whether both may have one shape; the batch is not looked at, sizes not stated fit all. */
  static boolean fits(ValueInfo a, ValueInfo b) {
    boolean fits = !a.ranked() || !b.ranked() || a.dims().size() == b.dims().size();
    for (int i = 1; fits && i < Math.min(a.dims().size(), b.dims().size()); i++) {
      Dim x = a.dims().get(i);
      Dim y = b.dims().get(i);
      fits = !x.known() || !y.known() || x.size() == y.size();
    }
    return fits;
  }

  private static List<String> names(List<ValueInfo> values) {
    return values.stream().map(ValueInfo::name).toList();
  }

  private static void require(boolean holds, ChainStage stage, String otherwise) {
    if (!holds) {
      throw new ModelFormatException(stage.label() + " " + otherwise);
    }
  }
}
