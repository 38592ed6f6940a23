package dev.espalier.onnx;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.AttributeProto.AttributeType;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.espalier.model.Attribute;
import dev.espalier.model.Graph;
import dev.espalier.model.Node;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** Graphs as attributes of nodes: the branches of If, the bodies of Loop and Scan. */
public final class Subgraphs {
  private Subgraphs() {}

  /** An attribute that holds {@code graph}; what the graph reads from outside are its captures. */
  public static Attribute.Opaque of(Graph graph) {
    return opaque(
        AttributeProto.newBuilder()
            .setType(AttributeType.GRAPH)
            .setG(GraphCodec.encode(graph, GraphProto.getDefaultInstance()))
            .build());
  }

  /** The graph that this attribute of a node holds; empty where it holds none. */
  public static Optional<Graph> graph(Node node, String attribute) {
    if (!(node.attributes().get(attribute) instanceof Attribute.Opaque opaque)) {
      return Optional.empty();
    }
    try {
      AttributeProto proto = AttributeProto.parseFrom(opaque.bytes());
      Place place = new Place(node.toString()).in("attribute", attribute);
      return proto.hasG()
          ? Optional.of(GraphCodec.decode(proto.getG(), new ExternalData(Path.of("")), place))
          : Optional.empty();
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalStateException("an opaque attribute does not hold a serialised one", e);
    }
  }

  /**
   * The same subgraphs with every value called anew, those of their own and those they capture.
   *
   * @param name new name of a value; must keep different names different
   */
  public static Attribute.Opaque renamed(Attribute.Opaque attribute, UnaryOperator<String> name) {
    try {
      return opaque(renamed(AttributeProto.parseFrom(attribute.bytes()), name));
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalStateException("an opaque attribute does not hold a serialised one", e);
    }
  }

  /** The same subgraphs with nodes that have no names. */
  public static Attribute.Opaque unnamed(Attribute.Opaque attribute) {
    try {
      AttributeProto.Builder changed = AttributeProto.parseFrom(attribute.bytes()).toBuilder();
      unname(changed);
      return opaque(changed.build());
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalStateException("an opaque attribute does not hold a serialised one", e);
    }
  }

  private static void unname(AttributeProto.Builder attribute) {
    if (attribute.hasG()) {
      unname(attribute.getGBuilder());
    }
    attribute.getGraphsBuilderList().forEach(Subgraphs::unname);
  }

  private static void unname(GraphProto.Builder graph) {
    for (NodeProto.Builder node : graph.getNodeBuilderList()) {
      node.clearName().getAttributeBuilderList().forEach(Subgraphs::unname);
    }
  }

  private static Attribute.Opaque opaque(AttributeProto proto) {
    return Captures.opaque(proto);
  }

  private static AttributeProto renamed(AttributeProto proto, UnaryOperator<String> name) {
    AttributeProto.Builder changed = proto.toBuilder();
    if (changed.hasG()) {
      rename(changed.getGBuilder(), name);
    }
    changed.getGraphsBuilderList().forEach(graph -> rename(graph, name));
    return changed.build();
  }

  private static void rename(GraphProto.Builder graph, UnaryOperator<String> name) {
    graph.clearQuantizationAnnotation(); // hints by value name
    graph.getInputBuilderList().forEach(v -> v.setName(name.apply(v.getName())));
    graph.getOutputBuilderList().forEach(v -> v.setName(name.apply(v.getName())));
    graph.getValueInfoBuilderList().forEach(v -> v.setName(name.apply(v.getName())));
    graph.getInitializerBuilderList().forEach(t -> t.setName(name.apply(t.getName())));
    graph
        .getSparseInitializerBuilderList()
        .forEach(t -> t.getValuesBuilder().setName(name.apply(t.getValues().getName())));
    graph.getNodeBuilderList().forEach(node -> rename(node, name));
  }

  private static void rename(NodeProto.Builder node, UnaryOperator<String> name) {
    for (int i = 0; i < node.getInputCount(); i++) {
      node.setInput(i, node.getInput(i).isEmpty() ? "" : name.apply(node.getInput(i)));
    }
    for (int i = 0; i < node.getOutputCount(); i++) {
      node.setOutput(i, node.getOutput(i).isEmpty() ? "" : name.apply(node.getOutput(i)));
    }
    for (int i = 0; i < node.getAttributeCount(); i++) {
      node.setAttribute(i, renamed(node.getAttribute(i), name));
    }
  }
}
