package dev.espalier.op;

import dev.espalier.model.DType;
import dev.espalier.model.Graph;
import dev.espalier.model.HalfFloats;
import dev.espalier.model.Model;
import dev.espalier.model.ModelFormatException;
import dev.espalier.model.Node;
import dev.espalier.model.Tensor;
import java.nio.ByteBuffer;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** Faults in a model's contents that no format check sees. */
public final class Checks {
  private Checks() {}

  /**
   * Refuses weights that are no numbers; see {@link dev.espalier.model.ConstantNodes} for weights
   * in Constant nodes, which must be initializers first. Infinities are refused where operators
   * multiply by them; elsewhere they are legal (attention masks, clip bounds).
   *
   * @param model the model
   * @param name what messages call it, usually its file
   * @throws ModelFormatException naming the first such initializer and the position in it
   */
  public static void finite(Model model, String name) {
    Set<String> weights = weights(model.graph());
    for (Map.Entry<String, Tensor> entry : model.graph().initializers().entrySet()) {
      boolean infinityAllowed = !weights.contains(entry.getKey());
      int position = firstFault(entry.getValue(), infinityAllowed);
      if (position >= 0) {
        throw new ModelFormatException(
            name
                + ": initializer '"
                + entry.getKey()
                + "' "
                + entry.getValue()
                + " holds "
                + value(entry.getValue().type(), entry.getValue().data(), position)
                + " at position "
                + position
                + "; its training diverged or the file is damaged, use an earlier checkpoint");
      }
    }
  }

  private static Set<String> weights(Graph graph) {
    Set<String> names = new HashSet<>();
    for (Node node : graph.nodes()) {
      if (Trait.WEIGHTED.of(node)) {
        names.addAll(node.inputs());
      }
    }
    return names;
  }

  private static int firstFault(Tensor tensor, boolean infinityAllowed) {
    return switch (tensor.type()) {
      case FLOAT, DOUBLE, FLOAT16, BFLOAT16 -> {
        ByteBuffer data = tensor.data();
        int n = tensor.size();
        for (int i = 0; i < n; i++) {
          double value = value(tensor.type(), data, i);
          if (Double.isNaN(value) || (Double.isInfinite(value) && !infinityAllowed)) {
            yield i;
          }
        }
        yield -1;
      }
      default -> -1;
    };
  }

  private static double value(DType type, ByteBuffer data, int i) {
    return switch (type) {
      case FLOAT -> data.getFloat(i * 4);
      case DOUBLE -> data.getDouble(i * 8);
      case BFLOAT16 -> Float.intBitsToFloat(data.getShort(i * 2) << 16);
      default -> HalfFloats.toFloat(data.getShort(i * 2));
    };
  }
}
