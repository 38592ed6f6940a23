package dev.espalier.torch.op;

import dev.espalier.model.DType;
import dev.espalier.model.Dims;
import dev.espalier.model.ModelFormatException;
import dev.espalier.model.Tensor;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.LongPointer;
import org.bytedeco.pytorch.MemoryFormatOptional;
import org.bytedeco.pytorch.ScalarTypeOptional;
import org.bytedeco.pytorch.TensorOptions;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * Tensors from the model's form to libtorch's and back. Whatever floating type a model has,
 * libtorch computes in float32: 16 bits are too few for what is learnt, and float64 is of no use to
 * it.
 */
public final class Tensors {
  private Tensors() {}

  /**
   * {@return a libtorch tensor with a copy of the elements, float32 for every floating type} Throws
   * {@link ModelFormatException} for types it lacks.
   *
   * <p>Always a copy: a gradient may read what its loss was computed from long after the last Java
   * reference to {@code tensor} is gone, and its memory with it.
   *
   * @param tensor of any shape
   */
  public static org.bytedeco.pytorch.Tensor copyOf(Tensor tensor) {
    org.bytedeco.pytorch.Tensor out =
        torch.empty(
            Dims.longs(tensor.dims()),
            options(scalarType(tensor.type())),
            new MemoryFormatOptional());
    if (tensor.size() > 0) {
      Tensor held = tensor.type().floating() ? tensor.as(DType.FLOAT) : tensor;
      bytes(out).put(held.data());
    }
    return out;
  }

  /** The memory of a tensor that is not empty, to be used while the tensor lives. */
  @SuppressWarnings("resource") // the pointer belongs to the caller's scope
  private static ByteBuffer bytes(org.bytedeco.pytorch.Tensor contiguous) {
    return new BytePointer(contiguous.data_ptr()).capacity(contiguous.nbytes()).asByteBuffer();
  }

  /**
   * {@return a model tensor with a copy of the elements}
   *
   * @param tensor of any shape
   */
  public static Tensor toModel(org.bytedeco.pytorch.Tensor tensor) {
    org.bytedeco.pytorch.Tensor flat = tensor.detach().contiguous();
    ByteBuffer out = Tensor.allocate(Math.toIntExact(flat.nbytes()));
    if (out.capacity() > 0) {
      out.put(bytes(flat)).flip();
    }
    return new Tensor(dtype(flat.scalar_type()), Dims.ints(shape(flat)), out);
  }

  /**
   * {@return sizes of the axes}
   *
   * @param tensor of any shape
   */
  public static long[] shape(org.bytedeco.pytorch.Tensor tensor) {
    long[] out = new long[(int) tensor.dim()];
    for (int i = 0; i < out.length; i++) {
      out[i] = tensor.size(i);
    }
    return out;
  }

  /**
   * {@return number of axes}
   *
   * @param tensor of any shape
   */
  public static int rank(org.bytedeco.pytorch.Tensor tensor) {
    return (int) tensor.dim();
  }

  /**
   * {@return the elements of an integer tensor}
   *
   * @param tensor of any shape
   */
  public static long[] longs(org.bytedeco.pytorch.Tensor tensor) {
    long[] out = new long[(int) tensor.numel()];
    if (out.length > 0) {
      org.bytedeco.pytorch.Tensor flat = cast(tensor.detach(), ScalarType.Long).contiguous();
      new LongPointer(flat.data_ptr()).get(out);
    }
    return out;
  }

  /**
   * {@return a one-dimensional int64 tensor}
   *
   * @param values its elements
   */
  public static org.bytedeco.pytorch.Tensor vector(long... values) {
    return copyOf(Tensor.vector(values));
  }

  /**
   * {@return the same numbers in another type}
   *
   * @param tensor of any shape
   * @param type of its elements
   */
  public static org.bytedeco.pytorch.Tensor cast(
      org.bytedeco.pytorch.Tensor tensor, ScalarType type) {
    return tensor.to(type);
  }

  /**
   * {@return whether its type is a floating one}
   *
   * @param tensor of any shape
   */
  public static boolean floating(org.bytedeco.pytorch.Tensor tensor) {
    return switch (tensor.scalar_type().intern()) {
      case Float, Double, Half, BFloat16 -> true;
      default -> false;
    };
  }

  /**
   * {@return what a new tensor of this type is made with}
   *
   * @param type of its elements
   */
  public static TensorOptions options(ScalarType type) {
    return new TensorOptions().dtype(new ScalarTypeOptional(type));
  }

  /**
   * {@return a vector of libtorch tensors for calls that take several}
   *
   * @param tensors in order
   */
  public static TensorVector vector(List<org.bytedeco.pytorch.Tensor> tensors) {
    return new TensorVector(tensors.toArray(new org.bytedeco.pytorch.Tensor[0]));
  }

  /**
   * {@return the tensors of a native vector}
   *
   * @param vector of native tensors
   */
  public static List<org.bytedeco.pytorch.Tensor> list(TensorVector vector) {
    List<org.bytedeco.pytorch.Tensor> out = new ArrayList<>();
    for (long i = 0; i < vector.size(); i++) {
      // a copy of the handle: the element itself dies with the vector
      out.add(new org.bytedeco.pytorch.Tensor(vector.get(i)));
    }
    return out;
  }

  /**
   * {@return the type that libtorch computes with where a model has this one}
   *
   * @param type of its elements
   */
  public static ScalarType scalarType(DType type) {
    return switch (type) {
      case FLOAT, FLOAT16, DOUBLE, BFLOAT16 -> ScalarType.Float;
      case UINT8 -> ScalarType.Byte;
      case INT8 -> ScalarType.Char;
      case INT16 -> ScalarType.Short;
      case INT32 -> ScalarType.Int;
      case INT64 -> ScalarType.Long;
      case BOOL -> ScalarType.Bool;
      case UINT16 -> ScalarType.UInt16;
      case UINT32 -> ScalarType.UInt32;
      case UINT64 -> ScalarType.UInt64;
      default ->
          throw new ModelFormatException("tensors of " + type + " cannot be used in training");
    };
  }

  /**
   * {@return the ONNX type of a libtorch type}
   *
   * @param type of its elements
   */
  public static DType dtype(ScalarType type) {
    return switch (type.intern()) {
      case Float -> DType.FLOAT;
      case Byte -> DType.UINT8;
      case Char -> DType.INT8;
      case Short -> DType.INT16;
      case Int -> DType.INT32;
      case Long -> DType.INT64;
      case Bool -> DType.BOOL;
      case Half -> DType.FLOAT16;
      case Double -> DType.DOUBLE;
      case BFloat16 -> DType.BFLOAT16;
      case UInt16 -> DType.UINT16;
      case UInt32 -> DType.UINT32;
      case UInt64 -> DType.UINT64;
      default -> throw new IllegalStateException("no ONNX type for " + type);
    };
  }
}
