package dev.espalier.onnx;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.AttributeProto.AttributeType;
import ai.onnx.proto.OnnxMl.FunctionProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import dev.espalier.SharedData;
import dev.espalier.model.Attribute;
import dev.espalier.model.GraphBuilder;
import dev.espalier.model.GraphText;
import dev.espalier.model.Model;
import dev.espalier.model.ModelFormatException;
import dev.espalier.model.Node;
import dev.espalier.op.OpRules;
import dev.espalier.plan.Cost;
import dev.espalier.prepare.Prepared;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A file's own functions: bodies stand in place of calls, and mean the same. */
class FunctionsTest {
  private static final String OWN = "own";

  @Test
  void bodiesStandForCalls() {
    FunctionProto twice =
        function("Twice", List.of("a"), List.of("b"))
            .addNode(node("Add", "sum", List.of("a", "a"), "inner"))
            .addNode(node("Relu", "", List.of("inner"), "b"))
            .build();
    Model model =
        read(
            file(
                List.of(call("Twice", "first", "x", "h"), call("Twice", "next", "h", "y")), twice));
    assertEquals(
        List.of("Add first/sum", "Relu h", "Add next/sum", "Relu y"),
        model.graph().nodes().stream().map(Node::toString).toList());
    assertEquals("first/inner", model.graph().nodes().get(1).input(0));
    assertEquals(0, rest(model).getFunctionsCount());
  }

  @Test
  void callsWithinBodiesAndNamesThatAreTaken() {
    FunctionProto inner =
        function("Inner", List.of("a"), List.of("b"))
            .addNode(node("Neg", "n", List.of("a"), "t"))
            .addNode(node("Neg", "m", List.of("t"), "b"))
            .build();
    FunctionProto outer =
        function("Outer", List.of("a"), List.of("b"))
            .addNode(call("Inner", "i", "a", "t"))
            .addNode(node("Relu", "r", List.of("t"), "b"))
            .build();
    Model model =
        read(
            file(
                List.of(
                    node("Relu", "", List.of("x"), "o/t"),
                    call("Outer", "o", "o/t", "y").toBuilder().build()),
                inner,
                outer));
    assertEquals(
        List.of("Relu o/t", "Neg o/i/n", "Neg o/i/m", "Relu o/r"),
        model.graph().nodes().stream().map(Node::toString).toList());
    assertEquals("o/t#1", model.graph().nodes().get(3).input(0), "o/t is another value");
  }

  /** The caller's value, the function's default, and neither. */
  @Test
  void attributesByReference() {
    FunctionProto leaky =
        function("Leaky", List.of("a"), List.of("b"))
            .addAttributeProto(
                AttributeProto.newBuilder()
                    .setName("slope")
                    .setF(0.5f)
                    .setType(AttributeType.FLOAT))
            .addAttribute("axis")
            .addNode(
                node("LeakyRelu", "l", List.of("a"), "t").toBuilder()
                    .addAttribute(reference("alpha", "slope", AttributeType.FLOAT)))
            .addNode(
                node("Softmax", "s", List.of("t"), "b").toBuilder()
                    .addAttribute(reference("axis", "axis", AttributeType.INT)))
            .build();
    NodeProto given =
        call("Leaky", "g", "x", "h").toBuilder()
            .addAttribute(
                AttributeProto.newBuilder()
                    .setName("slope")
                    .setF(0.25f)
                    .setType(AttributeType.FLOAT))
            .addAttribute(
                AttributeProto.newBuilder().setName("axis").setI(1).setType(AttributeType.INT))
            .build();
    List<Node> nodes =
        read(file(List.of(given, call("Leaky", "d", "h", "y")), leaky)).graph().nodes();
    assertEquals(new Attribute.FloatValue(0.25f), nodes.get(0).attributes().get("alpha"));
    assertEquals(new Attribute.IntValue(1), nodes.get(1).attributes().get("axis"));
    assertEquals(new Attribute.FloatValue(0.5f), nodes.get(2).attributes().get("alpha"));
    assertTrue(nodes.get(3).attributes().isEmpty(), "the operator's own default");
  }

  @Test
  void inputsLeftOutAndHandedThrough() {
    FunctionProto clip =
        function("Bound", List.of("a", "low", "high"), List.of("a", "b", "unused"))
            .addNode(node("Clip", "c", List.of("a", "low", "high"), "b"))
            .addNode(node("Neg", "n", List.of("b"), "unused"))
            .build();
    NodeProto call =
        call("Bound", "k", "x", "same").toBuilder().addInput("").addOutput("y").build();
    Model model = read(file(List.of(call), clip));
    assertEquals(
        List.of("Identity same", "Clip k/c", "Neg k/n"),
        model.graph().nodes().stream().map(Node::toString).toList());
    assertEquals(List.of("x", "", ""), model.graph().nodes().get(1).inputs());
    assertEquals("y", model.graph().nodes().get(1).output(0));
  }

  /** A branch within a body reads the body's values, and may call functions too. */
  @Test
  void subgraphsWithinBodies() {
    FunctionProto twice =
        function("Twice", List.of("a"), List.of("b"))
            .addNode(node("Add", "sum", List.of("a", "a"), "b"))
            .build();
    GraphProto branch =
        GraphProto.newBuilder()
            .setName("branch")
            .addNode(call("Twice", "t", "a", "r"))
            .addOutput(ai.onnx.proto.OnnxMl.ValueInfoProto.newBuilder().setName("r"))
            .build();
    FunctionProto choose =
        function("Choose", List.of("c", "a"), List.of("b"))
            .addNode(
                node("If", "if", List.of("c"), "b").toBuilder()
                    .addAttribute(
                        AttributeProto.newBuilder()
                            .setName("then_branch")
                            .setType(AttributeType.GRAPH)
                            .setG(branch))
                    .addAttribute(
                        AttributeProto.newBuilder()
                            .setName("else_branch")
                            .setType(AttributeType.GRAPH)
                            .setG(branch)))
            .build();
    NodeProto call = node("Choose", "k", List.of("c", "x"), "y").toBuilder().setDomain(OWN).build();
    Model model = read(file(List.of(node("IsNaN", "", List.of("x"), "c"), call), twice, choose));
    Node chosen = model.graph().nodes().get(1);
    Attribute.Opaque then = (Attribute.Opaque) chosen.attributes().get("then_branch");
    assertEquals(List.of("x"), then.captures());
    assertEquals(java.util.Set.of("Add"), then.operators());
  }

  @Test
  void anotherOperatorSetStaysACall() {
    FunctionProto old =
        function("Old", List.of("a"), List.of("b"))
            .clearOpsetImport()
            .addOpsetImport(OperatorSetIdProto.newBuilder().setVersion(9))
            .addNode(node("Relu", "r", List.of("a"), "b"))
            .build();
    Model model = read(file(List.of(call("Old", "o", "x", "y")), old));
    assertEquals(List.of("Old o"), model.graph().nodes().stream().map(Node::toString).toList());
    assertEquals(1, rest(model).getFunctionsCount());
  }

  @Test
  void recursionAndBombsAreRefused() {
    FunctionProto own =
        function("Own", List.of("a"), List.of("b")).addNode(call("Own", "o", "a", "b")).build();
    assertEquals(
        "test: its function 'own:Own' calls itself, which ONNX forbids; export the model again",
        refusal(file(List.of(call("Own", "o", "x", "y")), own)));

    List<FunctionProto> doubling = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      String next = i < 39 ? "F" + (i + 1) : "Relu";
      FunctionProto.Builder one = function("F" + i, List.of("a"), List.of("b"));
      one.addNode(nested(next, "a", "t")).addNode(nested(next, "t", "b"));
      doubling.add(one.build());
    }
    assertEquals(
        "test: its functions call each other so often that their bodies come to more than 200000"
            + " nodes or 512 MB (from function 'own:F0'); export the model without functions",
        refusal(file(List.of(call("F0", "f", "x", "y")), doubling.toArray(FunctionProto[]::new))));

    List<FunctionProto> chain = new ArrayList<>();
    for (int i = 0; i < 5000; i++) {
      FunctionProto.Builder one = function("F" + i, List.of("a"), List.of("b"));
      chain.add(one.addNode(nested(i < 4999 ? "F" + (i + 1) : "Relu", "a", "b")).build());
    }
    assertEquals(
        "test: its functions call each other more than 100 deep (at function 'own:F100');"
            + " export the model without functions",
        refusal(file(List.of(call("F0", "f", "x", "y")), chain.toArray(FunctionProto[]::new))));
  }

  private static NodeProto nested(String op, String from, String to) {
    return op.equals("Relu") ? node(op, "", List.of(from), to) : call(op, "", from, to);
  }

  private static String refusal(ModelProto file) {
    return assertThrows(ModelFormatException.class, () -> read(file)).getMessage();
  }

  /** Blocks of two layers each, written as a function: 10 to 24 and 24 to 16 units, then 4. */
  @Test
  @Tag("slow")
  void layersWithinFunctionsCountAndCanGo() {
    Model model = OnnxReader.read(SharedData.require("cases/local_functions.onnx"));
    Prepared prepared = Prepared.of(model, "blocks");
    assertEquals(
        688, new Cost(prepared.coupling(), OpRules.standard()).macs(), GraphText.of(model));
    assertEquals(2, prepared.coupling().prunable().size());
  }

  private static ModelProto rest(Model model) {
    try {
      return ModelProto.parseFrom(model.rest());
    } catch (com.google.protobuf.InvalidProtocolBufferException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Model read(ModelProto file) {
    return OnnxReader.read(file.toByteArray(), Path.of("."), "test");
  }

  /** A file of these nodes between x and y. */
  private static ModelProto file(List<NodeProto> nodes, FunctionProto... functions) {
    GraphBuilder g = GraphBuilder.settled("calls", 1);
    Model plain = g.output(g.node("Relu", java.util.Map.of(), g.input("x", 3)), "y").build();
    try {
      ModelProto.Builder file = ModelProto.parseFrom(OnnxWriter.bytes(plain)).toBuilder();
      file.getGraphBuilder().clearNode().addAllNode(nodes);
      file.addOpsetImport(OperatorSetIdProto.newBuilder().setDomain(OWN).setVersion(1));
      return file.addAllFunctions(List.of(functions)).build();
    } catch (com.google.protobuf.InvalidProtocolBufferException e) {
      throw new IllegalStateException(e);
    }
  }

  private static FunctionProto.Builder function(String name, List<String> in, List<String> out) {
    return FunctionProto.newBuilder()
        .setDomain(OWN)
        .setName(name)
        .addAllInput(in)
        .addAllOutput(out)
        .addOpsetImport(OperatorSetIdProto.newBuilder().setVersion(17));
  }

  private static NodeProto node(String op, String name, List<String> in, String out) {
    return NodeProto.newBuilder()
        .setOpType(op)
        .setName(name)
        .addAllInput(in)
        .addOutput(out)
        .build();
  }

  private static NodeProto call(String function, String name, String in, String out) {
    return node(function, name, List.of(in), out).toBuilder().setDomain(OWN).build();
  }

  private static AttributeProto.Builder reference(String name, String to, AttributeType type) {
    return AttributeProto.newBuilder().setName(name).setRefAttrName(to).setType(type);
  }
}
