package dev.espalier.torch.op;

import dev.espalier.model.ModelFormatException;
import dev.espalier.model.Node;
import java.util.Collections;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.TreeMap;

/** The catalogue of operators that can be trained: those here, and those of other jars. */
public final class Operators {
  private static final Map<String, TorchOp> CATALOGUE = catalogue();

  private Operators() {}

  private static Map<String, TorchOp> catalogue() {
    Map<String, TorchOp> map = new TreeMap<>();
    Convolutions.into(map);
    Pools.into(map);
    Linears.into(map);
    Norms.into(map);
    Recurrent.into(map);
    ActivationOps.into(map);
    Arithmetic.into(map);
    Reductions.into(map);
    Shaping.into(map);
    Indexing.into(map);
    Scattering.into(map);
    ConstantOps.into(map);
    Resizing.into(map);
    ImageSampling.into(map);
    Tabular.into(map);
    Attentions.into(map);
    Fused.into(map);
    ServiceLoader.load(TorchOps.class).forEach(more -> map.putAll(more.operators()));
    return Collections.unmodifiableMap(map);
  }

  /**
   * {@return names of all operators of the catalogue, those of other domains behind the domain's}
   */
  public static Set<String> names() {
    return CATALOGUE.keySet();
  }

  /**
   * How to run {@code node}; throws {@link ModelFormatException} that names it when it is not in
   * the catalogue.
   *
   * @param node of a graph
   * @return what runs the node
   */
  public static TorchOp of(Node node) {
    TorchOp op = CATALOGUE.get(node.qualified());
    if (op == null) {
      String domain = node.domain().isEmpty() ? "" : " of domain " + node.domain();
      throw new ModelFormatException(
          "tuning is not possible for this model: its node "
              + node.label()
              + " has the operator "
              + node.op()
              + domain
              + ", which cannot be trained here; pruning without tuning (--set tune.epochs=0) is possible");
    }
    return op;
  }
}
