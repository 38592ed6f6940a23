package dev.espalier.ort;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.espalier.Graphs;
import dev.espalier.OperatorGraphs;
import dev.espalier.SharedData;
import dev.espalier.Typed;
import dev.espalier.files.DataException;
import dev.espalier.model.Attributes;
import dev.espalier.model.DType;
import dev.espalier.model.Dims;
import dev.espalier.model.GraphBuilder;
import dev.espalier.model.Model;
import dev.espalier.model.ModelFormatException;
import dev.espalier.model.Node;
import dev.espalier.model.Tensor;
import dev.espalier.model.ValueInfo;
import dev.espalier.onnx.OnnxReader;
import dev.espalier.onnx.Wrapped;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class SessionTest {
  @Test
  void resNetGivesWhatPythonsRuntimeGives() {
    // onnxruntime for Python on sin(0.37 i), i = 0, 1, ...
    float[] expected = {
      4.88491f, 9.47246f, -2.83298f, -2.46321f, -6.17067f, -4.41016f, 4.27322f, -9.29902f,
          0.126537f, 6.42208f,
      5.37803f, 8.78807f, -2.27437f, -2.8487f, -5.45585f, -4.22858f, 3.78909f, -9.58422f, 0.232152f,
          6.20547f
    };
    assertLogits("models/resnet-cifar10/resnet20_cifar10.onnx", expected, 2, 3, 32, 32);
  }

  @Test
  void gruGivesWhatPythonsRuntimeGives() {
    float[] expected = {
      5.89303f, 0.726482f, 2.14074f, -1.59647f, 1.93901f, -1.11136f, -4.1007f, 0.829294f, -5.17457f,
          0.299313f,
      6.69792f, -0.0619587f, 3.2773f, -1.12571f, 1.31943f, -2.24757f, -4.11409f, 1.43872f,
          -5.72618f, 0.290193f
    };
    assertLogits("models/speech/fsdd_gru2x128.onnx", expected, 2, 64, 40);
  }

  /** With the runtime's own choice of fusions this ends the process. */
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void halfFloatsTurnedScaledAndMultipliedAreLoaded(boolean fused) {
    Model model = Typed.of(fused ? fusedProduct() : scaledProduct(), DType.FLOAT16);
    try (Session session = Session.open(model, SessionOptions.threads(1))) {
      Tensor x = Tensor.of(DType.FLOAT16, new int[] {2, 5, 7}, i -> i % 3);
      assertArrayEquals(new int[] {5, 2, 6}, session.run(Map.of("x", x)).get("y").dims());
    }
  }

  private static Model scaledProduct() {
    GraphBuilder g = GraphBuilder.fresh("turned", 1);
    String turned = g.transpose(g.input("x", 5, 7), 1, 0, 2);
    String scaled = g.mul(turned, g.scalar("factor", 0.5f));
    return g.output(g.linear("out", scaled, 6), "y").build();
  }

  private static Model fusedProduct() {
    GraphBuilder g = GraphBuilder.fresh("turned", 1);
    String turned = g.transpose(g.input("x", 5, 7), 1, 0, 2);
    String w = g.weight("out.weight", 7, 7, 6);
    String product = g.node("FusedMatMul", "fused", Attributes.of("alpha", 0.5f), turned, w);
    Model model = g.output(g.shaped(product, 5, -1, 6), "y").build();
    return OperatorGraphs.microsoft(model, "FusedMatMul");
  }

  /** A Transpose, a cast to the type that is there, and a product behind one another. */
  @Test
  void aProductOfWhatWasTurnedAndCastIsLoaded() {
    GraphBuilder g = GraphBuilder.fresh("cast", 1);
    String x = g.relu(g.linear("made", g.input("x", 5, 7), 9));
    String first = g.transpose(x, 1, 0, 2);
    String at = g.constant("at", Tensor.longs(new long[] {0, -1}, 2, 1));
    String to = g.constant("to", Tensor.longs(new long[] {2, 1}, 2, 1));
    String picked = g.node("Sigmoid", Map.of(), g.node("GatherND", Map.of(), first, at));
    String put = g.node("ScatterND", Attributes.of("reduction", "add"), first, to, picked);
    String back = g.transpose(g.shaped(put, 5, -1, 9), 1, 0, 2);
    String cast = g.shaped(g.node("CastLike", Map.of(), back, g.weight("like", 9, 1, 9)), -1, 5, 9);
    String slice =
        g.node(
            "Slice",
            Map.of(),
            g.linear("middle", cast, 4),
            g.vector("starts", 1),
            g.vector("ends", 3),
            g.vector("axes", 2));
    Model plain = g.output(g.linear("out", g.shaped(slice, -1, 5, 2), 4), "y").build();
    Model model = OperatorGraphs.microsoft(plain, "");
    try (Session session = Session.open(model, SessionOptions.threads(1))) {
      Tensor input = Tensor.floats(new float[2 * 5 * 7], 2, 5, 7);
      assertArrayEquals(new int[] {2, 5, 4}, session.run(Map.of("x", input)).get("y").dims());
    }
  }

  /** What is dequantised and turned is read by the branches of an If. */
  @Test
  void aBranchThatReadsWhatWasQuantisedIsLoaded() {
    GraphBuilder g = GraphBuilder.fresh("branched", 1);
    String step = g.constant("step", Tensor.floats(new float[] {0.05f}));
    String zero = g.constant("zero", OperatorGraphs.bytes(DType.INT8, new int[0], i -> 3));
    String x = g.linear("made", g.input("x", 5, 7), 6);
    String q = g.node("QuantizeLinear", Map.of(), x, step, zero);
    String rounded = g.shaped(g.node("DequantizeLinear", Map.of(), q, step, zero), -1, 5, 6);
    String turned = g.transpose(rounded, 1, 0, 2);
    Model plain = g.output(g.linear("out", g.relu(turned), 3), "y").build();
    int relu = plain.graph().nodes().stream().map(Node::op).toList().indexOf("Relu");
    byte[] file = Wrapped.inBranch(plain, relu, relu + 1, false);
    Model model = OnnxReader.read(file, Path.of(""), "branched.onnx");
    assertTrue(model.graph().nodes().stream().anyMatch(n -> n.is("If")));
    try (Session session = Session.open(model, SessionOptions.threads(1))) {
      Tensor input = Tensor.floats(new float[2 * 5 * 7], 2, 5, 7);
      assertArrayEquals(new int[] {5, 2, 3}, session.run(Map.of("x", input)).get("y").dims());
    }
  }

  /** Closed under runs of other threads it waits for them, and those that come later are told. */
  @Test
  void closingWaitsForRunsInOtherThreads() throws Exception {
    Model model = Graphs.resnet(1);
    Map<String, Tensor> input =
        Map.of("x", Tensor.floats(new float[32 * 3 * 16 * 16], 32, 3, 16, 16));
    ExecutorService threads = Executors.newFixedThreadPool(3);
    for (int round = 0; round < 20; round++) {
      Session session = Session.open(model, SessionOptions.threads(1));
      List<Future<String>> ends = new ArrayList<>();
      CountDownLatch begun = new CountDownLatch(3);
      for (int i = 0; i < 3; i++) {
        ends.add(threads.submit(() -> untilClosed(session, input, begun)));
      }
      begun.await();
      session.close();
      for (Future<String> end : ends) {
        assertTrue(end.get().contains("is closed"), end.get());
      }
    }
    threads.shutdown();
  }

  private static String untilClosed(
      Session session, Map<String, Tensor> input, CountDownLatch begun) {
    try {
      while (true) {
        session.run(input);
        begun.countDown();
      }
    } catch (IllegalStateException e) {
      return e.getMessage();
    }
  }

  private static void assertLogits(String file, float[] expected, int... dims) {
    Model model = OnnxReader.read(SharedData.require(file));
    float[] x = new float[Dims.size(dims)];
    for (int i = 0; i < x.length; i++) {
      x[i] = (float) Math.sin(i * 0.37);
    }
    String input = model.graph().dataInputs().get(0).name();
    for (boolean optimise : new boolean[] {true, false}) {
      try (Session session = Session.open(model, new SessionOptions(2, optimise, null))) {
        Tensor logits = session.run(Map.of(input, Tensor.floats(x, dims))).get("logits");
        assertArrayEquals(new int[] {2, 10}, logits.dims());
        assertArrayEquals(expected, logits.floats(), 1e-3f);
      }
    }
  }

  /** A pipeline of scikit-learn may give texts and tables alone, none of which are read. */
  @Test
  void aModelNoneOfWhoseOutputsAreReadRunsAllTheSame() {
    Map<String, Tensor> x = Map.of("x", Tensor.floats(new float[6], 2, 3));
    try (Session session = Session.open(passThrough(DType.FLOAT), SessionOptions.threads(1))) {
      assertEquals(Map.of(), session.run(x, List.of()));
    }
  }

  @Test
  void nothingBeginsInAThreadThatWasInterrupted() {
    Map<String, Tensor> x = Map.of("x", Tensor.floats(new float[6], 2, 3));
    try (Session session = Session.open(passThrough(DType.FLOAT), SessionOptions.threads(1))) {
      Thread.currentThread().interrupt();
      assertThrows(CancellationException.class, () -> session.run(x));
      assertThrows(
          CancellationException.class,
          () -> Session.open(passThrough(DType.FLOAT), SessionOptions.threads(1)));
      assertTrue(Thread.interrupted(), "it stays interrupted");
      assertEquals(1, session.run(x).size());
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = DType.class,
      names = {"FLOAT", "DOUBLE", "FLOAT16", "INT8", "INT16", "INT32", "INT64", "UINT8", "BOOL"})
  void everyTypeGoesInAndComesOutUnchanged(DType type) {
    Model model = passThrough(type);
    ByteBuffer direct = Tensor.allocate(6 * type.bytes());
    for (int i = 0; i < direct.capacity(); i++) {
      direct.put(i, (byte) (type == DType.BOOL ? i % 2 : 3 * i + 1));
    }
    ByteBuffer heap =
        ByteBuffer.allocate(direct.capacity())
            .order(ByteOrder.LITTLE_ENDIAN)
            .put(direct.duplicate())
            .flip();
    try (Session session = Session.open(model, SessionOptions.threads(1))) {
      for (ByteBuffer buffer : List.of(direct, heap)) {
        Tensor in = new Tensor(type, new int[] {2, 3}, buffer);
        assertEquals(in, session.run(Map.of("x", in)).get("y"));
      }
    }
  }

  @Test
  void readOnlyAndSlicedBuffersAreReadWhereTheyBegin() {
    ByteBuffer whole = Tensor.allocate(20);
    whole.asFloatBuffer().put(new float[] {1, 2, 3, 4, 5});
    Tensor tail = new Tensor(DType.FLOAT, new int[] {2}, whole.position(12).asReadOnlyBuffer());
    GraphBuilder g = GraphBuilder.settled("tail", 1);
    g.input(ValueInfo.of("x", DType.FLOAT, ValueInfo.Dim.symbol("n")));
    g.shaped("x", 1);
    Model model = g.output(g.relu("x"), "y").build();
    try (Session session = Session.open(model, SessionOptions.threads(1))) {
      assertArrayEquals(new float[] {4, 5}, session.run(Map.of("x", tail)).get("y").floats());
    }
  }

  @Test
  void chosenOutputsComeInTheOrderAskedFor() {
    GraphBuilder g = GraphBuilder.settled("two", 1);
    g.input("x", 2);
    String a = g.relu("x");
    Model model = g.output(a, "a").output(g.add(a, a), "b").build();
    Tensor x = Tensor.floats(new float[] {-1, 2}, 1, 2);
    try (Session session = Session.open(model, SessionOptions.threads(1))) {
      Map<String, Tensor> outputs = session.run(Map.of("x", x), List.of("b", "a"));
      assertEquals(List.of("b", "a"), List.copyOf(outputs.keySet()));
      assertArrayEquals(new float[] {0, 4}, outputs.get("b").floats());
      assertEquals(
          List.of("b"),
          List.copyOf(session.run(Map.of("x", x, "unknown", x), List.of("b")).keySet()));
    }
  }

  @Test
  void initializersThatAreInputsAreNotFed() {
    Model model = Graphs.mlp(1);
    List<ValueInfo> inputs = new ArrayList<>(model.graph().inputs());
    model
        .graph()
        .initializers()
        .forEach((name, t) -> inputs.add(ValueInfo.of(name, t.type(), dims(t.dims()))));
    Model old = model.withGraph(model.graph().withInputs(inputs));
    Map<String, Tensor> x = ProbeInputs.of(model.graph()).draw(2, 1, 0, 2);
    try (Session before = Session.open(model, SessionOptions.threads(1));
        Session after = Session.open(old, SessionOptions.threads(1))) {
      assertEquals(before.inputNames(), after.inputNames());
      assertEquals(before.run(x), after.run(x));
    }
  }

  @Test
  void dataThatDoesNotFitIsNamed() {
    Model model =
        OnnxReader.read(SharedData.require("models/resnet-cifar10/resnet20_cifar10.onnx"));
    try (Session session = Session.open(model, SessionOptions.threads(1))) {
      assertMessage(session, Map.of(), "input 'input'", "is not among");
      assertMessage(
          session,
          Map.of("input", Tensor.floats(new float[3072], 1, 32, 32, 3)),
          "[-1, 3, 32, 32]",
          "[1, 32, 32, 3]");
      assertMessage(
          session,
          Map.of("input", Tensor.longs(new long[3072], 1, 3, 32, 32)),
          "is FLOAT",
          "gives INT64");
    }
  }

  private static void assertMessage(Session session, Map<String, Tensor> inputs, String... parts) {
    String message = assertThrows(DataException.class, () -> session.run(inputs)).getMessage();
    for (String part : parts) {
      assertTrue(message.contains(part), message);
    }
  }

  @Test
  void refusalsAreOneLineWithARemedy() {
    Model mlp = Graphs.mlp(1);
    Node foreign =
        new Node("q", "onnx.brevitas", "Quant", List.of("x"), List.of("q"), Map.of(), new byte[0]);
    List<Node> nodes = new ArrayList<>(mlp.graph().nodes());
    nodes.add(0, foreign);
    assertRefused(mlp.withGraph(mlp.graph().withNodes(nodes)), "standard ONNX operators");
    assertRefused(
        new Model(mlp.graph(), 99, mlp.opsets(), mlp.metadata(), mlp.rest()), "IR version");
    assertRefused(
        new Model(mlp.graph(), mlp.irVersion(), Map.of("", 99L), mlp.metadata(), mlp.rest()),
        "operator set");
    Node wrong = Node.of("Conv", "c", List.of("x", "x"), List.of("odd"));
    nodes.set(0, wrong);
    assertRefused(mlp.withGraph(mlp.graph().withNodes(nodes)), "xport the model again");
  }

  private static void assertRefused(Model model, String remedy) {
    ModelFormatException e =
        assertThrows(
            ModelFormatException.class,
            () -> Session.open(model, SessionOptions.threads(1)).close());
    assertTrue(e.getMessage().contains("'" + model.graph().name() + "'"), e.getMessage());
    assertTrue(e.getMessage().contains(remedy), e.getMessage());
    assertFalse(e.getMessage().contains("\n"), e.getMessage());
  }

  private static Model passThrough(DType type) {
    ValueInfo.Dim[] dims = {ValueInfo.Dim.symbol("n"), ValueInfo.Dim.of(3)};
    Model model = Graphs.mlp(1);
    return model.withGraph(
        new dev.espalier.model.Graph(
            "pass",
            List.of(Node.of("Identity", "i", List.of("x"), List.of("y"))),
            Map.of(),
            List.of(ValueInfo.of("x", type, dims)),
            List.of(ValueInfo.of("y", type, dims)),
            List.of()));
  }

  private static ValueInfo.Dim[] dims(int[] sizes) {
    return java.util.Arrays.stream(sizes).mapToObj(ValueInfo.Dim::of).toArray(ValueInfo.Dim[]::new);
  }
}
