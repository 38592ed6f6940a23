package dev.espalier.model;

/**
 * Element types of ONNX tensors, with their {@code TensorProto.DataType} numbers and widths in
 * bytes.
 */
public enum DType {
  FLOAT(1, 4),
  UINT8(2, 1),
  INT8(3, 1),
  UINT16(4, 2),
  INT16(5, 2),
  INT32(6, 4),
  INT64(7, 8),
  STRING(8, 0),
  BOOL(9, 1),
  FLOAT16(10, 2),
  DOUBLE(11, 8),
  UINT32(12, 4),
  UINT64(13, 8),
  COMPLEX64(14, 8),
  COMPLEX128(15, 16),
  BFLOAT16(16, 2),
  /**
   * Any type without a fixed whole-byte width here; its tensors are carried as opaque protobuf
   * bytes.
   */
  OTHER(0, 0);

  private final int onnx;
  private final int bytes;

  DType(int onnx, int bytes) {
    this.onnx = onnx;
    this.bytes = bytes;
  }

  /** The number of this type in {@code TensorProto.DataType}. */
  public int onnx() {
    return onnx;
  }

  /** Bytes per element; 0 where elements have no fixed width (their tensors are opaque). */
  public int bytes() {
    return bytes;
  }

  /** The type with this ONNX number, {@link #OTHER} if it is none of these. */
  public static DType of(int onnx) {
    for (DType type : values()) {
      if (type.onnx == onnx) {
        return type;
      }
    }
    return OTHER;
  }
}
