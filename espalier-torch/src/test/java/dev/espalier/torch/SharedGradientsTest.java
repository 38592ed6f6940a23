package dev.espalier.torch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.espalier.SharedData;
import dev.espalier.data.Batch;
import dev.espalier.model.ConstantNodes;
import dev.espalier.model.FreeBatch;
import dev.espalier.model.Model;
import dev.espalier.model.Tensor;
import dev.espalier.onnx.OnnxReader;
import dev.espalier.ort.Session;
import dev.espalier.ort.SessionOptions;
import dev.espalier.task.Task;
import dev.espalier.task.TaskKinds;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * In real models every weight has a gradient, and along it the loss changes in ONNX Runtime as its
 * length says.
 */
class SharedGradientsTest {
  private static final Task NUMBERS = new Task(TaskKinds.REGRESSION, "mse", 0, 1);

  @ParameterizedTest
  @ValueSource(
      strings = {
        "resnet-cifar10/resnet20_cifar10",
        "mnist/mnist_lenet5_caffe",
        "mnist/mnist-8",
        "cifar10/tiniest_cifar10",
        "cifar10/vit_pgd_2_3_16",
        "mlperf-tiny/mobilenetv1_025_vww96",
        "mlperf-tiny/resnet8_cifar10",
        "recommender/neumf_ml_small",
        "speech/fsdd_bilstm2x96",
        "speech/fsdd_bilstm2x96_unfolded",
        "speech/fsdd_dscnn64",
        "speech/fsdd_gru2x128",
        "text/transformer2_agnews7600",
        "time-series/nids_cnn_lstm"
      })
  void followTheLoss(String name) {
    Model model =
        FreeBatch.of(
            ConstantNodes.toInitializers(
                OnnxReader.read(SharedData.require("models/" + name + ".onnx"))));
    Map<String, Tensor> inputs = SharedModelsTest.inputs(model, 4, 3);
    Batch batch = new Batch(inputs, target(model, inputs), 4);
    Map<String, Tensor> gradients = new LinkedHashMap<>();
    new TorchGradients()
        .each(model, new OperatorGradientsTest.Fixed(batch), NUMBERS, null, 4, gradients::putAll);
    Set<String> trained = new LinkedHashSet<>();
    ParameterRole.of(model)
        .forEach(
            (weight, part) -> {
              if (part.role().trainable()) {
                trained.add(weight);
              }
            });
    assertEquals(trained, gradients.keySet());
    double length =
        Math.sqrt(gradients.values().stream().mapToDouble(SharedGradientsTest::square).sum());
    assertTrue(length > 0);
    double step = 2e-3;
    double difference =
        loss(model, gradients, step / length, batch)
            - loss(model, gradients, -step / length, batch);
    assertEquals(2 * step * length, difference, 0.05 * Math.abs(difference), "along the gradient");
  }

  /** The model's outputs, stretched and shifted, so that the loss is not at its least. */
  private static Tensor target(Model model, Map<String, Tensor> inputs) {
    try (Session session = Session.open(model, SessionOptions.literal(1))) {
      Tensor out = session.run(inputs).get(model.graph().outputs().get(0).name());
      float[] values = out.floats();
      for (int i = 0; i < values.length; i++) {
        values[i] += (i % 3 - 1) * 0.5f;
      }
      return Tensor.floats(values, out.dims());
    }
  }

  private static double loss(Model model, Map<String, Tensor> gradients, double step, Batch batch) {
    Map<String, Tensor> moved = new LinkedHashMap<>();
    gradients.forEach(
        (name, gradient) -> {
          float[] values = model.graph().initializers().get(name).floats();
          float[] g = gradient.floats();
          for (int i = 0; i < values.length; i++) {
            values[i] += (float) (step * g[i]);
          }
          moved.put(name, Tensor.floats(values, gradient.dims()));
        });
    try (Session session = Session.open(Learner.with(model, moved), SessionOptions.literal(1))) {
      float[] out = session.run(batch.inputs()).get(model.graph().outputs().get(0).name()).floats();
      float[] labels = batch.labels().floats();
      double sum = 0;
      for (int i = 0; i < out.length; i++) {
        sum += ((double) out[i] - labels[i]) * ((double) out[i] - labels[i]);
      }
      return sum / out.length;
    }
  }

  private static double square(Tensor tensor) {
    double sum = 0;
    for (float v : tensor.floats()) {
      sum += (double) v * v;
    }
    return sum;
  }
}
