package dev.espalier.adaptive;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.espalier.SharedData;
import dev.espalier.model.Attribute;
import dev.espalier.model.Attributes;
import dev.espalier.model.DType;
import dev.espalier.model.Graph;
import dev.espalier.model.Model;
import dev.espalier.model.ModelFormatException;
import dev.espalier.model.Node;
import dev.espalier.model.Tensor;
import dev.espalier.model.ValueInfo;
import dev.espalier.model.ValueInfo.Dim;
import dev.espalier.onnx.OnnxReader;
import dev.espalier.ort.Closeness;
import dev.espalier.ort.Session;
import dev.espalier.ort.SessionOptions;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Raised models answer as before, in every set that ONNX Runtime knows between. */
class OpsetsTest {
  private static final Attribute FACTORS = new Attribute.Floats(List.of(1f, 1f, 2f, 3f));

  /** Operators on x [N, 4, 6, 6], as an old set has them. */
  static final List<Old> OLD =
      List.of(
          Old.of(12, "Softmax", Attributes.of("axis", 1)),
          Old.of(9, "LogSoftmax", Attributes.of("axis", 2)),
          Old.of(11, "Softmax", Attributes.of("axis", -1)),
          Old.of(9, "Hardmax", Attributes.of()),
          Old.of(11, "Unsqueeze", Attributes.of("axes", new int[] {0, 3})),
          Old.of(9, "ReduceSum", Attributes.of("axes", new int[] {2, 3})),
          Old.of(9, "ReduceSum", Attributes.of("keepdims", 0)),
          Old.of(13, "ReduceMean", Attributes.of("axes", new int[] {1}, "keepdims", 0)),
          Old.of(11, "ReduceL2", Attributes.of("axes", new int[] {-1})),
          Old.of(9, "ReduceMax", Attributes.of()),
          Old.of(9, "Slice", Attributes.of("starts", new int[] {1}, "ends", new int[] {3})),
          Old.of(
              9,
              "Slice",
              Attributes.of(
                  "starts", new int[] {1}, "ends", new int[] {-1}, "axes", new int[] {3})),
          Old.of(10, "Clip", Attributes.of("min", -0.5, "max", 0.25)),
          Old.of(9, "Clip", Attributes.of("min", 0.0)),
          Old.of(9, "Pad", Attributes.of("pads", new int[] {0, 0, 1, 2, 0, 0, 0, 1}, "value", 2.0)),
          Old.of(
              10,
              "Pad",
              Attributes.of("pads", new int[] {0, 0, 1, 1, 0, 0, 1, 1}, "mode", "reflect")),
          Old.of(9, "Dropout", Attributes.of("ratio", 0.4)),
          Old.of(7, "Upsample", upsample("nearest")),
          Old.of(7, "Upsample", upsample("linear")));

  private static Map<String, Attribute> upsample(String mode) {
    Map<String, Attribute> attributes = Attributes.of("mode", mode);
    attributes.put("scales", FACTORS);
    return attributes;
  }

  @ParameterizedTest
  @FieldSource("OLD")
  void operatorsMeanWhatTheyMeant(Old old) {
    for (long target : new long[] {13, 17, 18, 21}) {
      Model model = old.model();
      assertSame(model, Opsets.raised(model, target, "model 'a'"), target);
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {7, 11, 13})
  void partsOfAnAxis(long from) {
    Node given = split(Attributes.of("axis", 1, "split", new int[] {1, 3}));
    Node equal = split(Attributes.of("axis", 1));
    for (Node split : from < 13 ? List.of(given, equal) : List.of(equal)) {
      Node sum = Node.of("Mul", "m", List.of("a", "b"), List.of("y"));
      Model model = model(from, List.of(split, sum), Map.of());
      for (long target : new long[] {13, 18}) {
        assertSame(model, Opsets.raised(model, target, "model 'a'"), target);
      }
    }
  }

  private static Node split(Map<String, Attribute> attributes) {
    return new Node("s", "", "Split", List.of("x"), List.of("a", "b"), attributes, new byte[0]);
  }

  @Test
  void largestAndSmall() {
    Node top =
        new Node(
            "t",
            "",
            "TopK",
            List.of("x"),
            List.of("y", "at"),
            Attributes.of("k", 2, "axis", 1),
            new byte[0]);
    Model model = model(9, List.of(top), Map.of());
    assertSame(model, Opsets.raised(model, 13, "model 'a'"), 13);
  }

  @Test
  void whatCannotBeRaisedIsRefusedWithReasons() {
    Map<String, Tensor> positions = Map.of("c", Members.normal(1, 4, 6, 6));
    Node trained =
        new Node(
            "b",
            "",
            "BatchNormalization",
            List.of("x", "c", "c", "c", "c"),
            List.of("y"),
            Attributes.of("spatial", 0),
            new byte[0]);
    refused("spatial 0", model(8, List.of(trained), positions), 13);
    Model old = Old.of(9, "Relu", Map.of()).model();
    refused("sets 7 to 23", new Model(old.graph(), 8, Map.of("", 6L), Map.of(), new byte[0]), 13);
    refused("sets 7 to 23", old, 99);
    refused("sets 7 to 23", old, 8);
    Node branch =
        Node.of("If", "if", List.of("c"), List.of("y"))
            .withAttribute(
                "then_branch", new Attribute.Opaque(new byte[0], List.of("x"), 0, Set.of()));
    refused("graph of its own", unobserved(branch), 13);
  }

  /** Observing needs a model that runs, and this one's branch is only a stand-in. */
  private static Model unobserved(Node branch) {
    return model(11, List.of(branch), Map.of("c", Tensor.longs(new long[] {1}, 1)));
  }

  private static void refused(String reason, Model model, long target) {
    ModelFormatException e =
        assertThrows(
            ModelFormatException.class, () -> Opsets.raised(model, target, "model 'a'"), reason);
    assertTrue(e.getMessage().contains(reason), e.getMessage());
    assertTrue(e.getMessage().startsWith("model 'a'"), e.getMessage());
  }

  static final List<String> SHARED =
      List.of(
          "cifar10/resnet_4b",
          "cifar10/vit_ibp_3_3_8",
          "cifar10/cifar10_large_nhwc",
          "mnist/mnist-8");

  @ParameterizedTest
  @FieldSource("SHARED")
  void realModels(String name) {
    Model model = OnnxReader.read(SharedData.require("models/" + name + ".onnx"));
    for (long target : new long[] {13, 18}) {
      assertEquals(target, Opsets.raised(model, target, name).opset());
    }
  }

  private static void assertSame(Model model, Model raised, long target) {
    assertEquals(target, raised.opset());
    Map<String, Tensor> inputs = Map.of("x", Members.normal(3, 2, 4, 6, 6));
    try (Session before = Session.open(model, SessionOptions.threads(1));
        Session after = Session.open(raised, SessionOptions.threads(1))) {
      Closeness closeness = Closeness.of(before.run(inputs), after.run(inputs), 1e-5, 1e-6);
      assertTrue(closeness.within(), closeness::worst);
    }
  }

  private static Model model(long opset, List<Node> nodes, Map<String, Tensor> initializers) {
    Dim[] dims =
        Stream.concat(Stream.of(Dim.symbol("N")), IntStream.of(4, 6, 6).mapToObj(Dim::of))
            .toArray(Dim[]::new);
    ValueInfo y = new ValueInfo("y", DType.FLOAT, List.of(), false, new byte[0]);
    Graph graph =
        new Graph(
            "old",
            nodes,
            initializers,
            List.of(ValueInfo.of("x", DType.FLOAT, dims)),
            List.of(y),
            List.of());
    return new Model(graph, 8, Map.of("", opset), Map.of(), new byte[0]);
  }

  /** One operator from x to y. */
  record Old(long opset, Node node) {
    static Old of(long opset, String op, Map<String, Attribute> attributes) {
      return new Old(
          opset, new Node("n", "", op, List.of("x"), List.of("y"), attributes, new byte[0]));
    }

    Model model() {
      return OpsetsTest.model(opset, List.of(node), Map.of());
    }
  }
}
