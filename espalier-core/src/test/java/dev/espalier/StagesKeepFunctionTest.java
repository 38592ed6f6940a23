package dev.espalier;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.espalier.model.ConstantNodes;
import dev.espalier.model.DType;
import dev.espalier.model.Fold;
import dev.espalier.model.Model;
import dev.espalier.model.Shapes;
import dev.espalier.model.Tensor;
import dev.espalier.model.Unshare;
import dev.espalier.model.ValueInfo;
import dev.espalier.onnx.OnnxReader;
import dev.espalier.ort.Closeness;
import dev.espalier.ort.Probe;
import dev.espalier.ort.Session;
import dev.espalier.ort.SessionOptions;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Models with constants in nodes, shared constants and computed weights give the same outputs when
 * these are tidied.
 */
class StagesKeepFunctionTest {
  @ParameterizedTest
  @CsvSource({
    "cifar10/tiniest_cifar10.onnx",
    "cifar10/vit_ibp_3_3_8.onnx",
    "mnist/mnist-8.onnx",
    "mlperf-tiny/resnet8_cifar10.onnx",
    "recommender/neumf_ml_small.onnx",
    "resnet-cifar10/resnet20_cifar10.onnx",
    "speech/dtln_2_lstm.onnx",
    "speech/fsdd_bilstm2x96.onnx",
    "speech/fsdd_bilstm2x96_unfolded.onnx",
    "speech/fsdd_gru2x128.onnx",
    "text/magika_standard_v3_3.onnx",
    "text/transformer2_agnews7600.onnx",
    "text/transformer2_sst2.onnx",
    "vision/version-RFB-320.onnx",
  })
  void outputsStay(String file) {
    Model original = OnnxReader.read(SharedData.require("models/" + file));
    Model tidy = Unshare.apply(ConstantNodes.toInitializers(original));
    Shapes shapes = Probe.observe(tidy);
    Model folded = Fold.apply(tidy, shapes);
    assertTrue(folded.graph().nodes().stream().noneMatch(node -> node.is("Constant")));
    assertTrue(folded.graph().nodes().size() <= original.graph().nodes().size());
    Map<String, Tensor> inputs = inputs(original, shapes);
    Closeness closeness = Closeness.of(run(original, inputs), run(folded, inputs), 1e-5, 1e-6);
    assertTrue(closeness.within(), closeness.worst());
    assertEquals(original.graph().outputNames(), folded.graph().outputNames());
  }

  @Test
  void computedWeightsOfRecurrentLayersBecomeInitializers() {
    Model tidy =
        ConstantNodes.toInitializers(
            OnnxReader.read(SharedData.require("models/speech/fsdd_bilstm2x96_unfolded.onnx")));
    Model folded = Fold.apply(tidy, Probe.observe(tidy));
    folded.graph().nodes().stream()
        .filter(node -> node.is("LSTM"))
        .forEach(
            lstm ->
                assertTrue(
                    folded.graph().initializers().keySet().containsAll(lstm.inputs().subList(1, 4)),
                    lstm.toString()));
    Model written = OnnxReader.read(SharedData.require("models/speech/fsdd_bilstm2x96.onnx"));
    assertEquals(written.parameters(), folded.parameters());
  }

  private static Map<String, Tensor> run(Model model, Map<String, Tensor> inputs) {
    try (Session session = Session.open(model, SessionOptions.literal(1))) {
      return session.run(inputs);
    }
  }

  /** Random inputs at the sizes of setting B. */
  private static Map<String, Tensor> inputs(Model model, Shapes shapes) {
    Random random = new Random(3);
    Map<String, Tensor> inputs = new LinkedHashMap<>();
    for (ValueInfo input : model.graph().dataInputs()) {
      int[] dims = shapes.values().get(input.name()).b();
      int n = Arrays.stream(dims).reduce(1, (a, b) -> a * b);
      ByteBuffer buffer = Tensor.allocate(n * input.type().bytes());
      for (int i = 0; i < n; i++) {
        switch (input.type()) {
          case FLOAT -> buffer.putFloat((float) random.nextGaussian());
          case INT64 -> buffer.putLong(random.nextInt(50));
          case INT32 -> buffer.putInt(random.nextInt(50));
          default -> buffer.put(new byte[input.type().bytes()]);
        }
      }
      inputs.put(input.name(), new Tensor(input.type(), dims, buffer.flip()));
    }
    assertTrue(inputs.values().stream().noneMatch(tensor -> tensor.type() == DType.OTHER));
    return inputs;
  }
}
