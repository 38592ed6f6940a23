package dev.espalier.onnx;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.FunctionProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Puts the bodies of a file's own functions in place of the nodes that call them, also within
 * bodies and subgraphs. Attributes that a body refers to get the caller's value, else the
 * function's default, else they are left out.
 *
 * <p>A function that wants another version of an operator set than the model states stays a call.
 * Refused are functions that call themselves, that call each other more than {@link #DEEPEST} deep,
 * and those whose bodies come to more than {@link #MOST_NODES} nodes or {@link #MOST_BYTES} bytes.
 */
final class Functions {
  /** Nodes that all bodies together may come to. */
  static final int MOST_NODES = 200_000;

  /** Bytes that all bodies together may come to, constants included. */
  static final long MOST_BYTES = 512L << 20;

  /** Calls within each other. */
  static final int DEEPEST = 100;

  private final Place place;
  private final Map<String, FunctionProto> functions = new LinkedHashMap<>();
  private final Map<String, Long> versions = new LinkedHashMap<>();
  private final Set<String> left = new LinkedHashSet<>();
  private final Set<String> replaced = new HashSet<>();
  private final FreshNames names = new FreshNames();
  private final List<String> calls = new ArrayList<>();
  private int nodes;
  private long bytes;

  private Functions(ModelProto model, Place place) {
    this.place = place;
    model.getOpsetImportList().forEach(o -> versions.put(domain(o.getDomain()), o.getVersion()));
    for (FunctionProto function : model.getFunctionsList()) {
      functions.put(key(function), function);
    }
    names.take(model.getGraph());
  }

  /** The same model without calls of its functions. Cost: one pass over what comes of it. */
  static ModelProto inlined(ModelProto model, Place place) {
    return model.getFunctionsCount() == 0 ? model : new Functions(model, place).inlined(model);
  }

  private ModelProto inlined(ModelProto model) {
    ModelProto.Builder changed = model.toBuilder().clearFunctions();
    changed.setGraph(graph(model.getGraph(), Scope.OUTERMOST));
    Set<String> kept = kept();
    model.getFunctionsList().stream()
        .filter(f -> kept.contains(key(f)) || !replaced.contains(key(f)))
        .forEach(changed::addFunctions);
    Map<String, Long> added = new LinkedHashMap<>(versions);
    model.getOpsetImportList().forEach(o -> added.remove(domain(o.getDomain())));
    added.forEach(
        (domain, version) ->
            changed.addOpsetImport(
                OperatorSetIdProto.newBuilder().setDomain(domain).setVersion(version)));
    return changed.build();
  }

  /** Functions that are still called, and those that they call. */
  private Set<String> kept() {
    Set<String> kept = new LinkedHashSet<>();
    Deque<String> open = new ArrayDeque<>(left);
    while (!open.isEmpty()) {
      FunctionProto function = functions.get(open.pop());
      if (function != null && kept.add(key(function))) {
        used(function.getNodeList()).forEach(node -> open.push(key(node)));
      }
    }
    return kept;
  }

  private GraphProto graph(GraphProto graph, Scope scope) {
    GraphProto.Builder changed = graph.toBuilder().clearNode();
    if (!scope.outermost()) {
      changed.clearQuantizationAnnotation().clearValueInfo();
      changed.getInputBuilderList().forEach(v -> v.setName(scope.name(v.getName())));
      changed.getOutputBuilderList().forEach(v -> v.setName(scope.name(v.getName())));
      changed.getInitializerBuilderList().forEach(t -> t.setName(scope.name(t.getName())));
      changed
          .getSparseInitializerBuilderList()
          .forEach(t -> t.getValuesBuilder().setName(scope.name(t.getValues().getName())));
    }
    graph.getNodeList().forEach(node -> changed.addAllNode(node(node, scope)));
    return changed.build();
  }

  /** What stands for a node: itself in its caller's words, or the body of what it calls. */
  private List<NodeProto> node(NodeProto node, Scope scope) {
    NodeProto said = said(node, scope);
    FunctionProto function = functions.get(key(node));
    if (function == null) {
      return List.of(said);
    }
    if (!fits(function)) {
      left.add(key(node));
      return List.of(said);
    }
    return body(function, said);
  }

  private NodeProto said(NodeProto node, Scope scope) {
    NodeProto.Builder changed = node.toBuilder().clearAttribute();
    if (!scope.outermost()) {
      changed.clearInput().clearOutput();
      node.getInputList().forEach(value -> changed.addInput(scope.name(value)));
      node.getOutputList().forEach(value -> changed.addOutput(scope.name(value)));
      if (!node.getName().isEmpty()) {
        changed.setName(scope.prefix() + FreshNames.clipped(node.getName()));
      }
    }
    for (AttributeProto attribute : node.getAttributeList()) {
      String wanted = attribute.getRefAttrName();
      AttributeProto given = wanted.isEmpty() ? attribute : scope.attributes().get(wanted);
      if (given != null) {
        AttributeProto.Builder value = given.toBuilder().setName(attribute.getName());
        changed.addAttribute(wanted.isEmpty() ? graphs(value, scope) : value);
      }
    }
    NodeProto said = changed.build();
    if (!scope.outermost()) {
      nodes++;
      bytes += said.getSerializedSize();
      if (nodes > MOST_NODES || bytes > MOST_BYTES) {
        throw place.fail(
            "its functions call each other so often that their bodies come to more than "
                + MOST_NODES
                + " nodes or "
                + (MOST_BYTES >> 20)
                + " MB (from function '"
                + calls.get(0)
                + "'); export the model without functions");
      }
    }
    return said;
  }

  private AttributeProto.Builder graphs(AttributeProto.Builder attribute, Scope scope) {
    if (attribute.hasG()) {
      attribute.setG(graph(attribute.getG(), scope));
    }
    for (int i = 0; i < attribute.getGraphsCount(); i++) {
      attribute.setGraphs(i, graph(attribute.getGraphs(i), scope));
    }
    return attribute;
  }

  private List<NodeProto> body(FunctionProto function, NodeProto call) {
    String key = key(function);
    if (calls.contains(key)) {
      throw place.fail(
          "its function '" + key + "' calls itself, which ONNX forbids; export the model again");
    }
    calls.add(key);
    replaced.add(key);
    if (calls.size() > DEEPEST) {
      throw place.fail(
          "its functions call each other more than "
              + DEEPEST
              + " deep (at function '"
              + key
              + "'); export the model without functions");
    }
    String label = call.getName().isEmpty() ? first(call.getOutputList()) : call.getName();
    Map<String, String> values = new HashMap<>();
    List<NodeProto> body = new ArrayList<>();
    for (int i = 0; i < function.getInputCount(); i++) {
      values.put(function.getInput(i), i < call.getInputCount() ? call.getInput(i) : "");
    }
    for (int i = 0; i < Math.min(function.getOutputCount(), call.getOutputCount()); i++) {
      String outside = call.getOutput(i);
      String known = outside.isEmpty() ? null : values.putIfAbsent(function.getOutput(i), outside);
      if (known != null) {
        body.add(identity(known, outside));
      }
    }
    Map<String, AttributeProto> attributes = new HashMap<>();
    function.getAttributeProtoList().forEach(a -> attributes.put(a.getName(), a));
    call.getAttributeList().forEach(a -> attributes.put(a.getName(), a));
    String prefix = FreshNames.clipped(label) + "/";
    Scope scope = new Scope(prefix, values, attributes, names);
    function.getNodeList().forEach(node -> body.addAll(node(node, scope)));
    calls.remove(calls.size() - 1);
    return body;
  }

  private static NodeProto identity(String from, String to) {
    return NodeProto.newBuilder().setOpType("Identity").addInput(from).addOutput(to).build();
  }

  private static String first(List<String> outputs) {
    return outputs.stream().filter(o -> !o.isEmpty()).findFirst().orElse("call");
  }

  /**
   * Whether the body's operators mean the same in the model. Operator sets that the model does not
   * state it states from now on.
   */
  private boolean fits(FunctionProto function) {
    Map<String, Long> wanted = new HashMap<>();
    function.getOpsetImportList().forEach(o -> wanted.put(domain(o.getDomain()), o.getVersion()));
    Set<String> domains = new HashSet<>();
    for (NodeProto node : used(function.getNodeList())) {
      if (!functions.containsKey(key(node))) {
        domains.add(domain(node.getDomain()));
      }
    }
    wanted.keySet().retainAll(domains);
    boolean same =
        wanted.entrySet().stream()
            .allMatch(w -> versions.getOrDefault(w.getKey(), w.getValue()).equals(w.getValue()));
    if (same) {
      wanted.forEach(versions::putIfAbsent);
    }
    return same;
  }

  /** These nodes, and those of subgraphs within. */
  private static List<NodeProto> used(List<NodeProto> nodes) {
    List<NodeProto> all = new ArrayList<>(nodes);
    for (NodeProto node : nodes) {
      for (AttributeProto attribute : node.getAttributeList()) {
        if (attribute.hasG()) {
          all.addAll(used(attribute.getG().getNodeList()));
        }
        attribute.getGraphsList().forEach(graph -> all.addAll(used(graph.getNodeList())));
      }
    }
    return all;
  }

  private static String key(FunctionProto function) {
    return key(function.getDomain(), function.getName(), function.getOverload());
  }

  private static String key(NodeProto node) {
    return key(node.getDomain(), node.getOpType(), node.getOverload());
  }

  private static String key(String domain, String name, String overload) {
    return domain(domain) + ":" + name + (overload.isEmpty() ? "" : ":" + overload);
  }

  private static String domain(String domain) {
    return domain.equals("ai.onnx") ? "" : domain;
  }

  /**
   * What names mean inside a body.
   *
   * @param prefix of what is named anew
   * @param values names outside by names inside; grows as names are met
   * @param attributes what the caller or the function gives, by the name that the body refers to
   * @param fresh names
   */
  private record Scope(
      String prefix,
      Map<String, String> values,
      Map<String, AttributeProto> attributes,
      FreshNames fresh) {
    /** The main graph, whose names stay. */
    static final Scope OUTERMOST = new Scope("", Map.of(), Map.of(), new FreshNames());

    boolean outermost() {
      return prefix.isEmpty();
    }

    String name(String inside) {
      return inside.isEmpty()
          ? ""
          : values.computeIfAbsent(inside, name -> fresh.of(prefix + FreshNames.clipped(name)));
    }
  }
}
