package dev.espalier.prepare;

import dev.espalier.model.DType;
import dev.espalier.model.Model;
import dev.espalier.model.Shapes;
import dev.espalier.model.Tensor;
import dev.espalier.ort.Closeness;
import dev.espalier.ort.Session;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Whether outputs tell anything of a model. Those that are the same whatever goes in, since a
 * constant of 1e30 is added or all of them overflow, equal those of any other model with the same
 * constant: a comparison of them proves nothing.
 */
final class Telling {
  static final String CONSTANT =
      "nothing can be proven: the outputs are the same whatever the inputs (a constant in the model is so large that it hides everything, or they overflow)";

  /** Inputs that are so much larger or smaller move what saturates at the usual size. */
  private static final float[] SCALES = {0, 0.01f, 0.1f, 10, 100};

  private static final long FIRST = 3;
  private static final long OTHER = 4;

  private Telling() {}

  /** Whether one record's answer differs from another's by more than the tolerance. */
  static boolean varies(Map<String, Tensor> outputs) {
    return numbers(outputs).values().stream().anyMatch(Telling::varies);
  }

  private static boolean varies(Tensor output) {
    int rows = output.rank() == 0 ? 1 : output.dims()[0];
    Tensor first = rows > 1 ? output.select(0, new int[] {0}) : output;
    for (int row = 1; row < rows; row++) {
      if (!same(Map.of("", first), Map.of("", output.select(0, new int[] {row})))) {
        return true;
      }
    }
    return false;
  }

  /** Whether not one holds a number: a detector that found nothing. */
  static boolean empty(Map<String, Tensor> outputs) {
    Map<String, Tensor> numbers = numbers(outputs);
    return !numbers.isEmpty() && numbers.values().stream().allMatch(t -> t.size() == 0);
  }

  /** Whether answers move when the inputs do; outputs that are no quantities count as if. */
  static boolean moves(Session session, Model model, Shapes shapes) {
    Map<String, Tensor> inputs = SampleInputs.of(model, shapes, true, FIRST);
    Map<String, Tensor> outputs = numbers(session.run(inputs));
    if (outputs.isEmpty() || moved(session, outputs, SampleInputs.of(model, shapes, true, OTHER))) {
      return true;
    }
    for (float scale : SCALES) {
      Map<String, Tensor> scaled = new LinkedHashMap<>(inputs);
      scaled.replaceAll(
          (name, tensor) -> tensor.type() == DType.FLOAT ? times(tensor, scale) : tensor);
      if (moved(session, outputs, scaled)) {
        return true;
      }
    }
    return false;
  }

  private static boolean moved(
      Session session, Map<String, Tensor> outputs, Map<String, Tensor> inputs) {
    return !same(outputs, numbers(session.run(inputs)));
  }

  private static boolean same(Map<String, Tensor> a, Map<String, Tensor> b) {
    return Closeness.of(a, b, Certificate.RTOL, Certificate.ATOL).within();
  }

  private static Tensor times(Tensor tensor, float scale) {
    float[] values = tensor.floats().clone();
    for (int i = 0; i < values.length; i++) {
      values[i] *= scale;
    }
    return Tensor.floats(values, tensor.dims());
  }

  /** Outputs that are quantities; what is counted or chosen may well be the same for all inputs. */
  private static Map<String, Tensor> numbers(Map<String, Tensor> outputs) {
    Map<String, Tensor> numbers = new LinkedHashMap<>(outputs);
    numbers.values().removeIf(t -> !t.type().floating());
    return numbers;
  }
}
