package dev.espalier.onnx;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import java.util.List;

/** Small protobuf models, written without the code under test. */
final class Protos {
  private Protos() {}

  /** y = x + w, with w as given. */
  static ModelProto.Builder adding(TensorProto.Builder w) {
    return model(
        GraphProto.newBuilder()
            .setName("adding")
            .addInput(ValueInfoProto.newBuilder().setName("x"))
            .addOutput(ValueInfoProto.newBuilder().setName("y"))
            .addInitializer(w.setName("w"))
            .addNode(node("Add", "add", List.of("x", "w"), "y")));
  }

  static ModelProto.Builder model(GraphProto.Builder graph) {
    return ModelProto.newBuilder()
        .setIrVersion(8)
        .addOpsetImport(OperatorSetIdProto.newBuilder().setDomain("").setVersion(17))
        .setGraph(graph);
  }

  static NodeProto.Builder node(String op, String name, List<String> inputs, String... outputs) {
    return NodeProto.newBuilder()
        .setOpType(op)
        .setName(name)
        .addAllInput(inputs)
        .addAllOutput(List.of(outputs));
  }

  static TensorProto.Builder floats(float... values) {
    TensorProto.Builder tensor = TensorProto.newBuilder().setDataType(1).addDims(values.length);
    for (float value : values) {
      tensor.addFloatData(value);
    }
    return tensor;
  }
}
