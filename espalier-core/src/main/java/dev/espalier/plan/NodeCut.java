package dev.espalier.plan;

import dev.espalier.coupling.Coupling;
import dev.espalier.model.Node;
import dev.espalier.model.Shapes;
import dev.espalier.model.Tensor;
import dev.espalier.op.Axis;
import dev.espalier.op.Cut;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What operator rules see of a plan while their nodes are cut. */
final class NodeCut implements Cut {
  private final Coupling coupling;
  private final KeptAxes kept;
  private final Map<String, Tensor> initializers;
  private final Map<String, Node> producers;
  private final List<Node> before = new ArrayList<>();
  private final Set<String> claimed = new HashSet<>();
  private int added;

  NodeCut(Coupling coupling, KeptAxes kept, Map<String, Tensor> initializers) {
    this.coupling = coupling;
    this.kept = kept;
    this.initializers = initializers;
    this.producers = coupling.model().graph().producers();
  }

  private Shapes.Observed shape(String value) {
    Shapes.Observed shape = coupling.shapes().get(value);
    if (shape == null) {
      throw new IllegalStateException("value " + value + " was not observed");
    }
    return shape;
  }

  @Override
  public int size(Axis axis) {
    return shape(axis.value()).a()[axis.index()];
  }

  @Override
  public int rank(String value) {
    return shape(value).rank();
  }

  @Override
  public boolean varies(Axis axis) {
    return shape(axis.value()).varies(axis.index());
  }

  /** Nothing may be cut of what was not observed. */
  @Override
  public boolean touches(String value) {
    return coupling.shapes().get(value) != null && Cut.super.touches(value);
  }

  @Override
  public int @Nullable [] kept(Axis axis) {
    return kept.kept(axis);
  }

  @Override
  public @Nullable Tensor constant(String value) {
    return coupling.constant(value);
  }

  @Override
  public long opset() {
    return coupling.model().opset();
  }

  @Override
  public String add(String hint, Tensor tensor) {
    String name;
    do {
      name = "espalier/" + hint + "_" + added++;
    } while (initializers.containsKey(name));
    initializers.put(name, tensor);
    return name;
  }

  @Override
  public void replace(String name, Tensor tensor) {
    initializers.put(name, tensor);
  }

  @Override
  public @Nullable Node producer(String value) {
    return producers.get(value);
  }

  @Override
  public void before(Node node) {
    before.add(node);
  }

  /** A name like this that no value has; what it names is the caller's to add. */
  String unused(String like) {
    String name = like;
    for (int i = 2; producers.containsKey(name) || !claimed.add(name); i++) {
      name = like + "_" + i;
    }
    return name;
  }

  List<Node> takeBefore() {
    List<Node> taken = List.copyOf(before);
    before.clear();
    return taken;
  }
}
