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

  /** A model whose outputs are all the graph's own. */
  public Model(
      Graph graph,
      long irVersion,
      Map<String, Long> opsets,
      Map<String, String> metadata,
      byte[] rest) {
    this(graph, irVersion, opsets, metadata, rest, Ending.NONE);
  }

  /** As in a file: with its ending as part of the graph. */
  public Model whole() {
    return withGraph(Ending.joined(graph, ending)).with(Ending.NONE);
  }

  /** Version of the standard operator set; 0 if the file imports none. */
  public long opset() {
    return opsets.getOrDefault("", 0L);
  }

  /** The same with another graph. */
  public Model withGraph(Graph changed) {
    return new Model(changed, irVersion, opsets, metadata, rest, ending);
  }

  /** The same with one more entry of metadata, or another value of it. */
  public Model withMetadata(String key, String value) {
    Map<String, String> changed = new LinkedHashMap<>(metadata);
    changed.put(key, value);
    return new Model(graph, irVersion, opsets, changed, rest, ending);
  }

  /** The same with another ending. */
  public Model with(Ending changed) {
    return new Model(graph, irVersion, opsets, metadata, rest, changed);
  }

  /** Number of weights: elements of floating-point initializers. */
  public long parameters() {
    return graph.initializers().values().stream()
            .filter(t -> t.type().floating())
            .mapToLong(Tensor::size)
            .sum()
        + inSubgraphs();
  }

  /** Of them those that branches and bodies bring with them. */
  public long inSubgraphs() {
    return graph.nodes().stream()
        .flatMap(n -> n.attributes().values().stream())
        .mapToLong(a -> a instanceof Attribute.Opaque opaque ? opaque.parameters() : 0)
        .sum();
  }
}
