package dev.espalier.adaptive;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.espalier.model.Model;
import dev.espalier.onnx.OnnxReader;
import dev.espalier.onnx.OnnxWriter;
import java.nio.file.Path;
import java.util.List;

/** A joined model that puts the answers of later stages in the row after theirs. */
final class WrongJoin {
  private WrongJoin() {}

  static Model shifted(Model joined) {
    try {
      ModelProto.Builder proto = ModelProto.parseFrom(OnnxWriter.bytes(joined)).toBuilder();
      proto.getGraphBuilder().addInitializer(number("shift/one", 1));
      shift(proto.getGraphBuilder());
      return OnnxReader.read(proto.build().toByteArray(), Path.of("."), "shifted");
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void shift(GraphProto.Builder graph) {
    List<NodeProto> nodes = graph.getNodeList();
    graph.clearNode();
    for (NodeProto node : nodes) {
      NodeProto.Builder changed = node.toBuilder();
      for (AttributeProto.Builder attribute : changed.getAttributeBuilderList()) {
        if (attribute.hasG()) {
          shift(attribute.getGBuilder());
        }
      }
      if (node.getOpType().equals("ScatterND")) {
        String stem = node.getOutput(0) + "/shift";
        graph.addNode(node("Add", stem, node.getInput(1), "shift/one"));
        graph.addNode(node("Shape", stem + "/shape", node.getInput(0)));
        graph.addNode(node("Gather", stem + "/rows", stem + "/shape", "route/[0]"));
        graph.addNode(node("Mod", stem + "/at", stem, stem + "/rows"));
        changed.setInput(1, stem + "/at");
      }
      graph.addNode(changed);
    }
  }

  private static NodeProto node(String op, String output, String... inputs) {
    return NodeProto.newBuilder()
        .setOpType(op)
        .setName(output)
        .addOutput(output)
        .addAllInput(List.of(inputs))
        .build();
  }

  private static TensorProto number(String name, long value) {
    return TensorProto.newBuilder()
        .setName(name)
        .setDataType(TensorProto.DataType.INT64_VALUE)
        .addDims(1)
        .addInt64Data(value)
        .build();
  }
}
