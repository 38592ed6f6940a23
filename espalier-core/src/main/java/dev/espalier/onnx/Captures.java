package dev.espalier.onnx;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Finds which values of the surrounding graph the subgraphs of an attribute read. */
final class Captures {
  private Captures() {}

  static List<String> of(AttributeProto attribute) {
    Set<String> names = new LinkedHashSet<>();
    if (attribute.hasG()) {
      names.addAll(of(attribute.getG()));
    }
    attribute.getGraphsList().forEach(graph -> names.addAll(of(graph)));
    return new ArrayList<>(names);
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
