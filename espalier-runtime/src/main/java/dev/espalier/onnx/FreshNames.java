package dev.espalier.onnx;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** Names that no value of a file has yet. */
final class FreshNames {
  /** Names within names grow; more than this says nothing to a person. */
  private static final int LONGEST = 200;

  private final Set<String> taken = new HashSet<>();
  private final Map<String, Integer> numbers = new HashMap<>();

  /** The names of a graph and its subgraphs are taken. */
  void take(GraphProto graph) {
    graph.getInputList().forEach(v -> taken.add(v.getName()));
    graph.getInitializerList().forEach(t -> taken.add(t.getName()));
    graph.getSparseInitializerList().forEach(t -> taken.add(t.getValues().getName()));
    for (NodeProto node : graph.getNodeList()) {
      taken.addAll(node.getInputList());
      taken.addAll(node.getOutputList());
      for (AttributeProto attribute : node.getAttributeList()) {
        if (attribute.hasG()) {
          take(attribute.getG());
        }
        attribute.getGraphsList().forEach(this::take);
      }
    }
  }

  /** These names are taken. */
  void take(Set<String> names) {
    taken.addAll(names);
  }

  /** The wanted name, or with a number behind it where it is taken; taken from now on. */
  String of(String wanted) {
    String name = wanted;
    while (!taken.add(name)) {
      name = wanted + "#" + numbers.merge(wanted, 1, Integer::sum);
    }
    return name;
  }

  /** The name, or its end where it is long. */
  static String clipped(String name) {
    return name.length() <= LONGEST ? name : name.substring(name.length() - LONGEST);
  }
}
