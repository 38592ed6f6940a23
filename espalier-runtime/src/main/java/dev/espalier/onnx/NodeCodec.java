package dev.espalier.onnx;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.espalier.model.Attribute;
import dev.espalier.model.Node;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * {@code NodeProto} to {@link Node} and back; its rest keeps a stub of each attribute that has more
 * than a value.
 */
final class NodeCodec {
  private NodeCodec() {}

  static Node decode(NodeProto proto, ExternalData external, Place graph) {
    Place place = place(proto, graph);
    NodeProto.Builder rest =
        proto.toBuilder()
            .clearName()
            .clearDomain()
            .clearOpType()
            .clearInput()
            .clearOutput()
            .clearAttribute();
    Map<String, Attribute> attributes = new LinkedHashMap<>();
    for (AttributeProto attribute : proto.getAttributeList()) {
      Attribute decoded =
          AttributeCodec.decode(attribute, external, place.in("attribute", attribute.getName()));
      if (attributes.put(attribute.getName(), decoded) != null) {
        throw place.fail(
            "states attribute '" + attribute.getName() + "' twice; export the model again");
      }
      AttributeProto stub = AttributeCodec.stub(attribute, decoded);
      if (!stub.equals(named(attribute.getName()))) {
        rest.addAttribute(stub);
      }
    }
    return new Node(
        proto.getName(),
        proto.getDomain(),
        proto.getOpType(),
        proto.getInputList(),
        proto.getOutputList(),
        attributes,
        rest.build().toByteArray());
  }

  static NodeProto encode(Node node) {
    NodeProto.Builder proto = rest(node);
    Map<String, AttributeProto> stubs = new LinkedHashMap<>();
    proto.getAttributeList().forEach(stub -> stubs.put(stub.getName(), stub));
    proto
        .clearAttribute()
        .setOpType(node.op())
        .addAllInput(node.inputs())
        .addAllOutput(node.outputs());
    if (!node.name().isEmpty()) {
      proto.setName(node.name());
    }
    if (!node.domain().isEmpty()) {
      proto.setDomain(node.domain());
    }
    node.attributes()
        .forEach(
            (name, value) ->
                proto.addAttribute(
                    AttributeCodec.encode(value, stubs.getOrDefault(name, named(name)))));
    return proto.build();
  }

  private static Place place(NodeProto proto, Place graph) {
    String name =
        !proto.getName().isEmpty() || proto.getOutputCount() == 0
            ? proto.getName()
            : proto.getOutput(0);
    return graph.in("node", proto.getOpType() + " " + name);
  }

  private static AttributeProto named(String name) {
    return AttributeProto.newBuilder().setName(name).build();
  }

  private static NodeProto.Builder rest(Node node) {
    try {
      return NodeProto.parseFrom(node.rest()).toBuilder();
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalStateException("the rest of node " + node + " is no NodeProto", e);
    }
  }
}
