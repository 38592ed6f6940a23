package dev.espalier.model;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * An immutable ONNX model.
 *
 * @param graph the main graph
 * @param irVersion version of the file format
 * @param opsets operator set version by domain; the standard domain is the empty name
 * @param metadata key and value pairs of the file
 * @param rest serialised {@code ModelProto} with everything else (producer, functions,
 *     documentation, unknown fields)
 * @param ending what the file makes of the graph's outputs; put back where the model is written
 */
public record Model(
    Graph graph,
    long irVersion,
    Map<String, Long> opsets,
    Map<String, String> metadata,
    byte[] rest,
    Ending ending) {
  public Model {
    opsets = Collections.unmodifiableMap(new LinkedHashMap<>(opsets));
    metadata = Collections.unmodifiableMap(new LinkedHashMap<>(metadata));
  }

  /**
   * A model whose outputs are all the graph's own.
   *
   * @param graph nodes, parameters, inputs and outputs
   * @param irVersion version of the file format
   * @param opsets version of each operator set, by domain; the standard set's is empty
   * @param metadata what the file says of itself, by key
   * @param rest fields of the file that are not understood, as bytes
   */
  public Model(
      Graph graph,
      long irVersion,
      Map<String, Long> opsets,
      Map<String, String> metadata,
      byte[] rest) {
    this(graph, irVersion, opsets, metadata, rest, Ending.NONE);
  }

  /**
   * As in a file: with its ending as part of the graph.
   *
   * @return the model with nothing set aside
   */
  public Model whole() {
    return withGraph(Ending.joined(graph, ending)).with(Ending.NONE);
  }

  /** {@return version of the standard operator set; 0 if the file imports none} */
  public long opset() {
    return opsets.getOrDefault("", 0L);
  }

  /**
   * {@return the same with another graph}
   *
   * @param changed the other graph
   */
  public Model withGraph(Graph changed) {
    return new Model(changed, irVersion, opsets, metadata, rest, ending);
  }

  /**
   * {@return the same with one more entry of metadata, or another value of it}
   *
   * @param key of the entry
   * @param value of the entry
   */
  public Model withMetadata(String key, String value) {
    Map<String, String> changed = new LinkedHashMap<>(metadata);
    changed.put(key, value);
    return new Model(graph, irVersion, opsets, changed, rest, ending);
  }

  /**
   * {@return the same with another ending}
   *
   * @param changed the other ending
   */
  public Model with(Ending changed) {
    return new Model(graph, irVersion, opsets, metadata, rest, changed);
  }

  /**
   * {@return number of weights: elements of floating-point initializers, and of those of 8 bits
   * that have more than one axis}
   */
  public long parameters() {
    return graph.initializers().values().stream()
            .filter(t -> t.type().floating() || (t.type().bytes() == 1 && Parameters.is(t)))
            .mapToLong(Tensor::size)
            .sum()
        + inSubgraphs();
  }

  /**
   * Of them those that branches and bodies bring with them.
   *
   * @return number of weights
   */
  public long inSubgraphs() {
    return graph.nodes().stream()
        .flatMap(n -> n.attributes().values().stream())
        .mapToLong(a -> a instanceof Attribute.Opaque opaque ? opaque.parameters() : 0)
        .sum();
  }
}
