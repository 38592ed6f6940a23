package dev.espalier.torch;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.espalier.SharedData;
import dev.espalier.model.ConstantNodes;
import dev.espalier.model.DType;
import dev.espalier.model.FreeBatch;
import dev.espalier.model.Model;
import dev.espalier.model.Tensor;
import dev.espalier.model.ValueInfo;
import dev.espalier.onnx.OnnxReader;
import dev.espalier.ort.Session;
import dev.espalier.ort.SessionOptions;
import dev.espalier.torch.op.Mode;
import dev.espalier.torch.op.Tensors;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import org.bytedeco.javacpp.PointerScope;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Real models give on libtorch what they give in ONNX Runtime. */
@Tag("slow")
class SharedModelsTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "resnet-cifar10/resnet20_cifar10",
        "resnet-cifar10/resnet56_cifar10",
        "mnist/mnist_lenet5_caffe",
        "mnist/mnist_lenet300_100",
        "mnist/mnist-8",
        "mnist/mnist-net_256x2",
        "cifar10/cifar10_large_nhwc",
        "cifar10/cifar_wide_kw",
        "cifar10/resnet_4b",
        "cifar10/tiniest_cifar10",
        "cifar10/vit_ibp_3_3_8",
        "mlperf-tiny/autoencoder_ad01",
        "mlperf-tiny/mobilenetv1_025_vww96",
        "mlperf-tiny/resnet8_cifar10",
        "recommender/neumf_ml_small",
        "speech/fsdd_bilstm2x96",
        "speech/fsdd_bilstm2x96_unfolded",
        "speech/fsdd_dscnn64",
        "speech/fsdd_gru2x128",
        "text/transformer2_agnews7600",
        "text/transformer2_sst2",
        "text/magika_fast_v2_1",
        "text/magika_standard_v3_3",
        "time-series/nids_cnn_lstm",
        "vision/unet_sentinel_cloud",
        "vision/version-slim-320_nopost",
        "vision/version-RFB-320",
        "vision/FastestDet"
      })
  void agreesWithOnnxRuntime(String name) {
    Model model = OnnxReader.read(SharedData.require("models/" + name + ".onnx"));
    compare(model, 1);
    boolean fixed = model.graph().dataInputs().stream().anyMatch(i -> i.dims().get(0).size() == 1);
    if (!fixed) {
      compare(model, 3);
    }
  }

  /** Models whose axis 0 is not the records'. */
  @ParameterizedTest
  @ValueSource(strings = {"speech/dtln_1_lstm", "speech/dtln_2_lstm"})
  void agreesAtTheBatchOfTheFile(String name) {
    compare(OnnxReader.read(SharedData.require("models/" + name + ".onnx")), 1);
  }

  /**
   * A batch that the file fixes at 1 is free for training: three records at once give what each
   * gives alone.
   */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "mnist/mnist-8",
        "mnist/mnist-net_256x2",
        "cifar10/resnet_4b",
        "vision/version-slim-320_nopost"
      })
  void freesTheBatch(String name) {
    Model model = OnnxReader.read(SharedData.require("models/" + name + ".onnx"));
    Model free = FreeBatch.of(ConstantNodes.toInitializers(model));
    Map<String, Tensor> inputs = inputs(free, 3, 5);
    String output = model.graph().outputs().get(0).name();
    Tensor together = torch(free, inputs).get(output);
    try (Session session = Session.open(model, SessionOptions.threads(2))) {
      for (int i = 0; i < 3; i++) {
        Map<String, Tensor> one = new LinkedHashMap<>();
        int[] row = {i};
        inputs.forEach((k, v) -> one.put(k, v.select(0, row)));
        assertClose(session.run(one).get(output), together.select(0, row), output);
      }
    }
  }

  static void compare(Model model, int batch) {
    Map<String, Tensor> inputs = inputs(model, batch, 7);
    Map<String, Tensor> actual = torch(model, inputs);
    try (Session session = Session.open(model, SessionOptions.threads(2))) {
      session
          .run(inputs)
          .forEach((name, expected) -> assertClose(expected, actual.get(name), name));
    }
  }

  private static Map<String, Tensor> torch(Model model, Map<String, Tensor> inputs) {
    Set<String> wanted = new LinkedHashSet<>(model.graph().outputNames());
    Map<String, Tensor> out = new LinkedHashMap<>();
    try (TorchGraph graph = TorchGraph.of(model, wanted)) {
      Libtorch.withoutGradients(
          () -> {
            Map<String, org.bytedeco.pytorch.Tensor> given = new LinkedHashMap<>();
            inputs.forEach((k, v) -> given.put(k, Tensors.copyOf(v)));
            graph.run(given, wanted, Mode.EVAL).forEach((k, v) -> out.put(k, Tensors.toModel(v)));
          });
    }
    return out;
  }

  static Map<String, Tensor> inputs(Model model, int batch, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    Map<String, Tensor> out = new LinkedHashMap<>();
    for (ValueInfo input : model.graph().dataInputs()) {
      List<ValueInfo.Dim> dims = input.dims();
      int[] sizes = new int[dims.size()];
      for (int i = 0; i < sizes.length; i++) {
        sizes[i] = dims.get(i).known() ? (int) dims.get(i).size() : batch;
      }
      out.put(input.name(), random(input.type(), sizes, random));
    }
    return out;
  }

  private static Tensor random(DType type, int[] dims, SplittableRandom random) {
    int n = dev.espalier.model.Dims.size(dims);
    if (type == DType.FLOAT) {
      float[] values = new float[n];
      for (int i = 0; i < n; i++) {
        values[i] = (float) random.nextDouble(-1, 1);
      }
      return Tensor.floats(values, dims);
    }
    long[] values = random.longs(n, 0, 100).toArray();
    try (PointerScope scope = new PointerScope()) {
      return Tensors.toModel(
          Tensors.copyOf(Tensor.longs(values, dims)).to(Tensors.scalarType(type)));
    }
  }

  static void assertClose(Tensor expected, Tensor actual, String name) {
    assertArrayEquals(expected.dims(), actual.dims(), name);
    float[] e = expected.floats();
    float[] a = actual.floats();
    for (int i = 0; i < e.length; i++) {
      assertEquals(e[i], a[i], 1e-4 + 1e-3 * Math.abs(e[i]), name + " at " + i);
    }
  }
}
