package dev.espalier.onnx;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import dev.espalier.model.Attribute;
import dev.espalier.model.DType;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** Finds which values of the surrounding graph the subgraphs of an attribute read. */
final class Captures {
  private Captures() {}

  /** The attribute as bytes, with what must be known of the subgraphs inside. */
  static Attribute.Opaque opaque(AttributeProto attribute) {
    Set<String> operators = new LinkedHashSet<>();
    operators(attribute, operators);
    return new Attribute.Opaque(
        attribute.toByteArray(), of(attribute), parameters(attribute), operators);
  }

  private static void operators(AttributeProto attribute, Set<String> found) {
    List<GraphProto> graphs = new ArrayList<>(attribute.getGraphsList());
    if (attribute.hasG()) {
      graphs.add(attribute.getG());
    }
    for (GraphProto graph : graphs) {
      for (NodeProto node : graph.getNodeList()) {
        boolean standard = node.getDomain().isEmpty() || node.getDomain().equals("ai.onnx");
        found.add((standard ? "" : node.getDomain() + ".") + node.getOpType());
        node.getAttributeList().forEach(inner -> operators(inner, found));
      }
    }
  }

  private static List<String> of(AttributeProto attribute) {
    Set<String> names = new LinkedHashSet<>();
    if (attribute.hasG()) {
      names.addAll(of(attribute.getG()));
    }
    attribute.getGraphsList().forEach(graph -> names.addAll(of(graph)));
    return new ArrayList<>(names);
  }

  /** Floating-point elements of all initializers and constant nodes inside. */
  private static long parameters(AttributeProto attribute) {
    long sum = attribute.hasG() ? parameters(attribute.getG()) : 0;
    return sum + attribute.getGraphsList().stream().mapToLong(Captures::parameters).sum();
  }

  private static long parameters(GraphProto graph) {
    Stream<TensorProto> constants =
        graph.getNodeList().stream()
            .filter(node -> node.getOpType().equals("Constant"))
            .flatMap(node -> node.getAttributeList().stream())
            .filter(AttributeProto::hasT)
            .map(AttributeProto::getT);
    long own =
        Stream.concat(graph.getInitializerList().stream(), constants)
            .filter(t -> DType.of(t.getDataType()).floating())
            .mapToLong(t -> t.getDimsList().stream().reduce(1L, (a, b) -> a * b))
            .sum();
    return own
        + graph.getNodeList().stream()
            .flatMap(node -> node.getAttributeList().stream())
            .mapToLong(Captures::parameters)
            .sum();
  }

  private static Set<String> of(GraphProto graph) {
    Set<String> own = new HashSet<>();
    graph.getInputList().forEach(input -> own.add(input.getName()));
    graph.getInitializerList().forEach(tensor -> own.add(tensor.getName()));
    graph.getSparseInitializerList().forEach(tensor -> own.add(tensor.getValues().getName()));
    Set<String> read = new LinkedHashSet<>();
    for (NodeProto node : graph.getNodeList()) {
      own.addAll(node.getOutputList());
      read.addAll(node.getInputList());
      node.getAttributeList().forEach(attribute -> read.addAll(of(attribute)));
    }
    graph.getOutputList().forEach(output -> read.add(output.getName()));
    read.removeAll(own);
    read.remove("");
    return read;
  }
}
