package dev.espalier.onnx;

import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Map;

/**
 * One form of a message for all that mean the same: numeric lists of tensors as raw data, empty
 * strings absent.
 */
final class Canonical {
  private Canonical() {}

  static Message of(ModelProto model) {
    ModelProto.Builder named = model.toBuilder();
    named.getOpsetImportBuilderList().stream()
        .filter(opset -> opset.getDomain().equals("ai.onnx"))
        .forEach(opset -> opset.clearDomain());
    return of((Message) named.build());
  }

  private static Message of(Message message) {
    Message.Builder out = message.toBuilder();
    for (Map.Entry<FieldDescriptor, Object> entry : message.getAllFields().entrySet()) {
      FieldDescriptor field = entry.getKey();
      if (entry.getValue().equals("")) {
        out.clearField(field);
      } else if (field.getJavaType() == FieldDescriptor.JavaType.MESSAGE) {
        out.setField(
            field,
            field.isRepeated()
                ? ((List<?>) entry.getValue()).stream().map(m -> of((Message) m)).toList()
                : of((Message) entry.getValue()));
      }
    }
    return out instanceof TensorProto.Builder tensor ? raw(tensor).build() : out.build();
  }

  private static TensorProto.Builder raw(TensorProto.Builder tensor) {
    ByteBuffer out = ByteBuffer.allocate(8 * entries(tensor)).order(ByteOrder.LITTLE_ENDIAN);
    int type = tensor.getDataType();
    tensor.getFloatDataList().forEach(out::putFloat);
    tensor.getInt64DataList().forEach(out::putLong);
    tensor.getDoubleDataList().forEach(out::putDouble);
    for (int value : tensor.getInt32DataList()) {
      switch (type) {
        case 6 -> out.putInt(value);
        case 2, 3, 9 -> out.put((byte) value);
        default -> out.putShort((short) value);
      }
    }
    for (long value : tensor.getUint64DataList()) {
      if (type == 13) {
        out.putLong(value);
      } else {
        out.putInt((int) value);
      }
    }
    if (out.position() == 0) {
      return tensor.getStringDataCount() == 0 && !tensor.hasRawData()
          ? tensor.setRawData(ByteString.EMPTY)
          : tensor;
    }
    return tensor
        .clearFloatData()
        .clearInt64Data()
        .clearDoubleData()
        .clearInt32Data()
        .clearUint64Data()
        .setRawData(ByteString.copyFrom(out.flip()));
  }

  private static int entries(TensorProto.Builder tensor) {
    return tensor.getFloatDataCount()
        + tensor.getInt64DataCount()
        + tensor.getDoubleDataCount()
        + tensor.getInt32DataCount()
        + tensor.getUint64DataCount();
  }
}
