package dev.espalier;

import ai.onnx.proto.OnnxMl.TensorProto;
import dev.espalier.model.Attribute;
import dev.espalier.model.Attributes;
import dev.espalier.model.DType;
import dev.espalier.model.Graph;
import dev.espalier.model.GraphBuilder;
import dev.espalier.model.Model;
import dev.espalier.model.Node;
import dev.espalier.model.Tensor;
import dev.espalier.model.ValueInfo;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Pipelines as skl2onnx writes them: columns are filled and scaled, scores become labels. */
public final class TabularGraphs {
  private static final String ML = "ai.onnx.ml";
  private static final List<String> CLASSES = List.of("cat", "dog", "eel");

  private TabularGraphs() {}

  /** A node of the domain ai.onnx.ml. */
  public static Node ml(String op, Map<String, Attribute> attributes, List<String> in, String out) {
    return new Node(out, ML, op, in, List.of(out), attributes, new byte[0]);
  }

  /** Four columns through Imputer and Scaler into an MLP of three classes: probabilities alone. */
  public static Model network() {
    GraphBuilder g = GraphBuilder.settled("pipeline", 4);
    String x = g.relu(g.gemm("hidden", g.input("scaled", 4), 16));
    x = g.softmax(g.gemm("scores", g.relu(g.gemm("second", x, 16)), 3), 1);
    Model model = g.output(x, "probabilities").build();
    List<Node> nodes = new ArrayList<>();
    Attribute fill = new Attribute.Floats(List.of(1f, 2f, 3f, 4f));
    Attribute nan = new Attribute.FloatValue(Float.NaN);
    nodes.add(
        ml(
            "Imputer",
            Map.of("imputed_value_floats", fill, "replaced_value_float", nan),
            List.of("x"),
            "filled"));
    Map<String, Attribute> moments =
        Map.of(
            "offset", new Attribute.Floats(List.of(1f, 0f, -1f, 2f)),
            "scale", new Attribute.Floats(List.of(0.5f, 1f, 2f, 1f)));
    nodes.add(ml("Scaler", moments, List.of("filled"), "scaled"));
    nodes.addAll(model.graph().nodes());
    ValueInfo input =
        ValueInfo.of("x", DType.FLOAT, ValueInfo.Dim.symbol("N"), ValueInfo.Dim.of(4));
    return with(model, model.graph().withNodes(nodes).withInputs(List.of(input)));
  }

  /** The same with the name of the best class as its first output. */
  public static Model labelled() {
    Model model = network();
    List<Node> nodes = new ArrayList<>(model.graph().nodes());
    addLabel(nodes, "probabilities");
    ValueInfo label = ValueInfo.of("label", DType.STRING, ValueInfo.Dim.symbol("N"));
    return ended(model, nodes, List.of(label, model.graph().outputs().get(0)));
  }

  /** The same with a table of names and probabilities as its only other output. */
  public static Model zipped() {
    Model model = network();
    List<Node> nodes = new ArrayList<>(model.graph().nodes());
    Map<String, Attribute> names = Map.of("classlabels_strings", new Attribute.Strings(CLASSES));
    nodes.add(ml("ZipMap", names, List.of("probabilities"), "table"));
    addLabel(nodes, "probabilities");
    ValueInfo label = ValueInfo.of("label", DType.STRING, ValueInfo.Dim.symbol("N"));
    return ended(
        model,
        nodes,
        List.of(label, new ValueInfo("table", DType.OTHER, List.of(), false, new byte[0])));
  }

  private static void addLabel(List<Node> nodes, String scores) {
    nodes.add(
        new Node(
            "best",
            "",
            "ArgMax",
            List.of(scores),
            List.of("best"),
            Attributes.of("axis", 1),
            new byte[0]));
    nodes.add(ml("ArrayFeatureExtractor", Map.of(), List.of("classes", "best"), "named"));
    nodes.add(Node.of("Reshape", "label", List.of("named", "rows"), List.of("label")));
  }

  private static Model ended(Model model, List<Node> nodes, List<ValueInfo> outputs) {
    TensorProto.Builder names = TensorProto.newBuilder().setDataType(DType.STRING.onnx());
    names.addDims(CLASSES.size());
    CLASSES.forEach(c -> names.addStringData(com.google.protobuf.ByteString.copyFromUtf8(c)));
    ByteBuffer bytes = ByteBuffer.wrap(names.build().toByteArray());
    Map<String, Tensor> constants = new LinkedHashMap<>(model.graph().initializers());
    constants.put("classes", new Tensor(DType.STRING, new int[] {CLASSES.size()}, bytes));
    constants.put("rows", Tensor.vector(-1));
    return model.withGraph(
        model.graph().withNodes(nodes).withInitializers(constants).withOutputs(outputs));
  }

  private static Model with(Model model, Graph graph) {
    return new Model(graph, model.irVersion(), Map.of("", 17L, ML, 1L), Map.of(), new byte[0]);
  }
}
