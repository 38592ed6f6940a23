package dev.espalier.model;

/**
 * Element types of ONNX tensors, with their {@code TensorProto.DataType} numbers and widths in
 * bytes. Tensors of types without a width here are carried as opaque protobuf bytes.
 */
public enum DType {
  /** 32-bit float. */
  FLOAT(1, 4),
  /** 8-bit unsigned integer. */
  UINT8(2, 1),
  /** 8-bit integer. */
  INT8(3, 1),
  /** 16-bit unsigned integer. */
  UINT16(4, 2),
  /** 16-bit integer. */
  INT16(5, 2),
  /** 32-bit integer. */
  INT32(6, 4),
  /** 64-bit integer. */
  INT64(7, 8),
  /** Text. */
  STRING(8, 0),
  /** True or false, a byte each. */
  BOOL(9, 1),
  /** 16-bit float (IEEE 754). */
  FLOAT16(10, 2),
  /** 64-bit float. */
  DOUBLE(11, 8),
  /** 32-bit unsigned integer. */
  UINT32(12, 4),
  /** 64-bit unsigned integer. */
  UINT64(13, 8),
  /** Complex number of two 32-bit floats. */
  COMPLEX64(14, 8),
  /** Complex number of two 64-bit floats. */
  COMPLEX128(15, 16),
  /** 16-bit float with the exponent of a 32-bit one. */
  BFLOAT16(16, 2),
  /** 8-bit float: 4 bits of exponent, finite. */
  FLOAT8E4M3FN(17, 0),
  /** 8-bit float: 4 bits of exponent, finite, one zero. */
  FLOAT8E4M3FNUZ(18, 0),
  /** 8-bit float: 5 bits of exponent. */
  FLOAT8E5M2(19, 0),
  /** 8-bit float: 5 bits of exponent, finite, one zero. */
  FLOAT8E5M2FNUZ(20, 0),
  /** 4-bit unsigned integer, two in a byte. */
  UINT4(21, 0),
  /** 4-bit integer, two in a byte. */
  INT4(22, 0),
  /** 4-bit float, two in a byte. */
  FLOAT4E2M1(23, 0),
  /** Any other type, and sparse tensors. */
  OTHER(0, 0);

  private final int onnx;
  private final int bytes;

  DType(int onnx, int bytes) {
    this.onnx = onnx;
    this.bytes = bytes;
  }

  /** {@return the number of this type in {@code TensorProto.DataType}} */
  public int onnx() {
    return onnx;
  }

  /**
   * {@return bytes per element; 0 where elements have no fixed width (their tensors are opaque)}
   */
  public int bytes() {
    return bytes;
  }

  /**
   * {@return whether weights may have this type: numbers with a fraction that are computed with as
   * such}
   */
  public boolean floating() {
    return this == FLOAT || this == DOUBLE || half();
  }

  /** {@return whether this is a floating type of 16 bits} */
  public boolean half() {
    return this == FLOAT16 || this == BFLOAT16;
  }

  /**
   * {@return the type with this ONNX number, {@link #OTHER} if it is none of these}
   *
   * @param onnx a number of {@code TensorProto.DataType}
   */
  public static DType of(int onnx) {
    for (DType type : values()) {
      if (type.onnx == onnx) {
        return type;
      }
    }
    return OTHER;
  }
}
