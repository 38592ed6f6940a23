package dev.espalier.onnx;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.AttributeProto.AttributeType;
import ai.onnx.proto.OnnxMl.FunctionProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.espalier.model.Model;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Files in which some nodes stand within a function or the branches of an If; they say the same.
 */
public final class Wrapped {
  private static final String OWN = "own";
  private static final int BOOL = 9;
  private static final int LONG = 7;

  private final ModelProto.Builder file;
  private final List<NodeProto> nodes;
  private final int from;
  private final int to;

  private Wrapped(Model model, int from, int to) {
    try {
      this.file = ModelProto.parseFrom(OnnxWriter.bytes(model)).toBuilder();
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalStateException(e);
    }
    this.nodes = file.getGraph().getNodeList();
    this.from = from;
    this.to = to;
  }

  /** The nodes from one position to before another, as the body of a function that is called. */
  public static byte[] inFunction(Model model, int from, int to) {
    Wrapped wrapped = new Wrapped(model, from, to);
    wrapped.file.addFunctions(
        FunctionProto.newBuilder()
            .setDomain(OWN)
            .setName("Body")
            .addAllInput(wrapped.reads())
            .addAllOutput(wrapped.gives())
            .addAllOpsetImport(wrapped.file.getOpsetImportList())
            .addAllNode(wrapped.nodes.subList(from, to)));
    wrapped.file.addOpsetImport(OperatorSetIdProto.newBuilder().setDomain(OWN).setVersion(1));
    return wrapped.with(
        List.of(
            NodeProto.newBuilder()
                .setName("called")
                .setDomain(OWN)
                .setOpType("Body")
                .addAllInput(wrapped.reads())
                .addAllOutput(wrapped.gives())
                .build()));
  }

  /**
   * The nodes as the branch that is taken, and the same again as the other.
   *
   * @param known whether a constant says which; else the first input's batch does
   */
  public static byte[] inBranch(Model model, int from, int to, boolean known) {
    Wrapped wrapped = new Wrapped(model, from, to);
    List<NodeProto> instead = new ArrayList<>();
    String condition = "taken";
    if (known) {
      wrapped
          .file
          .getGraphBuilder()
          .addInitializer(
              TensorProto.newBuilder().setName(condition).setDataType(BOOL).addInt32Data(1));
    } else {
      wrapped
          .file
          .getGraphBuilder()
          .addInitializer(
              TensorProto.newBuilder().setName("none").setDataType(LONG).addInt64Data(0));
      String input = wrapped.file.getGraph().getInput(0).getName();
      instead.add(Protos.node("Size", "counted", List.of(input), "count").build());
      instead.add(Protos.node("Greater", "compared", List.of("count", "none"), condition).build());
    }
    instead.add(
        NodeProto.newBuilder()
            .setName("chosen")
            .setOpType("If")
            .addInput(condition)
            .addAllOutput(wrapped.gives())
            .addAttribute(wrapped.branch("then_branch"))
            .addAttribute(wrapped.branch("else_branch"))
            .build());
    return wrapped.with(instead);
  }

  private AttributeProto branch(String name) {
    GraphProto.Builder body = GraphProto.newBuilder().setName(name);
    List<String> inner = made();
    for (NodeProto node : nodes.subList(from, to)) {
      NodeProto.Builder one = node.toBuilder().setName(name + "/" + node.getName());
      for (int i = 0; i < node.getInputCount(); i++) {
        if (inner.contains(node.getInput(i))) {
          one.setInput(i, name + "/" + node.getInput(i));
        }
      }
      for (int i = 0; i < node.getOutputCount(); i++) {
        one.setOutput(i, node.getOutput(i).isEmpty() ? "" : name + "/" + node.getOutput(i));
      }
      body.addNode(one);
    }
    for (String value : gives()) {
      body.addOutput(ValueInfoProto.newBuilder().setName(name + "/" + value));
    }
    return AttributeProto.newBuilder()
        .setName(name)
        .setType(AttributeType.GRAPH)
        .setG(body)
        .build();
  }

  private byte[] with(List<NodeProto> instead) {
    List<NodeProto> all = new ArrayList<>(nodes.subList(0, from));
    all.addAll(instead);
    all.addAll(nodes.subList(to, nodes.size()));
    file.getGraphBuilder().clearNode().addAllNode(all);
    return file.build().toByteArray();
  }

  private List<String> made() {
    return nodes.subList(from, to).stream()
        .flatMap(n -> n.getOutputList().stream())
        .filter(o -> !o.isEmpty())
        .toList();
  }

  private List<String> reads() {
    List<String> made = made();
    return nodes.subList(from, to).stream()
        .flatMap(n -> n.getInputList().stream())
        .filter(i -> !i.isEmpty() && !made.contains(i))
        .distinct()
        .toList();
  }

  /** What is read behind them, or is an output of the model. */
  private List<String> gives() {
    Set<String> wanted = new LinkedHashSet<>();
    nodes.subList(to, nodes.size()).forEach(n -> wanted.addAll(n.getInputList()));
    file.getGraph().getOutputList().forEach(o -> wanted.add(o.getName()));
    return made().stream().filter(wanted::contains).toList();
  }
}
