package dev.espalier.model;

/**
 * Element types of ONNX tensors, with their {@code TensorProto.DataType} numbers and widths in
 * bytes. Tensors of types without a width here are carried as opaque protobuf bytes.
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
  FLOAT8E4M3FN(17, 0),
  FLOAT8E4M3FNUZ(18, 0),
  FLOAT8E5M2(19, 0),
  FLOAT8E5M2FNUZ(20, 0),
  UINT4(21, 0),
  INT4(22, 0),
  FLOAT4E2M1(23, 0),
  /** Any other type, and sparse tensors. */
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

  /** Whether weights may have this type: numbers with a fraction that are computed with as such. */
  public boolean floating() {
    return this == FLOAT || this == DOUBLE || half();
  }

  /** Whether this is a floating type of 16 bits. */
  public boolean half() {
    return this == FLOAT16 || this == BFLOAT16;
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
