package dev.espalier.ort;

import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.TensorInfo;
import dev.espalier.model.DType;
import dev.espalier.model.Dims;
import dev.espalier.model.Tensor;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Tensors on their way into the runtime and out of it. */
final class OrtValues {
  private OrtValues() {}

  /**
   * The runtime's view of a tensor: shared memory where the tensor lies outside the heap, else a
   * copy.
   */
  static OnnxTensor wrap(OrtEnvironment environment, Tensor tensor) throws OrtException {
    return OnnxTensor.createTensor(
        environment, outsideTheHeap(tensor), Dims.longs(tensor.dims()), javaType(tensor.type()));
  }

  private static ByteBuffer outsideTheHeap(Tensor tensor) {
    ByteBuffer data = tensor.data().slice().order(ByteOrder.LITTLE_ENDIAN);
    return data.isDirect() ? data : Tensor.allocate(data.remaining()).put(data).flip();
  }

  /** A copy of what the runtime computed. */
  static Tensor copy(OnnxTensor value) {
    TensorInfo info = value.getInfo();
    DType type = type(info);
    if (type.bytes() == 0) {
      throw new IllegalStateException("no tensor of " + info.onnxType + " can be read here");
    }
    return new Tensor(type, dims(info), value.getByteBuffer());
  }

  static int[] dims(TensorInfo info) {
    return Dims.ints(info.getShape());
  }

  static DType type(TensorInfo info) {
    return switch (info.onnxType) {
      case ONNX_TENSOR_ELEMENT_DATA_TYPE_FLOAT -> DType.FLOAT;
      case ONNX_TENSOR_ELEMENT_DATA_TYPE_UINT8 -> DType.UINT8;
      case ONNX_TENSOR_ELEMENT_DATA_TYPE_INT8 -> DType.INT8;
      case ONNX_TENSOR_ELEMENT_DATA_TYPE_UINT16 -> DType.UINT16;
      case ONNX_TENSOR_ELEMENT_DATA_TYPE_INT16 -> DType.INT16;
      case ONNX_TENSOR_ELEMENT_DATA_TYPE_INT32 -> DType.INT32;
      case ONNX_TENSOR_ELEMENT_DATA_TYPE_INT64 -> DType.INT64;
      case ONNX_TENSOR_ELEMENT_DATA_TYPE_STRING -> DType.STRING;
      case ONNX_TENSOR_ELEMENT_DATA_TYPE_BOOL -> DType.BOOL;
      case ONNX_TENSOR_ELEMENT_DATA_TYPE_FLOAT16 -> DType.FLOAT16;
      case ONNX_TENSOR_ELEMENT_DATA_TYPE_DOUBLE -> DType.DOUBLE;
      case ONNX_TENSOR_ELEMENT_DATA_TYPE_UINT32 -> DType.UINT32;
      case ONNX_TENSOR_ELEMENT_DATA_TYPE_UINT64 -> DType.UINT64;
      case ONNX_TENSOR_ELEMENT_DATA_TYPE_BFLOAT16 -> DType.BFLOAT16;
      default -> DType.OTHER;
    };
  }

  /** Whether tensors of this type can be given to the runtime from Java. */
  static boolean feedable(DType type) {
    return javaType(type) != OnnxJavaType.UNKNOWN;
  }

  private static OnnxJavaType javaType(DType type) {
    return switch (type) {
      case FLOAT -> OnnxJavaType.FLOAT;
      case DOUBLE -> OnnxJavaType.DOUBLE;
      case INT8 -> OnnxJavaType.INT8;
      case INT16 -> OnnxJavaType.INT16;
      case INT32 -> OnnxJavaType.INT32;
      case INT64 -> OnnxJavaType.INT64;
      case UINT8 -> OnnxJavaType.UINT8;
      case BOOL -> OnnxJavaType.BOOL;
      case FLOAT16 -> OnnxJavaType.FLOAT16;
      case BFLOAT16 -> OnnxJavaType.BFLOAT16;
      default -> OnnxJavaType.UNKNOWN;
    };
  }
}
