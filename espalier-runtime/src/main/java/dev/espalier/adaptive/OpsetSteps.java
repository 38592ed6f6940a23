package dev.espalier.adaptive;

import dev.espalier.model.Attribute;
import dev.espalier.model.Attributes;
import dev.espalier.model.DType;
import dev.espalier.model.Graph;
import dev.espalier.model.ModelFormatException;
import dev.espalier.model.Node;
import dev.espalier.model.OperatorFamilies;
import dev.espalier.model.Shapes;
import dev.espalier.model.Tensor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Every operator whose form or meaning changed after set 7, by the set in which it did, and what
 * becomes of a node of before (docs/Changelog.md of ONNX).
 */
final class OpsetSteps {
  /** Rewrites a node; may write others before it. */
  private interface Step {
    Node of(OpsetSteps steps, Node node);
  }

  private record Change(long since, Step step) {}

  private static final float UNBOUNDED = Float.MAX_VALUE;
  private static final Map<String, List<Change>> CHANGES = changes();

  private final Draft draft;
  private final Shapes shapes;
  private final long from;

  OpsetSteps(Draft draft, Shapes shapes, long from) {
    this.draft = draft;
    this.shapes = shapes;
    this.from = from;
  }

  /** All values of a graph. */
  static Set<String> names(Graph graph) {
    Set<String> names = new LinkedHashSet<>();
    graph.dataInputs().forEach(input -> names.add(input.name()));
    graph.nodes().forEach(node -> names.addAll(node.outputs()));
    names.addAll(graph.outputNames());
    return names;
  }

  /** The node as set {@code target} has it; throws with the reason where there is no such node. */
  Node raised(Node node, long target) {
    Node raised = node;
    for (Change change : node.domain().isEmpty() ? changes(node.op()) : List.<Change>of()) {
      if (from < change.since && change.since <= target) {
        raised = change.step.of(this, raised);
      }
    }
    return raised;
  }

  private static List<Change> changes(String op) {
    return CHANGES.getOrDefault(op, List.of());
  }

  private static Map<String, List<Change>> changes() {
    Map<String, List<Change>> map = new LinkedHashMap<>();
    add(map, 9, OpsetSteps::batchNorm, "BatchNormalization");
    add(map, 10, OpsetSteps::slice, "Slice");
    add(map, 10, (s, n) -> s.moved(n, "k", 1), "TopK");
    add(map, 10, OpsetSteps::upsample, "Upsample");
    add(map, 11, OpsetSteps::clip, "Clip");
    add(map, 11, OpsetSteps::pad, "Pad");
    add(map, 11, (s, n) -> renamed(n, "ScatterElements"), "Scatter");
    add(map, 11, (s, n) -> asymmetric(n), "Resize");
    add(
        map,
        12,
        (s, n) -> n.withoutAttribute("ratio"),
        "Dropout"); // means nothing when not trained
    add(map, 13, OpsetSteps::softmax, "Softmax", "LogSoftmax", "Hardmax");
    add(map, 13, (s, n) -> s.moved(n, "split", 1), "Split");
    add(map, 13, OpsetSteps::resize, "Resize");
    add(map, 14, OpsetSteps::trained, "BatchNormalization");
    add(map, 16, OpsetSteps::roiAlign, "RoiAlign");
    OperatorFamilies.AXES_AS_INPUT.forEach(
        (op, since) -> add(map, since, (s, n) -> s.moved(n, "axes", 1), op));
    add(map, 18, OpsetSteps::split, "Split");
    add(map, 20, OpsetSteps::gridSample, "GridSample");
    add(map, 20, (s, n) -> refused("takes its axis otherwise since set 20"), "DFT");
    add(map, 21, (s, n) -> refused("scales groups, not channels, before 21"), "GroupNormalization");
    return map;
  }

  private static void add(
      Map<String, List<Change>> map, long since, Step step, String... operators) {
    for (String op : operators) {
      map.computeIfAbsent(op, k -> new ArrayList<>()).add(new Change(since, step));
    }
  }

  private static Node refused(String reason) {
    throw new ModelFormatException(reason);
  }

  /** Integers of an attribute become an input. */
  private Node moved(Node node, String attribute, int input) {
    Attribute value = node.attributes().get(attribute);
    if (value == null) {
      return node;
    }
    long[] values =
        value instanceof Attribute.IntValue one ? new long[] {one.value()} : ints(node, attribute);
    return node.withoutAttribute(attribute).withInput(input, draft.vector(values));
  }

  private static long[] ints(Node node, String attribute) {
    long[] values = node.intsAttr(attribute);
    return values == null ? new long[0] : values;
  }

  private static Node renamed(Node node, String op) {
    return new Node(
        node.name(), "", op, node.inputs(), node.outputs(), node.attributes(), node.rest());
  }

  private static Node batchNorm(OpsetSteps steps, Node node) {
    return node.intAttr("spatial", 1) == 1
        ? node.withoutAttribute("spatial")
        : refused("normalises every position by itself (spatial 0), which is gone since set 9");
  }

  private static Node trained(OpsetSteps steps, Node node) {
    boolean more = node.outputs().stream().skip(1).anyMatch(output -> !output.isEmpty());
    return more ? refused("gives running statistics, as training does") : node;
  }

  private static Node slice(OpsetSteps steps, Node node) {
    return steps.moved(steps.moved(steps.moved(node, "starts", 1), "ends", 2), "axes", 3);
  }

  /** Resize keeps what Upsample was under another name. */
  private static Node upsample(OpsetSteps steps, Node node) {
    Node resize = renamed(node, "Resize").withoutAttribute("scales");
    if (node.attributes().get("scales") instanceof Attribute.Floats scales) {
      float[] factors = new float[scales.values().size()];
      for (int i = 0; i < factors.length; i++) {
        factors[i] = scales.values().get(i);
      }
      String name = node.key() + "/scales";
      resize = resize.withInput(1, steps.draft.constant(name, vector(factors)));
    }
    return asymmetric(resize);
  }

  private static Tensor vector(float... values) {
    return Tensor.floats(values, values.length);
  }

  /** What Resize did before set 11: positions are scaled from the corner and rounded down. */
  private static Node asymmetric(Node node) {
    return node.withInput(2, node.input(1))
        .withInput(1, "")
        .withAttribute("coordinate_transformation_mode", new Attribute.StringValue("asymmetric"))
        .withAttribute("nearest_mode", new Attribute.StringValue("floor"));
  }

  private static Node resize(OpsetSteps steps, Node node) {
    return node.stringAttr("coordinate_transformation_mode", "").equals("tf_half_pixel_for_nn")
        ? refused("resizes by tf_half_pixel_for_nn, which is gone since set 13")
        : node;
  }

  private static Node clip(OpsetSteps steps, Node node) {
    String low = steps.draft.scalar(node.floatAttr("min", -UNBOUNDED));
    String high = steps.draft.scalar(node.floatAttr("max", UNBOUNDED));
    Shapes.Observed x = steps.shapes.get(node.input(0));
    return x == null || x.type() == DType.FLOAT
        ? node.withoutAttribute("min").withoutAttribute("max").withInput(1, low).withInput(2, high)
        : refused("clips " + x.type());
  }

  private static Node pad(OpsetSteps steps, Node node) {
    float value = node.floatAttr("value", 0);
    Node moved = steps.moved(node, "pads", 1).withoutAttribute("value");
    return value == 0 ? moved : moved.withInput(2, steps.draft.scalar(value));
  }

  /**
   * Before set 13 everything from the axis on is one distribution: the same as over the last axis
   * where the axis is the last, else the value is made a matrix and back.
   */
  private static Node softmax(OpsetSteps steps, Node node) {
    Shapes.Observed x = steps.shapes.get(node.input(0));
    long axis = node.intAttr("axis", 1);
    Node last = node.withAttribute("axis", new Attribute.IntValue(-1));
    if (axis == -1 || (x != null && axis == x.rank() - 1)) {
      return last;
    }
    Draft draft = steps.draft;
    String matrix = draft.node("Flatten", Attributes.of("axis", axis), node.input(0));
    String made = draft.claim(node.key() + "/matrix");
    draft.add(
        new Node(
            made, "", node.op(), List.of(matrix), List.of(made), last.attributes(), node.rest()));
    String shape = draft.node("Shape", node.input(0));
    return new Node(
        node.name(), "", "Reshape", List.of(made, shape), node.outputs(), Map.of(), new byte[0]);
  }

  private static Node roiAlign(OpsetSteps steps, Node node) {
    return node.withAttribute(
        "coordinate_transformation_mode", new Attribute.StringValue("output_half_pixel"));
  }

  private static Node split(OpsetSteps steps, Node node) {
    return node.hasInput(1)
        ? node
        : node.withAttribute("num_outputs", new Attribute.IntValue(node.outputs().size()));
  }

  private static Node gridSample(OpsetSteps steps, Node node) {
    String mode = node.stringAttr("mode", "bilinear");
    String now = mode.equals("bilinear") ? "linear" : mode.equals("bicubic") ? "cubic" : mode;
    return node.withAttribute("mode", new Attribute.StringValue(now));
  }
}
