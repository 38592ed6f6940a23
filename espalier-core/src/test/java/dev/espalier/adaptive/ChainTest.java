package dev.espalier.adaptive;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.espalier.model.Attributes;
import dev.espalier.model.DType;
import dev.espalier.model.Graph;
import dev.espalier.model.GraphBuilder;
import dev.espalier.model.Model;
import dev.espalier.model.ModelFormatException;
import dev.espalier.model.Node;
import dev.espalier.model.Tensor;
import dev.espalier.model.ValueInfo;
import dev.espalier.model.ValueInfo.Dim;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ChainTest {
  private static final ChainStage LAST = ChainStage.whole("last", Members.classifier(8));

  @Test
  void inputsAreThoseOfAllStagesWithoutWhatIsCarried() {
    Chain chain = Members.exits();
    assertEquals(List.of("x"), chain.inputs().stream().map(ValueInfo::name).toList());
    assertEquals(List.of("logits"), chain.answers().stream().map(ValueInfo::name).toList());
    assertEquals(List.of("x"), chain.readFrom(1).stream().map(ValueInfo::name).toList());
  }

  @Test
  void stagesThatDoNotFitAreRefusedWithReasons() {
    refused("two stages", List.of(LAST));
    refused("twice", List.of(LAST, LAST));
    refused(
        "align them", List.of(ChainStage.whole("a", renamedOutput(Members.classifier(4))), LAST));
    refused("another stage of FLOAT", List.of(ChainStage.whole("a", wider()), LAST));
    refused(
        "its last outputs",
        List.of(new ChainStage("a", Members.classifier(4), List.of("f")), LAST));
    refused(
        "does not read all",
        List.of(new ChainStage("a", carrying(Members.classifier(4)), List.of("features")), LAST));
    refused(
        "to no one",
        List.of(LAST, new ChainStage("a", carrying(Members.classifier(4)), List.of("features"))));
    refused("'com.example'", List.of(ChainStage.whole("a", withForeignNode()), LAST));
  }

  @Test
  void aBatchOfOneIsMadeFree() {
    Model fixed = fixedBatch(reshaping(), 1);
    Chain chain = Chain.of(List.of(ChainStage.whole("a", fixed), LAST));
    Cascade cascade = Members.scored(chain, "margin", RowAnswer.LOGITS);
    Map<String, Tensor> inputs = Members.images(7);
    float[] middle = Members.middle(cascade, inputs);
    Equality equality =
        Equality.of(new Equality.Choice(cascade, middle), inputs, Join.fixed(cascade, middle));
    assertTrue(equality.holds(), equality::worst);
    assertEquals(7, equality.rows());
  }

  @Test
  void aBatchThatCannotBeFreedIsRefused() {
    refused(
        "no free batch",
        List.of(ChainStage.whole("a", fixedBatch(Members.classifier(4), 4)), LAST));
    refused("differently than alone", List.of(ChainStage.whole("a", mixingRows()), LAST));
  }

  private static void refused(String reason, List<ChainStage> stages) {
    ModelFormatException e =
        assertThrows(ModelFormatException.class, () -> Chain.of(stages), reason);
    assertTrue(e.getMessage().contains(reason), e.getMessage());
  }

  static Model renamedInput(Model model, String name) {
    Graph graph = model.graph();
    String old = graph.inputs().get(0).name();
    List<Node> nodes = new ArrayList<>();
    for (Node node : graph.nodes()) {
      nodes.add(
          node.withInputs(node.inputs().stream().map(i -> i.equals(old) ? name : i).toList()));
    }
    ValueInfo input = graph.inputs().get(0);
    ValueInfo renamed = new ValueInfo(name, input.type(), input.dims(), true, input.rest());
    return model.withGraph(graph.withNodes(nodes).withInputs(List.of(renamed)));
  }

  private static Model renamedOutput(Model model) {
    Graph graph = model.graph();
    List<Node> nodes = new ArrayList<>(graph.nodes());
    nodes.add(Node.of("Identity", "copy", List.of("logits"), List.of("scores")));
    ValueInfo scores =
        ValueInfo.of("scores", DType.FLOAT, Dim.symbol("batch"), Dim.of(Members.CLASSES));
    return model.withGraph(graph.withNodes(nodes).withOutputs(List.of(scores)));
  }

  private static Model carrying(Model model) {
    Graph graph = model.graph();
    List<Node> nodes = new ArrayList<>(graph.nodes());
    nodes.add(Node.of("Identity", "copy", List.of("logits"), List.of("features")));
    List<ValueInfo> outputs = new ArrayList<>(graph.outputs());
    outputs.add(
        ValueInfo.of("features", DType.FLOAT, Dim.symbol("batch"), Dim.of(Members.CLASSES)));
    return model.withGraph(graph.withNodes(nodes).withOutputs(outputs));
  }

  private static Model wider() {
    GraphBuilder g = GraphBuilder.settled("wider", 1);
    return g.output(g.gemm("fc", g.flatten(g.input("x", 3, 8, 8)), 6), "logits").build();
  }

  /** A row's answer depends on the row above it. */
  private static Model mixingRows() {
    GraphBuilder g = GraphBuilder.settled("mixing", 1);
    String y = g.gemm("fc", g.flatten(g.input("x", 3, 8, 8)), Members.CLASSES);
    String axis = g.constant("axis", Tensor.longs(new long[] {0}));
    return g.output(g.node("CumSum", Map.of(), y, axis), "logits").build();
  }

  private static Model reshaping() {
    GraphBuilder g = GraphBuilder.settled("reshaping", 1);
    String x = g.reshape(g.input("x", 3, 8, 8), 1, 192);
    return g.output(g.gemm("fc", x, Members.CLASSES), "logits").build();
  }

  private static Model fixedBatch(Model model, int batch) {
    Graph graph = model.graph();
    return model.withGraph(
        graph
            .withInputs(graph.inputs().stream().map(v -> fixed(v, batch)).toList())
            .withOutputs(graph.outputs().stream().map(v -> fixed(v, batch)).toList()));
  }

  private static ValueInfo fixed(ValueInfo value, int batch) {
    List<Dim> dims = new ArrayList<>(value.dims());
    dims.set(0, Dim.of(batch));
    return value.withDims(dims);
  }

  private static Model withForeignNode() {
    Model model = Members.classifier(4);
    List<Node> nodes = new ArrayList<>(model.graph().nodes());
    nodes.add(
        new Node(
            "odd",
            "com.example",
            "Odd",
            List.of("logits"),
            List.of("odd"),
            Attributes.of(),
            new byte[0]));
    return model.withGraph(model.graph().withNodes(nodes));
  }
}
