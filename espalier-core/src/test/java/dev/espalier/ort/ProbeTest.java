package dev.espalier.ort;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.espalier.SharedData;
import dev.espalier.model.DType;
import dev.espalier.model.GraphBuilder;
import dev.espalier.model.Model;
import dev.espalier.model.ModelFormatException;
import dev.espalier.model.Node;
import dev.espalier.model.Shapes;
import dev.espalier.model.Tensor;
import dev.espalier.model.ValueInfo;
import dev.espalier.onnx.OnnxReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class ProbeTest {
  @TestFactory
  Stream<DynamicTest> everyValueOfEveryRealModelIsSeen() throws IOException {
    Path models = SharedData.require("models");
    List<Path> files;
    try (Stream<Path> walk = Files.walk(models)) {
      files =
          walk.filter(f -> f.toString().endsWith(".onnx") && !f.toString().contains("invalid"))
              .sorted()
              .toList();
    }
    assertTrue(files.size() > 30, () -> "few models under " + models);
    return files.stream()
        .map(
            f ->
                DynamicTest.dynamicTest(
                    f.getFileName().toString(), () -> seen(OnnxReader.read(f))));
  }

  private static void seen(Model model) {
    Shapes shapes = Probe.observe(model);
    Set<String> missing = new LinkedHashSet<>(model.graph().producers().keySet());
    missing.addAll(model.graph().initializers().keySet());
    model.graph().inputs().forEach(i -> missing.add(i.name()));
    missing.removeAll(shapes.names());
    assertEquals(Set.of(), missing);
    for (ValueInfo input : model.graph().dataInputs()) {
      for (int axis = 0; axis < input.dims().size(); axis++) {
        assertEquals(
            !input.dims().get(axis).known(), shapes.get(input.name()).varies(axis), input.name());
      }
    }
    ValueInfo first = model.graph().dataInputs().get(0);
    if (!first.dims().get(0).known()) {
      assertEquals(1, shapes.get(first.name()).a()[0]);
      Shapes.Observed output = shapes.get(model.graph().outputs().get(0).name());
      assertEquals(1, output.a()[0]);
      assertEquals(3, output.b()[0]);
    }
    model
        .graph()
        .initializers()
        .keySet()
        .forEach(w -> assertFalse(shapes.constants().containsKey(w), w));
  }

  @Test
  void whatIsComputedFromShapesAloneIsConstant() {
    Shapes shapes = observe("models/text/transformer2_agnews7600.onnx");
    Tensor root = shapes.constants().get("/b.0/Pow_output_0");
    assertNotNull(root, "the square root of the head's width");
    assertEquals(
        Math.sqrt(shapes.constants().get("/b.0/Cast_2_output_0").floats()[0]),
        root.floats()[0],
        1e-5);
    assertFalse(shapes.constants().containsKey("logits"));
  }

  @Test
  void theBatchAndWhatFollowsFromItIsNotConstant() {
    Model model = OnnxReader.read(SharedData.require("models/speech/fsdd_gru2x128.onnx"));
    Shapes shapes = Probe.observe(model);
    Node gru = model.graph().nodes().stream().filter(n -> n.is("GRU")).findFirst().orElseThrow();
    assertFalse(
        shapes.constants().containsKey(gru.input(5)), "the initial state has the batch's size");
    assertTrue(shapes.get(gru.input(5)).varies(1));
    assertArrayEquals(new int[] {64, 1, 3, 128}, ints(shapes.get(gru.output(0)), 0, 1));
  }

  private static int[] ints(Shapes.Observed o, int time, int direction) {
    return new int[] {o.a()[time], o.a()[direction], o.b()[2], o.b()[3]};
  }

  @Test
  void valuesOfDataAreNeverConstantEvenWhereTheyComeOutEqual() {
    Model model =
        inner(
            List.of(
                Node.of("Sub", "z", List.of("x", "x"), List.of("zeros")),
                Node.of("ReduceSum", "r", List.of("zeros"), List.of("zero")),
                Node.of("Shape", "s", List.of("zero"), List.of("rank"))));
    Shapes shapes = Probe.observe(model);
    assertEquals(Set.of("rank"), shapes.constants().keySet());
    assertFalse(shapes.get("zero").varies(0));
  }

  @Test
  void lengthsTakenFromDataCarryData() {
    Model model =
        inner(
            List.of(
                Node.of("NonZero", "nz", List.of("x"), List.of("where")),
                Node.of("Shape", "s", List.of("where"), List.of("found")),
                Node.of("Shape", "t", List.of("x"), List.of("size")),
                Node.of("ConstantOfShape", "c", List.of("size"), List.of("zeros")),
                Node.of("RandomNormalLike", "r", List.of("w"), List.of("noise")),
                Node.of("Neg", "n", List.of("w"), List.of("folded"))));
    assertEquals(Set.of("x", "where", "found", "noise"), Taint.of(model.graph()));
  }

  @Test
  void weightsWorkedOnAreConstantsWithTheirContents() {
    Model model =
        inner(
            List.of(
                Node.of("Neg", "n", List.of("w"), List.of("folded")),
                Node.of("Add", "a", List.of("x", "folded"), List.of("y"))));
    Shapes shapes = Probe.observe(model);
    assertEquals(Set.of("folded"), shapes.constants().keySet());
    assertArrayEquals(new float[] {-1, -2}, shapes.constants().get("folded").floats());
  }

  @Test
  void furtherSymbolsGetSizesOfTheirOwn() {
    Model model =
        withInput(ValueInfo.Dim.symbol("n"), ValueInfo.Dim.symbol("h"), ValueInfo.Dim.symbol("w"));
    Shapes.Observed x = Probe.observe(model).get("x");
    assertArrayEquals(new int[] {1, 16, 24}, x.a());
    assertArrayEquals(new int[] {3, 24, 32}, x.b());
    Shapes.Observed same =
        Probe.observe(
                withInput(
                    ValueInfo.Dim.symbol("n"),
                    ValueInfo.Dim.symbol("s"),
                    ValueInfo.Dim.symbol("s")))
            .get("x");
    assertTrue(same.sameAxis(1, same, 2));
    Shapes.Observed fixed =
        Probe.observe(withInput(ValueInfo.Dim.of(2), ValueInfo.Dim.of(5))).get("x");
    assertArrayEquals(fixed.a(), fixed.b());
  }

  @Test
  void sizesThatDoNotRunAreTriedLarger() {
    GraphBuilder g = GraphBuilder.settled("crop", 1);
    g.input(
        ValueInfo.of(
            "x",
            DType.FLOAT,
            ValueInfo.Dim.symbol("n"),
            ValueInfo.Dim.of(1),
            ValueInfo.Dim.symbol("t"),
            ValueInfo.Dim.of(1)));
    g.shaped("x", 1, 1, 64, 1);
    String y =
        g.node(
            "Conv",
            dev.espalier.model.Attributes.of("kernel_shape", new long[] {30, 1}),
            "x",
            g.weight("w", 30, 1, 1, 30, 1));
    Shapes.Observed x = Probe.observe(g.output(g.shaped(y, 1, 1, 35, 1), "y").build()).get("x");
    assertArrayEquals(new int[] {1, 1, 32, 1}, x.a());
  }

  @Test
  void aModelThatNeverRunsSaysWhy() {
    Model model =
        inner(
            List.of(
                Node.of("Shape", "s", List.of("x"), List.of("s")),
                Node.of("Gather", "g", List.of("w", "far"), List.of("y"))));
    String message =
        assertThrows(ModelFormatException.class, () -> Probe.observe(model)).getMessage();
    assertTrue(message.contains("indices element out of data bounds"), message);
  }

  @Test
  void settingsAreReproducible() {
    Map<String, Tensor> once =
        ProbeInputs.of(withInput(ValueInfo.Dim.of(3)).graph(), 4).draw(1, 1, 0, 2);
    assertEquals(once, ProbeInputs.of(withInput(ValueInfo.Dim.of(3)).graph(), 4).draw(1, 1, 0, 2));
    assertNotEquals(
        once, ProbeInputs.of(withInput(ValueInfo.Dim.of(3)).graph(), 5).draw(1, 1, 0, 2));
  }

  private static Shapes observe(String file) {
    return Probe.observe(OnnxReader.read(SharedData.require(file)));
  }

  private static Model withInput(ValueInfo.Dim... dims) {
    Model model = inner(List.of(Node.of("Relu", "r", List.of("x"), List.of("y"))));
    return model.withGraph(model.graph().withInputs(List.of(ValueInfo.of("x", DType.FLOAT, dims))));
  }

  private static Model inner(List<Node> nodes) {
    Model model = dev.espalier.Graphs.mlp(1);
    ValueInfo x = ValueInfo.of("x", DType.FLOAT, ValueInfo.Dim.symbol("n"), ValueInfo.Dim.of(2));
    String last = nodes.get(nodes.size() - 1).key();
    Map<String, Tensor> constants =
        Map.of("w", Tensor.floats(new float[] {1, 2}, 2), "far", Tensor.vector(9));
    return model.withGraph(
        new dev.espalier.model.Graph(
            "inner",
            nodes,
            constants,
            List.of(x),
            List.of(new ValueInfo(last, DType.OTHER, List.of(), false, new byte[0])),
            List.of()));
  }
}
