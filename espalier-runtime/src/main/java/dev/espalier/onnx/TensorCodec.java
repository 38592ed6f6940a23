package dev.espalier.onnx;

import ai.onnx.proto.OnnxMl.TensorProto;
import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.UnsafeByteOperations;
import dev.espalier.model.DType;
import dev.espalier.model.Tensor;
import java.nio.ByteBuffer;
import java.util.List;

/**
 * {@code TensorProto} to {@link Tensor} and back; whatever field the elements come in, they become
 * little-endian bytes.
 */
final class TensorCodec {
  private TensorCodec() {}

  static Tensor decode(TensorProto proto, ExternalData external, Place place) {
    int[] dims = dims(proto.getDimsList(), place);
    DType type = DType.of(proto.getDataType());
    if (type.bytes() == 0) {
      return new Tensor(type, dims, ByteBuffer.wrap(external.inlined(proto, place).toByteArray()));
    }
    long bytes = elements(dims, place) * type.bytes();
    if (bytes > Integer.MAX_VALUE) {
      throw place.fail("holds " + bytes + " bytes; single tensors above 2 GB are not supported");
    }
    return new Tensor(type, dims, contents(proto, type, bytes, external, place));
  }

  /** {@code stub} (name, documentation, unknown fields) with the contents of {@code tensor}. */
  static TensorProto encode(Tensor tensor, TensorProto stub) {
    if (tensor.opaque()) {
      return opaque(tensor).toBuilder().setName(stub.getName()).build();
    }
    TensorProto.Builder proto = stub.toBuilder().setDataType(tensor.type().onnx());
    for (int dim : tensor.dims()) {
      proto.addDims(dim);
    }
    return proto.setRawData(UnsafeByteOperations.unsafeWrap(tensor.data())).build();
  }

  /** Elements of a tensor of texts. */
  static List<String> texts(Tensor tensor) {
    return opaque(tensor).getStringDataList().stream().map(ByteString::toStringUtf8).toList();
  }

  /** What {@link #encode} needs besides the tensor: the message without type, axes and contents. */
  static TensorProto stub(TensorProto proto) {
    return proto.toBuilder()
        .clearDims()
        .clearDataType()
        .clearFloatData()
        .clearInt32Data()
        .clearInt64Data()
        .clearDoubleData()
        .clearUint64Data()
        .clearStringData()
        .clearRawData()
        .clearExternalData()
        .clearDataLocation()
        .build();
  }

  /** Sizes of axes as the model holds them. */
  static int[] dims(List<Long> sizes, Place place) {
    int[] dims = new int[sizes.size()];
    for (int i = 0; i < dims.length; i++) {
      long size = sizes.get(i);
      if (size < 0 || size > Integer.MAX_VALUE) {
        throw place.fail(
            "axis " + i + " has the impossible size " + size + "; export the model again");
      }
      dims[i] = (int) size;
    }
    return dims;
  }

  private static TensorProto opaque(Tensor tensor) {
    try {
      return TensorProto.parseFrom(tensor.data());
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalStateException("an opaque tensor does not hold a serialised one", e);
    }
  }

  private static long elements(int[] dims, Place place) {
    long elements = 1;
    for (int dim : dims) {
      elements *= dim;
      if (elements > Integer.MAX_VALUE) {
        throw place.fail("has more than 2^31 elements, which is not supported");
      }
    }
    return elements;
  }

  private static ByteBuffer contents(
      TensorProto proto, DType type, long bytes, ExternalData external, Place place) {
    if (ExternalData.isExternal(proto)) {
      return external.read(proto, bytes, place);
    }
    int listed = TypedFields.count(proto, type);
    boolean raw = proto.hasRawData() && (!proto.getRawData().isEmpty() || listed == 0);
    long present = raw ? proto.getRawData().size() : (long) listed * TypedFields.elementBytes(type);
    if (present != bytes) {
      throw place.fail(
          "a tensor of "
              + type
              + proto.getDimsList()
              + " needs "
              + bytes
              + " bytes, but "
              + present
              + " are there; the file is damaged, export the model again");
    }
    ByteBuffer buffer = Tensor.allocate((int) bytes);
    if (raw) {
      proto.getRawData().copyTo(buffer);
    } else {
      TypedFields.copy(proto, type, buffer);
    }
    return buffer.flip();
  }
}
