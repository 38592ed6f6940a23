package dev.espalier.ort;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OnnxValue;
import ai.onnxruntime.OrtSession;
import dev.espalier.files.Limit;
import dev.espalier.model.Graph;
import dev.espalier.model.Model;
import dev.espalier.model.ModelFormatException;
import dev.espalier.model.Node;
import dev.espalier.model.Tensor;
import dev.espalier.model.ValueInfo;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.LongStream;

/**
 * What a Loop stacks up, an element for each of its turns, before it takes too much memory: how
 * many turns there are may show only while it runs. One turn tells how large an element is, and a
 * run of as many turns as there is room for whether it ends before.
 */
final class Stacking {
  /** Behind the number of turns and the condition come the states. */
  private static final int STATES_FROM = 2;

  /** About what the runtime needs to keep one more tensor, in bytes. */
  private static final long EACH = 512;

  /** Bytes that one tensor may have. */
  private static final long LARGEST = Integer.MAX_VALUE;

  private final Model model;
  private final Map<String, Tensor> inputs;
  private final Node loop;
  private final Set<String> stacked;

  private Stacking(Model model, Map<String, Tensor> inputs, Node loop) {
    this.model = model;
    this.inputs = inputs;
    this.loop = loop;
    this.stacked =
        loop.outputs().stream()
            .skip(Math.max(0, loop.inputs().size() - STATES_FROM))
            .filter(value -> !value.isEmpty())
            .collect(Collectors.toSet());
  }

  /**
   * Refuses a model with a Loop that would stack more than {@link Limit#PROBE_BYTES}, or 2 GB in
   * one tensor, for these inputs: {@link ModelFormatException} naming the node. Cost: the part of
   * the model that leads to such a Loop is run once more, and again where the turns are not known
   * to be few enough.
   */
  static void check(Model model, Map<String, Tensor> inputs) {
    for (Node node : model.graph().nodes()) {
      if (node.is("Loop")) {
        new Stacking(model, inputs, node).check();
      }
    }
  }

  private void check() {
    if (stacked.isEmpty()) {
      return;
    }
    long most = most();
    List<Stack> one = run(Math.min(most, 1));
    long sum = one.stream().mapToLong(stack -> stack.bytes() + EACH).sum();
    long largest = one.stream().mapToLong(Stack::bytes).max().orElse(0);
    long room = Math.min(Limit.PROBE_BYTES.value() / sum, LARGEST / Math.max(1, largest));
    if (most > room && run(room + 1).get(0).turns() > room) {
      throw new ModelFormatException(
          String.format(
              Locale.ROOT,
              "node %s (Loop) keeps %d bytes of each turn and has not ended after %d turns: there"
                  + " is no room for more (2 GB in one tensor; in bytes of all, %s); look for a"
                  + " condition that stays true",
              loop.label(),
              sum,
              room,
              Limit.PROBE_BYTES.remedy()));
    }
  }

  /** How many turns the node asks for at most. */
  private long most() {
    String turns = loop.input(0);
    if (turns.isEmpty()) {
      return Long.MAX_VALUE;
    }
    Tensor known = model.graph().initializers().getOrDefault(turns, inputs.get(turns));
    if (known == null) {
      try (Session session = open(model.graph(), Set.of(turns))) {
        known = session.run(inputs).get(turns);
      }
    }
    return known == null || known.size() == 0 ? Long.MAX_VALUE : known.longs()[0];
  }

  /**
   * What lies on a stack.
   *
   * @param turns elements, one for each turn
   * @param bytes of all of them
   */
  private record Stack(long turns, long bytes) {
    static Stack of(OnnxTensor tensor) {
      long[] shape = tensor.getInfo().getShape();
      long size = Math.max(1, OrtValues.type(tensor.getInfo()).bytes());
      return new Stack(shape[0], LongStream.of(shape).reduce(size, (a, b) -> a * b));
    }
  }

  /** The stacks after at most so many turns. */
  private List<Stack> run(long turns) {
    Graph graph = model.graph();
    String name = loop.key() + "/turns";
    Map<String, Tensor> initializers = new LinkedHashMap<>(graph.initializers());
    initializers.put(name, Tensor.longs(new long[] {turns}));
    List<Node> nodes =
        graph.nodes().stream().map(n -> n.equals(loop) ? n.withInput(0, name) : n).toList();
    List<Stack> stacks = new ArrayList<>();
    try (Session session = open(graph.withNodes(nodes).withInitializers(initializers), stacked);
        Session.Feed feed = session.feed(inputs);
        OrtSession.Result result = session.execute(feed, stacked)) {
      for (Map.Entry<String, OnnxValue> entry : result) {
        stacks.add(Stack.of((OnnxTensor) entry.getValue()));
      }
    }
    return stacks;
  }

  /** The part of the graph that leads to these values. */
  private Session open(Graph graph, Set<String> values) {
    Graph part =
        graph.withOutputs(values.stream().map(ValueInfo::untyped).toList()).withoutValueInfos();
    return Session.open(model.withGraph(part.pruned()), SessionOptions.literal(Probe.threads()));
  }
}
