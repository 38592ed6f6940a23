package dev.espalier.onnx;

import ai.onnx.proto.OnnxMl.TensorShapeProto;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.espalier.model.DType;
import dev.espalier.model.ValueInfo;
import dev.espalier.model.ValueInfo.Dim;
import java.util.ArrayList;
import java.util.List;

/**
 * {@code ValueInfoProto} to {@link ValueInfo} and back; types other than tensors stay in its rest.
 */
final class ValueInfoCodec {
  private ValueInfoCodec() {}

  static ValueInfo decode(ValueInfoProto proto) {
    ValueInfoProto.Builder rest = proto.toBuilder().clearName();
    if (!proto.getType().hasTensorType()) {
      return new ValueInfo(
          proto.getName(), DType.OTHER, List.of(), false, rest.build().toByteArray());
    }
    TypeProto.Tensor tensor = proto.getType().getTensorType();
    DType type = DType.of(tensor.getElemType());
    TypeProto.Tensor.Builder restTensor = rest.getTypeBuilder().getTensorTypeBuilder();
    if (type != DType.OTHER) {
      restTensor.clearElemType();
    }
    List<Dim> dims = new ArrayList<>();
    if (tensor.hasShape()) {
      restTensor.getShapeBuilder().getDimBuilderList().forEach(dim -> dims.add(takeDim(dim)));
    }
    return new ValueInfo(
        proto.getName(), type, dims, tensor.hasShape(), rest.build().toByteArray());
  }

  static ValueInfoProto encode(ValueInfo used) {
    ValueInfo info = used.asInFile();
    ValueInfoProto.Builder proto = rest(info).setName(info.name());
    if (info.type() == DType.OTHER && !proto.getType().hasTensorType()) {
      return proto.build();
    }
    TypeProto.Tensor.Builder tensor = proto.getTypeBuilder().getTensorTypeBuilder();
    if (info.type() != DType.OTHER) {
      tensor.setElemType(info.type().onnx());
    }
    if (info.ranked()) {
      putDims(info.dims(), tensor.getShapeBuilder());
    } else {
      tensor.clearShape();
    }
    return proto.build();
  }

  private static Dim takeDim(TensorShapeProto.Dimension.Builder dim) {
    if (dim.hasDimValue() && dim.getDimValue() >= 0) {
      Dim known = Dim.of(dim.getDimValue());
      dim.clearDimValue();
      return known;
    }
    if (dim.hasDimParam()) {
      Dim symbol = Dim.symbol(dim.getDimParam());
      dim.clearDimParam();
      return symbol;
    }
    return Dim.symbol("");
  }

  private static void putDims(List<Dim> dims, TensorShapeProto.Builder shape) {
    if (shape.getDimCount() != dims.size()) {
      shape.clearDim();
      dims.forEach(dim -> shape.addDimBuilder());
    }
    for (int i = 0; i < dims.size(); i++) {
      Dim dim = dims.get(i);
      if (dim.known()) {
        shape.getDimBuilder(i).setDimValue(dim.size());
      } else if (!dim.symbol().isEmpty()) {
        shape.getDimBuilder(i).setDimParam(dim.symbol());
      }
    }
  }

  private static ValueInfoProto.Builder rest(ValueInfo info) {
    try {
      return ValueInfoProto.parseFrom(info.rest()).toBuilder();
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalStateException(
          "the rest of value " + info.name() + " is no ValueInfoProto", e);
    }
  }
}
