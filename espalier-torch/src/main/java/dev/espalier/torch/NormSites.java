package dev.espalier.torch;

import dev.espalier.model.Graph;
import dev.espalier.model.Model;
import dev.espalier.model.Node;
import dev.espalier.model.Tensor;
import dev.espalier.op.OpRules;
import dev.espalier.op.Trait;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Layers of a graph that could be followed by a BatchNormalization: convolutions and dense layers
 * with a bias of their own, none behind them, and another layer to come.
 */
final class NormSites {
  private static final OpRules RULES = OpRules.standard();

  private final Graph graph;
  private final Map<String, List<Node>> readers;
  private final Set<String> frozen;

  /** Nodes behind which some layer lies, by key. */
  private final Set<String> inner = new HashSet<>();

  private NormSites(Graph graph, Set<String> frozen) {
    this.graph = graph;
    this.readers = graph.consumers();
    this.frozen = frozen;
    Set<String> leading = new HashSet<>();
    for (int i = graph.nodes().size() - 1; i >= 0; i--) {
      Node node = graph.nodes().get(i);
      boolean leads = node.outputs().stream().anyMatch(leading::contains);
      if (leads) {
        inner.add(node.key());
      }
      if (leads || Trait.LAYER.of(node)) {
        leading.addAll(Graph.reads(node));
      }
    }
  }

  /**
   * A layer whose outputs are its weights times its inputs, plus a bias.
   *
   * @param value what it computes, bias included, channels along axis 1
   * @param weight its initializer
   * @param axis of the weight that counts the channels
   * @param bias its initializer, a vector
   * @param channels how many
   * @param rank axes of the weight, as many as the value has
   */
  record Site(String value, String weight, int axis, String bias, int channels, int rank) {
    boolean dense() {
      return rank == 2;
    }
  }

  /** Layers that others follow. */
  static List<Site> between(Model model, Set<String> frozen) {
    NormSites sites = new NormSites(model.graph(), frozen);
    return sites.all().stream()
        .filter(s -> sites.inner.contains(sites.producer(s).key()))
        .filter(s -> !sites.normalised(s.value()))
        .toList();
  }

  /** The dense layers that compute {@code outputs} of the graph. */
  static List<Site> last(Model model, Set<String> outputs, Set<String> frozen) {
    NormSites sites = new NormSites(model.graph(), frozen);
    return sites.all().stream()
        .filter(s -> s.dense() && outputs.contains(s.value()))
        .filter(s -> !sites.readers.containsKey(s.value()))
        .toList();
  }

  private Node producer(Site site) {
    return graph.nodes().stream()
        .filter(n -> n.outputs().contains(site.value()))
        .findFirst()
        .orElseThrow();
  }

  private boolean normalised(String value) {
    return readers.getOrDefault(value, List.of()).stream().anyMatch(Trait.NORMALISES::of);
  }

  private List<Site> all() {
    List<Site> sites = new ArrayList<>();
    for (Node node : graph.nodes()) {
      Site site = Trait.FILTERS.of(node) && plain(node) ? site(node) : null;
      if (site != null) {
        sites.add(site);
      }
    }
    return sites;
  }

  /** Whether the outputs are the products and the bias themselves, not multiples of them. */
  private static boolean plain(Node node) {
    return node.floatAttr("alpha", 1) == 1
        && node.floatAttr("beta", 1) == 1
        && node.intAttr("transA", 0) == 0;
  }

  private @Nullable Site site(Node node) {
    int axis = RULES.filterAxis(node);
    int bias = RULES.biasInput(node);
    return bias < 0
        ? product(node, axis)
        : site(node.output(0), node.input(1), axis, node.input(bias));
  }

  /** A product whose one reader adds a vector. */
  private @Nullable Site product(Node node, int axis) {
    List<Node> next = readers.getOrDefault(node.output(0), List.of());
    if (next.size() != 1 || !next.get(0).is("Add")) {
      return null;
    }
    Node add = next.get(0);
    String bias = add.input(0).equals(node.output(0)) ? add.input(1) : add.input(0);
    return site(add.output(0), node.input(1), axis, bias);
  }

  private @Nullable Site site(String value, String weight, int axis, String bias) {
    Tensor kernel = graph.initializers().get(weight);
    Tensor shift = graph.initializers().get(bias);
    if (kernel == null || shift == null || kernel.rank() < 2 || shift.rank() != 1) {
      return null;
    }
    boolean own =
        alone(weight) && alone(bias) && !frozen.contains(weight) && !frozen.contains(bias);
    int channels = kernel.dims()[axis];
    return own && shift.size() == channels
        ? new Site(value, weight, axis, bias, channels, kernel.rank())
        : null;
  }

  private boolean alone(String initializer) {
    return readers.getOrDefault(initializer, List.of()).size() == 1;
  }
}
