package dev.espalier.hostile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.espalier.SharedData;
import dev.espalier.measure.OperatorProfile;
import dev.espalier.model.Attributes;
import dev.espalier.model.DType;
import dev.espalier.model.FreeBatch;
import dev.espalier.model.Graph;
import dev.espalier.model.GraphBuilder;
import dev.espalier.model.Model;
import dev.espalier.model.ModelFormatException;
import dev.espalier.model.Node;
import dev.espalier.model.StatedInputs;
import dev.espalier.model.Tensor;
import dev.espalier.model.ValueInfo;
import dev.espalier.onnx.OnnxReader;
import dev.espalier.onnx.OnnxWriter;
import dev.espalier.ort.Opening;
import dev.espalier.ort.Session;
import dev.espalier.ort.SessionOptions;
import dev.espalier.prepare.Prepared;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Models that ask for too much, leave shapes open, or have names that are no words. */
class HostileCasesTest {
  @TempDir Path folder;

  @Tag("slow")
  @ParameterizedTest
  @CsvSource({
    "constant_of_shape_bomb, node c (ConstantOfShape)",
    "expand_bomb, node c (Expand)",
    "range_bomb, node c (Range)",
    "input_axis_huge, input 'x'",
    "input_batch_huge, input 'x'",
    "keepdims_out_of_range, attribute 'keepdims' is -2147483648",
    "shapeless_input, --shape x=",
  })
  void casesAreRefusedAtTheirPlace(String name, String place) {
    Path file = SharedData.require("cases/" + name + ".onnx");
    String said =
        assertThrows(ModelFormatException.class, () -> Prepared.of(Opening.network(file), "blocks"))
            .getMessage();
    assertTrue(said.contains(place), said);
  }

  @Tag("slow")
  @Test
  void casesThatRunAtOneBatchAreOpenedAtIt() {
    Model model = Opening.network(SharedData.require("cases/baked_batch_1.onnx"));
    assertEquals(1, FreeBatch.fixedBatch(model));
    assertFalse(Prepared.of(model, "blocks").coupling().groups().isEmpty());
  }

  @Tag("slow")
  @Test
  void casesTakeAStatedShape() {
    Path file = SharedData.require("cases/shapeless_input.onnx");
    Model model = Opening.network(file, new StatedInputs(List.of("x=N,8"), List.of()));
    assertFalse(Prepared.of(model, "blocks").coupling().groups().isEmpty());
  }

  @Tag("slow")
  @ParameterizedTest
  @ValueSource(strings = {"node_name_with_quote", "node_name_with_newline"})
  void casesWithOddNamesAreProfiled(String name) {
    Model model = Opening.network(SharedData.require("cases/" + name + ".onnx"));
    assertFalse(OperatorProfile.of(model, 1, 1, 2).microsByNode().isEmpty());
  }

  /** Sizes computed from the input's shape, so that no constant says them. */
  private static Model bomb(String op) {
    GraphBuilder g = GraphBuilder.fresh("bomb", 1);
    String x = g.gemm("fc", g.input("x", 8), 4);
    String shape = g.node("Shape", Map.of(), x);
    String many = g.constant("many", Tensor.vector(50_000, 10_000));
    String sizes = g.node("Mul", Map.of(), shape, many);
    String large =
        op.equals("ConstantOfShape")
            ? g.node(op, Map.of(), sizes)
            : g.node(op, Map.of(), g.constant("one", Tensor.floats(new float[] {1}, 1)), sizes);
    String y = g.node("ReduceMax", Attributes.of("keepdims", 1), large);
    g.shaped(y, 1, 1);
    String sum = g.shaped(g.node("Add", Map.of(), x, y), -1, 4);
    return g.output(sum, "y").build();
  }

  @ParameterizedTest
  @ValueSource(strings = {"ConstantOfShape", "Expand"})
  void sizesAreKnownBeforeTheyAreComputed(String op) {
    Model model = bomb(op);
    String said =
        assertThrows(ModelFormatException.class, () -> Prepared.of(model, "blocks")).getMessage();
    assertTrue(said.contains("(" + op + ") asks for an output of shape"), said);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 4})
  void theBatchAtWhichAModelRunsIsFoundAndTheSignatureStays(int batch) {
    GraphBuilder g = GraphBuilder.settled("baked", 3);
    String x = g.input("x", 2, 4);
    String flat = g.node("Reshape", Map.of(), x, g.constant("to", Tensor.vector(batch, 8)));
    g.shaped(flat, -1, 8);
    Model model = g.output(g.gemm("fc2", g.relu(g.gemm("fc1", flat, 8)), 3), "y").build();
    Path file = folder.resolve("baked.onnx");
    OnnxWriter.write(model, file);
    Model opened = Opening.network(file);
    assertEquals(batch, FreeBatch.fixedBatch(opened));
    OnnxWriter.write(opened, file);
    assertEquals(batch, FreeBatch.fixedBatch(OnnxReader.read(file)));
    ValueInfo stated = OnnxReader.read(file).graph().inputs().get(0).asInFile();
    assertEquals(model.graph().inputs().get(0).dims(), stated.dims());
  }

  @Test
  void aShapeThatIsMissingIsAskedForAndTaken() {
    GraphBuilder g = GraphBuilder.settled("open", 3);
    Model model =
        g.output(g.gemm("fc2", g.relu(g.gemm("fc1", g.input("x", 8), 8)), 3), "y").build();
    ValueInfo open = new ValueInfo("x", DType.FLOAT, List.of(), false, new byte[0]);
    Path file = folder.resolve("open.onnx");
    OnnxWriter.write(model.withGraph(model.graph().withInputs(List.of(open))), file);
    String asked =
        assertThrows(ModelFormatException.class, () -> Opening.network(file)).getMessage();
    assertTrue(asked.contains("--shape x="), asked);
    Model opened = Opening.network(file, new StatedInputs(List.of("x=N,8"), List.of()));
    assertEquals("[N, 8]", opened.graph().inputs().get(0).dims().toString());
    OnnxWriter.write(opened, file);
    assertEquals("[N, 8]", Opening.network(file).graph().inputs().get(0).dims().toString());
    assertThrows(
        ModelFormatException.class,
        () -> Opening.network(file, new StatedInputs(List.of("y=N,8"), List.of())));
    assertThrows(
        ModelFormatException.class,
        () -> Opening.network(file, new StatedInputs(List.of("x=N,0"), List.of())));
  }

  @ParameterizedTest
  @ValueSource(strings = {"a\"b", "a\nb", "*?[", "a/../b", "\\", "é漢🙂", "", "tab\t", "a'b"})
  void profilesDoNotDependOnNames(String name) {
    GraphBuilder g = GraphBuilder.settled("names", 3);
    Model model =
        g.output(g.gemm("fc2", g.relu(g.gemm("fc1", g.input("x", 8), 8)), 3), "y").build();
    Graph graph = model.graph();
    List<Node> nodes =
        graph.nodes().stream()
            .map(
                n ->
                    new Node(
                        name,
                        n.domain(),
                        n.op(),
                        n.inputs(),
                        n.outputs(),
                        n.attributes(),
                        n.rest()))
            .toList();
    OperatorProfile profile = OperatorProfile.of(model.withGraph(graph.withNodes(nodes)), 1, 1, 2);
    assertFalse(profile.microsByNode().isEmpty());
    assertTrue(
        profile.microsByNode().keySet().stream().allMatch(k -> k.contains(name)),
        profile.microsByNode()::toString);
  }

  /** Java gives the runtime other bytes for NUL and for characters beyond the first 65,536. */
  @ParameterizedTest
  @ValueSource(strings = {"🙂", "\0", "é漢"})
  void inputsOutputsAndValuesHaveAnyName(String name) {
    GraphBuilder g = GraphBuilder.settled("names", 3);
    String x = g.input("x" + name, 8);
    Model model =
        g.output(g.gemm("fc2", g.relu(g.gemm("fc1" + name, x, 8)), 3), "y" + name).build();
    Path file = folder.resolve("names.onnx");
    OnnxWriter.write(model, file);
    Model read = Opening.network(file);
    String input = read.graph().inputs().get(0).name();
    String output = read.graph().outputs().get(0).name();
    Prepared prepared = Prepared.of(read, "blocks");
    assertEquals(1, prepared.coupling().prunable().size());
    try (Session session = Session.open(read, SessionOptions.literal(1))) {
      assertEquals(Set.of(input), session.inputNames());
      Tensor row = Tensor.floats(new float[8], 1, 8);
      assertEquals(3, session.run(Map.of(input, row)).get(output).size());
    }
  }

  @Test
  void aFlagThatIsNoneIsRefused() {
    GraphBuilder g = GraphBuilder.settled("flag", 3);
    String x = g.gemm("fc", g.input("x", 8), 8);
    String mean = g.node("ReduceMean", Attributes.of("keepdims", 7), x);
    Model model = g.output(g.shaped(mean, 1, 1), "y").build();
    String said =
        assertThrows(
                ModelFormatException.class,
                () -> OnnxReader.read(OnnxWriter.bytes(model), folder, "m.onnx"))
            .getMessage();
    assertTrue(said.contains("attribute 'keepdims' is 7, and must be 0 or 1"), said);
  }
}
