package dev.espalier.torch.op;

import dev.espalier.model.ModelFormatException;
import dev.espalier.model.Node;
import java.util.List;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.jspecify.annotations.Nullable;

/**
 * One node with its input values at hand.
 *
 * @param node what to run
 * @param inputs one entry an input; null where it is omitted
 * @param mode how the graph is being run
 * @param opset version of the standard operators
 */
public record Call(Node node, List<@Nullable Tensor> inputs, Mode mode, long opset) {
  /**
   * {@return the i-th input; throws {@link ModelFormatException} when the file omits it}
   *
   * @param i number of the input, from 0
   */
  public Tensor in(int i) {
    Tensor value = optional(i);
    if (value == null) {
      throw new ModelFormatException(node + " lacks its input number " + i);
    }
    return value;
  }

  /**
   * {@return the tensor at input {@code i}, counted from 0; null where nothing stands there}
   *
   * @param i number of the input, from 0
   */
  public @Nullable Tensor optional(int i) {
    return i < inputs.size() ? inputs.get(i) : null;
  }

  /**
   * {@return whether something stands at input {@code i}}
   *
   * @param i number of the input, from 0
   */
  public boolean has(int i) {
    return optional(i) != null;
  }

  /**
   * {@return the i-th input in the form that libtorch takes for what may be absent}
   *
   * @param i number of the input, from 0
   */
  public TensorOptional maybe(int i) {
    Tensor value = optional(i);
    return value == null ? new TensorOptional() : new TensorOptional(value);
  }

  /**
   * {@return the whole numbers of the i-th input; null where it is omitted}
   *
   * @param i number of the input, from 0
   */
  public long @Nullable [] longs(int i) {
    Tensor value = optional(i);
    return value == null ? null : Tensors.longs(value);
  }

  /**
   * Whole numbers given as the i-th input in newer operator sets and as an attribute in older ones.
   *
   * @param i number of the input, from 0
   * @param attribute its name in older sets
   * @return the numbers; null where neither is there
   */
  public long @Nullable [] longs(int i, String attribute) {
    return has(i) ? longs(i) : node.intsAttr(attribute);
  }

  /** {@return whether the network learns, as opposed to answering} */
  public boolean training() {
    return mode.training();
  }

  /**
   * To be thrown where a node asks for what cannot be computed.
   *
   * @param what the node asks for
   * @return an exception that names the node
   */
  public ModelFormatException unsupported(String what) {
    return new ModelFormatException(
        node
            + ": "
            + what
            + " cannot be trained here; the model can still be pruned without tuning"
            + " (--set tune.epochs=0)");
  }
}
