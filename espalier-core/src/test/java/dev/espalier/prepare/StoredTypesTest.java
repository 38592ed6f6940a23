package dev.espalier.prepare;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.onnx.proto.OnnxMl.SparseTensorProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import dev.espalier.Typed;
import dev.espalier.coupling.Barrier;
import dev.espalier.coupling.Coupling;
import dev.espalier.model.DType;
import dev.espalier.model.GraphBuilder;
import dev.espalier.model.Model;
import dev.espalier.model.ModelFormatException;
import dev.espalier.model.Tensor;
import dev.espalier.onnx.OnnxReader;
import dev.espalier.onnx.OnnxWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Weights that are stored as nothing can be cut are named with their type. */
class StoredTypesTest {
  @Test
  void sparseWeightsBarTheirUnits() throws Exception {
    GraphBuilder g = GraphBuilder.settled("sparse", 1);
    String x =
        g.relu(g.matMul(g.input("x", 4), g.constant("w", Tensor.floats(new float[24], 4, 6))));
    Model model = g.output(g.gemm("head", g.relu(g.gemm("hidden", x, 8)), 3), "y").build();
    var proto = ai.onnx.proto.OnnxMl.ModelProto.parseFrom(OnnxWriter.bytes(model)).toBuilder();
    var graph = proto.getGraphBuilder();
    List<TensorProto> dense = new ArrayList<>(graph.getInitializerList());
    dense.removeIf(t -> t.getName().equals("w"));
    graph.clearInitializer().addAllInitializer(dense).addSparseInitializer(sparse());
    assertBarred(read(proto.build().toByteArray()), "w are stored as a sparse tensor");
  }

  @Test
  void typesThatTheRuntimeLacksAreNamed() {
    GraphBuilder g = GraphBuilder.settled("brain", 1);
    Model model =
        g.output(g.gemm("head", g.relu(g.gemm("hidden", g.input("x", 4), 8)), 3), "y").build();
    String message =
        assertThrows(
                ModelFormatException.class,
                () -> Prepared.of(Typed.of(model, DType.BFLOAT16), "blocks"))
            .getMessage();
    assertTrue(message.contains("computes in BFLOAT16"), message);
    assertTrue(message.contains("export it in float32 or float16"), message);
  }

  private static void assertBarred(Model model, String reason) {
    Coupling coupling = Prepared.of(model, "blocks").coupling();
    assertEquals(List.of("hidden"), coupling.prunable().stream().map(g -> g.name()).toList());
    List<String> reasons = coupling.barriers().stream().map(Barrier::reason).toList();
    assertTrue(reasons.stream().anyMatch(r -> r.contains(reason)), reasons.toString());
  }

  private static Model read(byte[] bytes) {
    return OnnxReader.read(bytes, Path.of("").toAbsolutePath(), "sparse");
  }

  private static SparseTensorProto sparse() {
    TensorProto values =
        TensorProto.newBuilder()
            .setName("w")
            .setDataType(DType.FLOAT.onnx())
            .addDims(2)
            .addAllFloatData(List.of(1f, 2f))
            .build();
    TensorProto places =
        TensorProto.newBuilder()
            .setDataType(DType.INT64.onnx())
            .addDims(2)
            .addAllInt64Data(List.of(3L, 17L))
            .build();
    return SparseTensorProto.newBuilder()
        .setValues(values)
        .setIndices(places)
        .addAllDims(List.of(4L, 6L))
        .build();
  }
}
