package dev.espalier.ort;

import dev.espalier.files.Limit;
import dev.espalier.model.DType;
import dev.espalier.model.Dims;
import dev.espalier.model.Graph;
import dev.espalier.model.Model;
import dev.espalier.model.ModelFormatException;
import dev.espalier.model.Node;
import dev.espalier.model.OperatorFamilies;
import dev.espalier.model.Tensor;
import dev.espalier.model.ValueInfo;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a model's values will take, known before one of them is computed: a file of a few hundred
 * bytes may ask for any amount.
 *
 * <p>Nothing is computed but sizes. The runtime infers shapes for a skeleton of the model, whose
 * weights are inputs without contents. Where an operator's output is as large as another value says
 * ({@link OperatorFamilies#ENLARGING}), that value is computed from the part of the skeleton that
 * it needs, and shapes are inferred again. What only shows while the model runs (the rows of
 * NonZero, the turns of a Loop) is left to {@link Stacking} and {@link TimeLimit}.
 */
final class Foresight {
  /** Weights of more elements say no sizes; the skeleton has them as inputs. */
  private static final int LARGEST_SIZES = 256;

  private final Map<String, Tensor> inputs;
  private final Map<String, Tensor> large = new LinkedHashMap<>();
  private final Set<Node> settled = new LinkedHashSet<>();
  private final Map<String, long[]> dims = new LinkedHashMap<>();
  private Model skeleton;

  private Foresight(Model model, Map<String, Tensor> inputs) {
    this.inputs = inputs;
    this.skeleton = skeleton(model);
  }

  /**
   * Refuses a model whose values would together take more than {@link Limit#PROBE_BYTES} for these
   * inputs, or one of them more than 2 GB: {@link ModelFormatException} naming the node that asks
   * for most. Cost: shape inference, once and again for each layer of sizes that are computed from
   * other sizes.
   */
  static void check(Model model, Map<String, Tensor> inputs) {
    Foresight foresight = new Foresight(model, inputs);
    boolean known = foresight.infer();
    while (known && foresight.settle()) {
      known = foresight.infer();
    }
    Stacking.check(model, inputs);
  }

  private Model skeleton(Model model) {
    Graph graph = model.graph();
    Map<String, Tensor> kept = new LinkedHashMap<>();
    List<ValueInfo> fed = new ArrayList<>();
    for (ValueInfo input : graph.dataInputs()) {
      fed.add(fixed(input.name(), inputs.get(input.name()), input));
    }
    graph
        .initializers()
        .forEach(
            (name, tensor) -> {
              if (tensor.opaque()
                  || tensor.byteSize() <= LARGEST_SIZES * 8L
                  || !OrtValues.feedable(tensor.type())) {
                kept.put(name, tensor);
              } else {
                large.put(name, tensor);
                fed.add(fixed(name, tensor, null));
              }
            });
    return model.withGraph(graph.withInputs(fed).withInitializers(kept).withoutValueInfos());
  }

  private static ValueInfo fixed(
      String name, @Nullable Tensor tensor, @Nullable ValueInfo otherwise) {
    if (tensor == null) {
      return Objects.requireNonNull(otherwise);
    }
    return ValueInfo.of(
        name,
        tensor.type(),
        Arrays.stream(tensor.dims()).mapToObj(ValueInfo.Dim::of).toArray(ValueInfo.Dim[]::new));
  }

  /**
   * Shapes of all values as far as the runtime can tell, within the limit; false where it does not
   * load the skeleton, which is more exact about shapes than the model.
   */
  private boolean infer() {
    Map<String, Node> producers = skeleton.graph().producers();
    long limit = Limit.PROBE_BYTES.value();
    double sum = 0;
    double most = 0;
    String largest = "";
    List<Session.Stated> outputs;
    try (Session session = Session.open(Probe.exposed(skeleton), SessionOptions.literal(1))) {
      outputs = session.statedOutputs();
    } catch (ModelFormatException e) {
      return false; // whether the model itself loads is seen when it is run
    }
    for (Session.Stated stated : outputs) {
      dims.put(stated.name(), stated.dims());
      double bytes = bytes(stated);
      sum += bytes;
      if (bytes > most) {
        most = bytes;
        largest = stated.name();
      }
    }
    Node node = producers.get(largest);
    if (node != null && (sum > limit || most > Integer.MAX_VALUE)) {
      throw new ModelFormatException(
          String.format(
              Locale.ROOT,
              "node %s (%s) asks for an output of shape %s, %.1f GB, where %s; %s",
              node.label(),
              node.op(),
              Arrays.toString(dims.get(largest)),
              most / 1e9,
              shapes(),
              most > Integer.MAX_VALUE
                  ? "one tensor here may have 2 GB"
                  : String.format(
                      Locale.ROOT,
                      "all values of the model take %.1f GB (in bytes, %s)",
                      sum / 1e9,
                      Limit.PROBE_BYTES.remedy())));
    }
    return true;
  }

  private static double bytes(Session.Stated stated) {
    double bytes = Math.max(1, stated.type().bytes());
    for (long size : stated.dims()) {
      bytes *= Math.max(0, size); // what is not known counts once it is
    }
    return bytes;
  }

  private String shapes() {
    List<String> words = new ArrayList<>();
    inputs.forEach(
        (name, tensor) -> words.add("input " + name + " is " + Arrays.toString(tensor.dims())));
    return words.isEmpty() ? "it is run" : String.join(" and ", words);
  }

  /**
   * Puts computed sizes in the place of the values that say them, for the first operators whose
   * outputs are not known without; false where there is none.
   */
  private boolean settle() {
    foldShapes();
    Graph graph = skeleton.graph();
    Set<String> open = new LinkedHashSet<>(); // needs what is not known yet
    List<Node> ready = new ArrayList<>();
    for (Node node : graph.nodes()) {
      boolean waits = Graph.reads(node).stream().anyMatch(open::contains);
      boolean unknown =
          OperatorFamilies.ENLARGING.contains(node.op())
              && !settled.contains(node)
              && unknown(node);
      if (unknown && sizes(node).stream().noneMatch(open::contains)) {
        ready.add(node);
      }
      if (waits || unknown) {
        open.addAll(node.outputs());
      }
    }
    if (ready.isEmpty()) {
      return false;
    }
    Set<String> wanted = new LinkedHashSet<>();
    ready.forEach(n -> wanted.addAll(sizes(n)));
    wanted.removeAll(graph.initializers().keySet());
    replace(ready, computed(wanted));
    return true;
  }

  private boolean unknown(Node node) {
    return node.outputs().stream()
        .map(dims::get)
        .anyMatch(d -> d == null || d.length == 0 || Arrays.stream(d).anyMatch(s -> s < 0));
  }

  /** The inputs of a node that say how large its output is. */
  private static List<String> sizes(Node node) {
    int first = OperatorFamilies.SIZED_BY_CONTENT.contains(node.op()) ? 0 : 1;
    return node.inputs().stream().skip(first).filter(v -> !v.isEmpty()).toList();
  }

  /** Shapes that are known stand as constants, so that nothing is computed to ask for them. */
  private void foldShapes() {
    Graph graph = skeleton.graph();
    Map<String, Tensor> constants = new LinkedHashMap<>(graph.initializers());
    List<Node> nodes = new ArrayList<>();
    Set<String> outputs = graph.outputNames();
    for (Node node : graph.nodes()) {
      long[] known = node.is("Shape") ? known(node.input(0)) : new long[0];
      if (known.length > 0 && node.attributes().isEmpty() && !outputs.contains(node.output(0))) {
        constants.put(node.output(0), Tensor.vector(known));
      } else {
        nodes.add(node);
      }
    }
    skeleton = skeleton.withGraph(graph.withNodes(nodes).withInitializers(constants));
  }

  /** The sizes of a value's axes; none where they are not all known. */
  private long[] known(String value) {
    Tensor fed = inputs.getOrDefault(value, large.get(value));
    long[] sizes = fed == null ? dims.get(value) : Dims.longs(fed.dims());
    return sizes == null || Arrays.stream(sizes).anyMatch(s -> s < 0) ? new long[0] : sizes;
  }

  private Map<String, Tensor> computed(Set<String> wanted) {
    if (wanted.isEmpty()) {
      return Map.of();
    }
    List<ValueInfo> outputs = wanted.stream().map(ValueInfo::untyped).toList();
    Graph part = skeleton.graph().withOutputs(outputs).pruned();
    Set<String> read = new LinkedHashSet<>(wanted);
    part.nodes().forEach(n -> read.addAll(Graph.reads(n)));
    part = part.withInputs(part.inputs().stream().filter(i -> read.contains(i.name())).toList());
    Map<String, Tensor> feed = new LinkedHashMap<>(inputs);
    feed.putAll(large);
    try (Session session = Session.open(skeleton.withGraph(part), SessionOptions.literal(1))) {
      Set<String> numbers = new LinkedHashSet<>(wanted);
      numbers.retainAll(session.tensorOutputs());
      return session.run(feed, numbers);
    }
  }

  private void replace(List<Node> ready, Map<String, Tensor> values) {
    Graph graph = skeleton.graph();
    Map<String, Tensor> constants = new LinkedHashMap<>(graph.initializers());
    List<Node> nodes = new ArrayList<>();
    for (Node node : graph.nodes()) {
      if (!ready.contains(node)) {
        nodes.add(node);
        continue;
      }
      Node changed = node;
      List<String> sizes = sizes(node);
      for (int i = 0; i < node.inputs().size(); i++) {
        Tensor value = values.get(node.input(i));
        if (value != null && sizes.contains(node.input(i)) && value.type() != DType.OTHER) {
          String name = node.input(i) + "/" + node.key() + "/size";
          constants.put(name, value);
          changed = changed.withInput(i, name);
        }
      }
      nodes.add(changed);
      settled.add(changed);
    }
    skeleton = skeleton.withGraph(graph.withNodes(nodes).withInitializers(constants));
  }
}
