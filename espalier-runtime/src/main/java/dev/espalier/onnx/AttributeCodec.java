package dev.espalier.onnx;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.AttributeProto.AttributeType;
import ai.onnx.proto.OnnxMl.TensorProto;
import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.espalier.model.Attribute;
import java.util.List;

/** {@code AttributeProto} to {@link Attribute} and back. */
final class AttributeCodec {
  private AttributeCodec() {}

  static Attribute decode(AttributeProto proto, ExternalData external, Place place) {
    if (!proto.getRefAttrName().isEmpty()) {
      return opaque(proto, external, place);
    }
    return switch (type(proto)) {
      case INT -> new Attribute.IntValue(proto.getI());
      case FLOAT -> new Attribute.FloatValue(proto.getF());
      case INTS -> new Attribute.Ints(List.copyOf(proto.getIntsList()));
      case FLOATS -> new Attribute.Floats(List.copyOf(proto.getFloatsList()));
      case TENSOR -> new Attribute.TensorValue(TensorCodec.decode(proto.getT(), external, place));
      case STRING ->
          proto.getS().isValidUtf8()
              ? new Attribute.StringValue(proto.getS().toStringUtf8())
              : opaque(proto, external, place);
      case STRINGS -> strings(proto, external, place);
      default -> opaque(proto, external, place);
    };
  }

  /** {@code stub} (name, documentation, unknown fields) with this value. */
  static AttributeProto encode(Attribute attribute, AttributeProto stub) {
    AttributeProto.Builder proto = stub.toBuilder().clearT();
    if (attribute instanceof Attribute.IntValue v) {
      return proto.setType(AttributeType.INT).setI(v.value()).build();
    } else if (attribute instanceof Attribute.FloatValue v) {
      return proto.setType(AttributeType.FLOAT).setF(v.value()).build();
    } else if (attribute instanceof Attribute.StringValue v) {
      return proto.setType(AttributeType.STRING).setS(ByteString.copyFromUtf8(v.value())).build();
    } else if (attribute instanceof Attribute.TensorValue v) {
      return proto
          .setType(AttributeType.TENSOR)
          .setT(TensorCodec.encode(v.value(), stub.getT()))
          .build();
    } else if (attribute instanceof Attribute.Ints v) {
      return proto.setType(AttributeType.INTS).addAllInts(v.values()).build();
    } else if (attribute instanceof Attribute.Floats v) {
      return proto.setType(AttributeType.FLOATS).addAllFloats(v.values()).build();
    } else if (attribute instanceof Attribute.Strings v) {
      v.values().forEach(s -> proto.addStrings(ByteString.copyFromUtf8(s)));
      return proto.setType(AttributeType.STRINGS).build();
    }
    return parse(((Attribute.Opaque) attribute).bytes()).setName(stub.getName()).build();
  }

  /**
   * What {@link #encode} needs besides the decoded value; only the name where there is nothing
   * else.
   */
  static AttributeProto stub(AttributeProto proto, Attribute decoded) {
    AttributeProto.Builder stub = AttributeProto.newBuilder().setName(proto.getName());
    if (decoded instanceof Attribute.Opaque) {
      return stub.build();
    }
    stub.setUnknownFields(proto.getUnknownFields());
    if (proto.hasDocString()) {
      stub.setDocString(proto.getDocString());
    }
    TensorProto tensor = TensorCodec.stub(proto.getT());
    return tensor.getSerializedSize() == 0 ? stub.build() : stub.setT(tensor).build();
  }

  private static Attribute strings(AttributeProto proto, ExternalData external, Place place) {
    return proto.getStringsList().stream().allMatch(ByteString::isValidUtf8)
        ? new Attribute.Strings(
            proto.getStringsList().stream().map(ByteString::toStringUtf8).toList())
        : opaque(proto, external, place);
  }

  private static Attribute opaque(AttributeProto proto, ExternalData external, Place place) {
    return Captures.opaque((AttributeProto) external.inlined(proto, place));
  }

  /** The stated type; files of old exporters state none, there the field in use tells. */
  private static AttributeType type(AttributeProto proto) {
    if (proto.getType() != AttributeType.UNDEFINED) {
      return proto.getType();
    } else if (proto.hasI()) {
      return AttributeType.INT;
    } else if (proto.hasF()) {
      return AttributeType.FLOAT;
    } else if (proto.hasS()) {
      return AttributeType.STRING;
    } else if (proto.hasT()) {
      return AttributeType.TENSOR;
    } else if (proto.getIntsCount() > 0) {
      return AttributeType.INTS;
    } else if (proto.getFloatsCount() > 0) {
      return AttributeType.FLOATS;
    }
    return proto.getStringsCount() > 0 ? AttributeType.STRINGS : AttributeType.UNDEFINED;
  }

  private static AttributeProto.Builder parse(byte[] bytes) {
    try {
      return AttributeProto.parseFrom(bytes).toBuilder();
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalStateException("an opaque attribute does not hold a serialised one", e);
    }
  }
}
