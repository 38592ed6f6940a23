package dev.espalier.onnx;

import ai.onnx.proto.OnnxMl.TensorProto;
import dev.espalier.model.DType;
import java.nio.ByteBuffer;

/**
 * The element lists of {@code TensorProto}: which of them holds which type, and how wide its
 * entries are.
 */
final class TypedFields {
  private TypedFields() {}

  /** Number of entries of the list that holds elements of this type. */
  static int count(TensorProto proto, DType type) {
    return switch (type) {
      case FLOAT, COMPLEX64 -> proto.getFloatDataCount();
      case DOUBLE, COMPLEX128 -> proto.getDoubleDataCount();
      case INT64 -> proto.getInt64DataCount();
      case UINT32, UINT64 -> proto.getUint64DataCount();
      default -> proto.getInt32DataCount();
    };
  }

  /**
   * Bytes that one entry stands for: the element's width, half of it where an element is two
   * entries.
   */
  static int elementBytes(DType type) {
    return type == DType.COMPLEX64 || type == DType.COMPLEX128 ? type.bytes() / 2 : type.bytes();
  }

  /** Appends all entries to {@code out}. */
  static void copy(TensorProto proto, DType type, ByteBuffer out) {
    int n = count(proto, type);
    for (int i = 0; i < n; i++) {
      switch (type) {
        case FLOAT, COMPLEX64 -> out.putInt(Float.floatToRawIntBits(proto.getFloatData(i)));
        case DOUBLE, COMPLEX128 -> out.putLong(Double.doubleToRawLongBits(proto.getDoubleData(i)));
        case INT64 -> out.putLong(proto.getInt64Data(i));
        case UINT64 -> out.putLong(proto.getUint64Data(i));
        case UINT32 -> out.putInt((int) proto.getUint64Data(i));
        default -> putInt(proto.getInt32Data(i), type, out);
      }
    }
  }

  private static void putInt(int value, DType type, ByteBuffer out) {
    switch (type.bytes()) {
      case 1 -> out.put((byte) value);
      case 2 -> out.putShort((short) value);
      default -> out.putInt(value);
    }
  }
}
