package dev.espalier.onnx;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.AttributeProto.AttributeType;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.SparseTensorProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import com.google.protobuf.ByteString;
import com.google.protobuf.UnknownFieldSet;
import dev.espalier.model.Attribute;
import dev.espalier.model.DType;
import dev.espalier.model.Graph;
import dev.espalier.model.Model;
import dev.espalier.model.Node;
import dev.espalier.model.Tensor;
import dev.espalier.model.ValueInfo;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Things that real exporters rarely write, and things that nobody knows yet, survive too. */
class FidelityTest {
  private static final UnknownFieldSet UNKNOWN =
      UnknownFieldSet.newBuilder()
          .addField(4242, UnknownFieldSet.Field.newBuilder().addVarint(7).build())
          .build();

  @TempDir Path folder;

  @Test
  void everythingUnknownSurvives() throws IOException {
    assertSurvives(strange());
  }

  @Test
  void capturesAreKnown() {
    Node branch = read(strange()).graph().nodes().get(1);
    assertEquals(
        List.of("w", "x"), ((Attribute.Opaque) branch.attributes().get("then_branch")).captures());
  }

  @Test
  void sparseInitializersAreOpaqueAndGoWithTheirReaders() throws IOException {
    Model model = read(strange());
    assertTrue(model.graph().initializers().get("sparse").opaque());
    List<Node> unread =
        model.graph().nodes().stream().filter(n -> !n.inputs().contains("sparse")).toList();
    Graph without = model.graph().withNodes(unread).pruned();
    assertFalse(without.initializers().containsKey("sparse"));
    assertEquals(
        0,
        ModelProto.parseFrom(OnnxWriter.bytes(model.withGraph(without)))
            .getGraph()
            .getSparseInitializerCount());
  }

  @Test
  void changedValuesKeepTheRestOfTheirMessage() throws IOException {
    Model model = read(strange());
    Graph graph = model.graph();
    Node add = graph.nodes().get(0).withAttribute("alpha", new Attribute.IntValue(5));
    ValueInfo input =
        graph.inputs().get(0).withDims(List.of(ValueInfo.Dim.symbol("M"), ValueInfo.Dim.of(2)));
    Graph changed =
        graph
            .withNodes(List.of(add, graph.nodes().get(1), graph.nodes().get(2)))
            .withInputs(List.of(input))
            .withInitializers(
                Map.of(
                    "w",
                    Tensor.floats(new float[] {3}, 1),
                    "sparse",
                    tensor(graph, "sparse"),
                    "s",
                    tensor(graph, "s")));
    GraphProto written =
        ModelProto.parseFrom(OnnxWriter.bytes(model.withGraph(changed))).getGraph();
    assertEquals(5, written.getNode(0).getAttribute(0).getI());
    assertEquals("why", written.getNode(0).getAttribute(0).getDocString());
    TypeProto.Tensor type = written.getInput(0).getType().getTensorType();
    assertEquals("M", type.getShape().getDim(0).getDimParam());
    assertEquals("DATA_BATCH", type.getShape().getDim(0).getDenotation());
    TensorProto w =
        written.getInitializerList().stream()
            .filter(t -> t.getName().equals("w"))
            .findFirst()
            .orElseThrow();
    assertEquals("weights", w.getDocString());
    assertEquals(UNKNOWN, w.getUnknownFields());
  }

  @ParameterizedTest
  @CsvSource({
    "INT32,4",
    "INT16,2",
    "INT8,1",
    "UINT8,1",
    "UINT16,2",
    "BOOL,1",
    "FLOAT16,2",
    "BFLOAT16,2"
  })
  void narrowTypesComeFromInt32Data(DType type, int width) {
    TensorProto.Builder w =
        TensorProto.newBuilder()
            .setDataType(type.onnx())
            .addDims(2)
            .addInt32Data(1)
            .addInt32Data(0x4b);
    Tensor tensor = tensor(read(Protos.adding(w)).graph(), "w");
    assertEquals(type, tensor.type());
    byte[] bytes = new byte[2 * width];
    bytes[0] = 1;
    bytes[width] = 0x4b;
    byte[] actual = new byte[(int) tensor.byteSize()];
    tensor.data().get(actual);
    assertArrayEquals(bytes, actual);
  }

  @Test
  void wideTypesComeFromTheirLists() {
    TensorProto.Builder unsigned =
        TensorProto.newBuilder().setDataType(12).addDims(1).addUint64Data(0xffffffffL);
    assertArrayEquals(
        new long[] {0xffffffffL}, tensor(read(Protos.adding(unsigned)).graph(), "w").longs());
    TensorProto.Builder longs = TensorProto.newBuilder().setDataType(7).addInt64Data(-3);
    assertArrayEquals(new long[] {-3}, tensor(read(Protos.adding(longs)).graph(), "w").longs());
    TensorProto.Builder complex =
        TensorProto.newBuilder().setDataType(14).addDims(1).addFloatData(1).addFloatData(2);
    assertEquals(2, tensor(read(Protos.adding(complex)).graph(), "w").data().getFloat(4));
  }

  @Test
  void initializersThatStagesAddAreListedInOldFiles() throws IOException {
    ModelProto.Builder old = Protos.adding(Protos.floats(1, 2)).setIrVersion(3);
    GraphProto written = ModelProto.parseFrom(OnnxWriter.bytes(read(old))).getGraph();
    assertEquals(
        List.of("x", "w"), written.getInputList().stream().map(ValueInfoProto::getName).toList());
    assertEquals(
        2, written.getInput(1).getType().getTensorType().getShape().getDim(0).getDimValue());
  }

  @Test
  void writingReplacesWholeFilesOnly() throws IOException {
    Model model = read(strange());
    Path file = Files.writeString(folder.resolve("out.onnx"), "older");
    OnnxWriter.write(model, file);
    assertArrayEquals(OnnxWriter.bytes(model), Files.readAllBytes(file));
    try (Stream<Path> files = Files.list(folder)) {
      assertEquals(List.of(file), files.toList());
    }
  }

  private void assertSurvives(ModelProto.Builder model) throws IOException {
    byte[] written = OnnxWriter.bytes(read(model));
    assertEquals(Canonical.of(model.build()), Canonical.of(ModelProto.parseFrom(written)));
    assertArrayEquals(written, OnnxWriter.bytes(OnnxReader.read(written, folder, "second")));
  }

  private Model read(ModelProto.Builder model) {
    return OnnxReader.read(model.build().toByteArray(), folder, "strange.onnx");
  }

  private static Tensor tensor(Graph graph, String name) {
    return graph.initializers().get(name);
  }

  static ModelProto.Builder strange() {
    ModelProto.Builder model =
        Protos.adding(Protos.floats(1, 2).setDocString("weights").setUnknownFields(UNKNOWN));
    model.setProducerName("nobody").setDocString("doc").setUnknownFields(UNKNOWN);
    model.addMetadataPropsBuilder().setKey("k").setValue("v");
    model.addOpsetImportBuilder().setDomain("my.ops").setVersion(3);
    model
        .addFunctionsBuilder()
        .setName("f")
        .setDomain("my.ops")
        .addNode(Protos.node("Neg", "n", List.of("a"), "b"));
    GraphProto.Builder graph =
        model.getGraphBuilder().setDocString("graph").setUnknownFields(UNKNOWN);
    graph.addQuantizationAnnotationBuilder().setTensorName("w");
    graph.addInitializer(
        TensorProto.newBuilder()
            .setName("s")
            .setDataType(8)
            .addDims(1)
            .addStringData(ByteString.copyFromUtf8("text")));
    graph.addSparseInitializer(
        SparseTensorProto.newBuilder()
            .setValues(Protos.floats(1).setName("sparse"))
            .setIndices(TensorProto.newBuilder().setDataType(7).addDims(1).addInt64Data(3))
            .addDims(9));
    graph.getNodeBuilder(0).setDocString("node").setUnknownFields(UNKNOWN);
    graph
        .getNodeBuilder(0)
        .addAttributeBuilder()
        .setName("alpha")
        .setType(AttributeType.INT)
        .setI(1)
        .setDocString("why");
    graph.addNode(
        Protos.node("If", "branch", List.of("s"), "z")
            .addAttribute(
                AttributeProto.newBuilder()
                    .setName("then_branch")
                    .setType(AttributeType.GRAPH)
                    .setG(branch())
                    .setUnknownFields(UNKNOWN)));
    graph.addNode(Protos.node("Odd", "odd", List.of("sparse", "s"), "", "o").setDomain("my.ops"));
    TypeProto.Tensor.Builder type =
        graph
            .getInputBuilder(0)
            .setDocString("in")
            .getTypeBuilder()
            .getTensorTypeBuilder()
            .setElemType(1);
    type.getShapeBuilder().addDimBuilder().setDimParam("N").setDenotation("DATA_BATCH");
    type.getShapeBuilder().addDimBuilder().setDimValue(-1);
    graph
        .addValueInfoBuilder()
        .setName("z")
        .getTypeBuilder()
        .getSequenceTypeBuilder()
        .getElemTypeBuilder()
        .getTensorTypeBuilder();
    graph
        .addValueInfoBuilder()
        .setName("o")
        .getTypeBuilder()
        .getTensorTypeBuilder()
        .setElemType(17);
    return model;
  }

  private static GraphProto.Builder branch() {
    return GraphProto.newBuilder()
        .addInitializer(Protos.floats(1).setName("own"))
        .addNode(Protos.node("Add", "in", List.of("own", "w"), "sum"))
        .addNode(Protos.node("Add", "in2", List.of("sum", "x"), "out"))
        .addOutput(ValueInfoProto.newBuilder().setName("out"));
  }
}
