package dev.espalier.family;

import dev.espalier.coupling.Coupling;
import dev.espalier.model.Attribute;
import dev.espalier.model.Attributes;
import dev.espalier.model.ConstantNodes;
import dev.espalier.model.DType;
import dev.espalier.model.Graph;
import dev.espalier.model.GraphWriter;
import dev.espalier.model.Model;
import dev.espalier.model.Node;
import dev.espalier.model.Shapes.Observed;
import dev.espalier.model.Tensor;
import dev.espalier.model.ValueInfo;
import dev.espalier.op.Trait;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/**
 * A transformer that goes on, behind its first attention, with those tokens alone that received
 * most attention there (the mean over heads and queries), in their order.
 *
 * <p>The rest of the model reads the kept tokens' features and, for masks and the like, the kept
 * entries of the model's inputs. They are picked by a product with a matrix of zeros and ones that
 * comes of comparing each token with each: no TopK, which ends ONNX Runtime 1.29 on an empty batch,
 * and gradients reach what is kept.
 *
 * <p>Source: Goyal et al., PoWER-BERT: Accelerating BERT Inference via Progressive Word-vector
 * Elimination, ICML 2020 (significance by attention received), here at one place.
 */
public final class TokenDrop {
  private static final long LOWEST_OPSET = 13;
  private static final String PREFIX = "espalier_tokens/";

  private final Model model;
  private final Graph graph;
  private final int rank;
  private final @Nullable Place place;
  private final String reason;

  /**
   * @param attention output of the Softmax
   * @param value what carries everything behind it, [N, T, features]
   * @param rest nodes that make the outputs of it and of the inputs
   * @param inputs of the model that they read, [N, T]
   */
  private record Place(String attention, String value, List<Node> rest, Set<String> inputs) {}

  /**
   * Looks for the place.
   *
   * @param original as it came: shapes that are folded in the coupled model are computed there
   */
  public TokenDrop(Model original, Coupling coupling) {
    this.model = ConstantNodes.toInitializers(original);
    this.graph = model.graph();
    Finder finder = new Finder(coupling);
    this.place = finder.find();
    this.reason = finder.reason;
    this.rank = finder.rank;
  }

  /** Why tokens cannot be dropped; empty where they can. */
  public String reason() {
    return reason;
  }

  private final class Finder {
    private final Coupling coupling;
    private String reason = "";
    private int rank;

    Finder(Coupling coupling) {
      this.coupling = coupling;
    }

    private @Nullable Place refused(String why) {
      reason = why;
      return null;
    }

    @Nullable Place find() {
      if (model.opset() < LOWEST_OPSET) {
        return refused("operator set " + model.opset() + " is older than " + LOWEST_OPSET);
      }
      for (Node node : coupling.model().graph().nodes()) {
        Observed shape = node.is("Softmax") ? coupling.shapes().get(node.output(0)) : null;
        if (shape != null && attends(node, shape)) {
          return behind(node.output(0), shape);
        }
      }
      return refused("the model has no attention of tokens to each other");
    }

    private boolean attends(Node softmax, Observed shape) {
      int last = shape.rank() - 1;
      long axis = softmax.intAttr("axis", -1);
      return last > 1
          && (axis == -1 || axis == last)
          && shape.a()[last] > 1
          && shape.sameAxis(last, shape, last - 1);
    }

    private @Nullable Place behind(String attention, Observed shape) {
      rank = shape.rank();
      for (ExitPoint point : ExitPoints.of(coupling).all()) {
        boolean tokens =
            point.rows() == 0
                && point.layout() == ExitPoint.Layout.STEPS
                && point.shape().sameAxis(1, shape, shape.rank() - 1);
        if (tokens && above(point.value()).contains(attention)) {
          return place(attention, point);
        }
      }
      return refused("no single value carries all tokens behind the first attention");
    }

    private @Nullable Place place(String attention, ExitPoint point) {
      Set<String> needed = new HashSet<>(graph.outputNames());
      List<Node> rest = new ArrayList<>();
      for (int i = graph.nodes().size() - 1; i >= 0; i--) {
        Node node = graph.nodes().get(i);
        boolean wanted = node.outputs().stream().anyMatch(needed::contains);
        if (wanted && !node.outputs().contains(point.value())) {
          rest.add(0, node);
          needed.addAll(Graph.reads(node));
        }
      }
      Set<String> inputs = new LinkedHashSet<>();
      for (ValueInfo input : graph.dataInputs()) {
        if (needed.contains(input.name())) {
          Observed seen = coupling.shapes().get(input.name());
          if (seen == null || seen.rank() != 2 || !seen.sameAxis(1, point.shape(), 1)) {
            return refused("input '" + input.name() + "' is read behind it and holds no tokens");
          }
          inputs.add(input.name());
        }
      }
      String again = repeated(rest, point.value());
      return again.isEmpty()
          ? new Place(attention, point.value(), rest, inputs)
          : refused(again + " would have to be computed for all tokens and again for those kept");
    }

    /** A node with weights of its own that does not depend on the value; empty for none. */
    private String repeated(List<Node> rest, String value) {
      Set<String> below = new HashSet<>(Set.of(value));
      for (Node node : rest) {
        boolean hangs = Graph.reads(node).stream().anyMatch(below::contains);
        boolean nested =
            node.attributes().values().stream().anyMatch(Attribute.Opaque.class::isInstance);
        if (hangs) {
          below.addAll(node.outputs());
        }
        boolean layer = Trait.LAYER.of(node) && Trait.WEIGHTED.of(node);
        if (nested || !hangs && layer) {
          return node.label();
        }
      }
      return "";
    }
  }

  private Set<String> above(String value) {
    Set<String> above = new HashSet<>(Set.of(value));
    for (int i = graph.nodes().size() - 1; i >= 0; i--) {
      Node node = graph.nodes().get(i);
      if (node.outputs().stream().anyMatch(above::contains)) {
        above.addAll(Graph.reads(node));
      }
    }
    return above;
  }

  /**
   * The model that goes on with this share of the tokens, one at least; with 1 it is the original.
   * {@link IllegalStateException} where there is a {@link #reason}.
   */
  public Model keeping(double share) {
    if (place == null) {
      throw new IllegalStateException("tokens cannot be dropped: " + reason);
    }
    return new Writer(place, share).written();
  }

  private final class Writer {
    private final Place place;
    private final double share;
    private final Numbered names = new Numbered();
    private final GraphWriter writer = GraphWriter.over(model, names);

    Writer(Place place, double share) {
      this.place = place;
      this.share = share;
    }

    Model written() {
      graph.nodes().forEach(writer::add);
      String picked = matrix();
      Map<String, String> names = new LinkedHashMap<>();
      names.put(place.value(), writer.node("MatMul", picked, place.value()));
      place.inputs().forEach(input -> names.put(input, entries(picked, input)));
      for (Node node : place.rest()) {
        node.outputs().forEach(o -> names.putIfAbsent(o, o.isEmpty() ? o : o + "/kept"));
      }
      for (Node node : place.rest()) {
        writer.add(
            new Node(
                node.name() + "/kept",
                node.domain(),
                node.op(),
                node.inputs().stream().map(v -> names.getOrDefault(v, v)).toList(),
                node.outputs().stream().map(names::get).toList(),
                node.attributes(),
                node.rest()));
      }
      return model.withGraph(renamed(names).pruned());
    }

    /** The graph with outputs under their own names, made from the kept tokens. */
    private Graph renamed(Map<String, String> names) {
      Set<String> outputs = graph.outputNames();
      List<Node> last = new ArrayList<>();
      for (Node node : writer.nodes()) {
        boolean old = node.outputs().stream().anyMatch(outputs::contains);
        if (!old) {
          last.add(node);
        }
      }
      for (ValueInfo output : graph.outputs()) {
        String made = names.getOrDefault(output.name(), output.name());
        last.add(Node.of("Identity", output.name(), List.of(made), List.of(output.name())));
      }
      return graph.withNodes(last).withInitializers(writer.initializers()).withoutValueInfos();
    }

    /** [N, kept, T]: a one where a place is taken by a token. */
    private String matrix() {
      long[] others = LongStream.range(1, rank - 1L).toArray();
      String received = mean(place.attention(), others);
      String tokens = writer.node("Gather", writer.node("Shape", received), longs(1L));
      String steps = writer.node("Range", longs(0L), tokens, longs(1L));
      String rows = writer.node("Unsqueeze", steps, vector(1));
      String columns = writer.node("Unsqueeze", steps, vector(0));
      String mine = writer.node("Unsqueeze", received, vector(2));
      String theirs = writer.node("Unsqueeze", received, vector(1));
      String equalButBefore =
          writer.node(
              "And", writer.node("Equal", theirs, mine), writer.node("Less", columns, rows));
      String ahead =
          floats(writer.node("Or", writer.node("Greater", theirs, mine), equalButBefore));
      String rank = writer.node("ReduceSum", Attributes.of("keepdims", 0), ahead, vector(2));
      String wanted = writer.node("Mul", floats(tokens), number((float) share));
      String count = writer.node("Max", writer.node("Ceil", wanted), number(1));
      String kept = writer.node("Less", rank, count);
      String place =
          writer.node("MatMul", floats(kept), floats(writer.node("Less", rows, columns)));
      String places = writer.node("Range", number(0), count, number(1));
      String taken =
          writer.node(
              "Equal",
              writer.node("Unsqueeze", place, vector(1)),
              writer.node("Unsqueeze", places, vector(1)));
      return floats(writer.node("And", taken, writer.node("Unsqueeze", kept, vector(1))));
    }

    /** The kept entries of an input [N, T]. */
    private String entries(String picked, String input) {
      DType type =
          graph.dataInputs().stream()
              .filter(i -> i.name().equals(input))
              .findFirst()
              .orElseThrow()
              .type();
      String column = writer.node("Unsqueeze", floats(input), vector(2));
      String kept = writer.node("Squeeze", writer.node("MatMul", picked, column), vector(2));
      return writer.node("Cast", Attributes.of("to", type.onnx()), kept);
    }

    private String mean(String x, long[] axes) {
      return writer.node("ReduceMean", Attributes.of("keepdims", 0, "axes", axes), x);
    }

    private String floats(String x) {
      return writer.node("Cast", Attributes.of("to", DType.FLOAT.onnx()), x);
    }

    private String number(float value) {
      return writer.constant(names.of("number"), Tensor.floats(new float[] {value}));
    }

    private String longs(long value) {
      return writer.constant(names.of("integer"), Tensor.longs(new long[] {value}));
    }

    private String vector(long... values) {
      return writer.constant(names.of("axes"), Tensor.vector(values));
    }
  }

  /** Counts what is written, constants and values in one row. */
  private static final class Numbered implements GraphWriter.Naming {
    private int made;

    String of(String what) {
      return PREFIX + what + "_" + made++;
    }

    @Override
    public String value(String op) {
      return of(op.toLowerCase(Locale.ROOT));
    }

    @Override
    public String constant(String content) {
      return of("axes");
    }
  }
}
