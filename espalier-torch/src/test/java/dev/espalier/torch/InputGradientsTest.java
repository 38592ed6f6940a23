package dev.espalier.torch;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.espalier.data.Batch;
import dev.espalier.measure.Evaluator;
import dev.espalier.model.ConvSpec;
import dev.espalier.model.GraphBuilder;
import dev.espalier.model.Model;
import dev.espalier.model.Tensor;
import dev.espalier.progress.Progress;
import dev.espalier.task.Predictions;
import dev.espalier.task.Task;
import dev.espalier.task.TaskKinds;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Gradients of inputs are what the loss in ONNX Runtime changes by. */
class InputGradientsTest {
  private static final Task CLASSES = new Task(TaskKinds.CLASSIFICATION, "accuracy", 3, 1);
  private static final int RECORDS = 4;
  private static final int EACH = 2 * 5 * 5;
  private static final float STEP = 1e-2f;

  @Test
  void agreeWithDifferences() {
    GraphBuilder g = GraphBuilder.settled("small", 5);
    String x = g.input("x", 2, 5, 5);
    x = g.node("Tanh", "tanh", Map.of(), g.conv("conv", x, ConvSpec.of(4, 3)));
    Model model = g.output(g.gemm("fc", g.flatten(x), 3), "y").build();
    SplittableRandom random = new SplittableRandom(9);
    float[] values = new float[RECORDS * EACH];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextGaussian();
    }
    Map<String, Tensor> gradients = new LinkedHashMap<>();
    new TorchGradients()
        .eachInput(model, data(values), CLASSES, RECORDS, batch -> gradients.putAll(batch));
    float[] gradient = gradients.get("x").floats();
    for (int i = 0; i < values.length; i += 7) {
      double change = (loss(model, values, i, STEP) - loss(model, values, i, -STEP)) / (2 * STEP);
      assertEquals(change, gradient[i], 2e-3 + 0.02 * Math.abs(change), "element " + i);
    }
  }

  private static double loss(Model model, float[] values, int at, float by) {
    float[] moved = values.clone();
    moved[at] += by;
    Predictions predictions = Evaluator.predict(model, data(moved), RECORDS, 1, Progress.NONE);
    return Arrays.stream(CLASSES.losses(predictions, predictions)).sum();
  }

  private static OperatorGradientsTest.Fixed data(float[] values) {
    return new OperatorGradientsTest.Fixed(
        new Batch(
            Map.of("x", Tensor.floats(values, RECORDS, 2, 5, 5)),
            Tensor.vector(0, 1, 2, 1),
            RECORDS));
  }
}
