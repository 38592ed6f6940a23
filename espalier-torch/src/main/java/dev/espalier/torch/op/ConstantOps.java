package dev.espalier.torch.op;

import dev.espalier.model.Attribute;
import dev.espalier.model.DType;
import dev.espalier.model.Node;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/** Values that come from attributes, shapes and counts, and changes of type. */
final class ConstantOps {
  private ConstantOps() {}

  static void into(Map<String, TorchOp> catalogue) {
    catalogue.put("Constant", c -> List.of(constant(c)));
    catalogue.put("ConstantOfShape", ConstantOps::ofShape);
    catalogue.put("Shape", ConstantOps::shape);
    catalogue.put("Size", c -> List.of(Tensors.vector(c.in(0).numel()).squeeze()));
    catalogue.put("Range", ConstantOps::range);
    catalogue.put("Cast", ConstantOps::cast);
    catalogue.put("CastLike", c -> List.of(c.in(0).to(c.in(1).scalar_type())));
  }

  private static Tensor constant(Call call) {
    Node node = call.node();
    for (Map.Entry<String, Attribute> e : node.attributes().entrySet()) {
      if (e.getValue() instanceof Attribute.TensorValue v) {
        return Tensors.copyOf(v.value());
      } else if (e.getValue() instanceof Attribute.FloatValue v) {
        return Tensors.copyOf(dev.espalier.model.Tensor.floats(new float[] {v.value()}));
      } else if (e.getValue() instanceof Attribute.IntValue v) {
        return Tensors.vector(v.value()).squeeze();
      } else if (e.getValue() instanceof Attribute.Ints v) {
        return Tensors.vector(v.values().stream().mapToLong(Long::longValue).toArray());
      } else if (e.getValue() instanceof Attribute.Floats v) {
        float[] values = new float[v.values().size()];
        for (int i = 0; i < values.length; i++) {
          values[i] = v.values().get(i);
        }
        return Tensors.copyOf(dev.espalier.model.Tensor.floats(values, values.length));
      }
    }
    throw call.unsupported("this kind of constant");
  }

  private static List<Tensor> ofShape(Call call) {
    long[] shape = Objects.requireNonNull(call.longs(0));
    if (call.node().attributes().get("value") instanceof Attribute.TensorValue v) {
      return List.of(Tensors.copyOf(v.value()).reshape(new long[0]).expand(shape));
    }
    return List.of(torch.zeros(shape, Tensors.options(ScalarType.Float)));
  }

  private static List<Tensor> shape(Call call) {
    long[] shape = Tensors.shape(call.in(0));
    int from = bound(call.node().intAttr("start", 0), shape.length);
    int to = bound(call.node().intAttr("end", shape.length), shape.length);
    return List.of(Tensors.vector(Arrays.copyOfRange(shape, from, Math.max(from, to))));
  }

  private static int bound(long at, int rank) {
    return (int) Shaping.clamp(at < 0 ? at + rank : at, 0L, rank);
  }

  private static List<Tensor> range(Call call) {
    ScalarType type = call.in(0).scalar_type();
    if (Tensors.floating(call.in(0))) {
      Scalar[] s = new Scalar[3];
      for (int i = 0; i < 3; i++) {
        s[i] = new Scalar(call.in(i).to(ScalarType.Double).item_double());
      }
      return List.of(torch.arange(s[0], s[1], s[2], Tensors.options(type)));
    }
    Scalar[] s = new Scalar[3];
    for (int i = 0; i < 3; i++) {
      s[i] = new Scalar(Tensors.longs(call.in(i))[0]);
    }
    return List.of(torch.arange(s[0], s[1], s[2], Tensors.options(type)));
  }

  private static List<Tensor> cast(Call call) {
    DType to = DType.of((int) call.node().intAttr("to", 1));
    return List.of(call.in(0).to(Tensors.scalarType(to)));
  }
}
