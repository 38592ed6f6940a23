package dev.espalier.op;

import dev.espalier.model.Attribute;
import dev.espalier.model.Node;
import dev.espalier.model.Shapes;
import dev.espalier.model.Tensor;
import java.util.Set;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Conv and ConvTranspose, and FusedConv of ONNX Runtime, which adds a value and applies a function.
 * Input {@code [N, C, space…]}; weights {@code [O, C/g, kernel…]}, transposed {@code [C, O/g,
 * kernel…]}.
 *
 * <p>Without groups the input's units end here and the output makes new ones. Depthwise (one input
 * channel a group) passes units on. With other groups, whole groups go before and behind, or equal
 * positions of all, so that groups stay equally wide.
 */
final class ConvRule implements OpRule {
  private static final String FUSED = "com.microsoft.FusedConv";

  /** The value that FusedConv adds. */
  private static final int ADDED = 3;

  @Override
  public Set<String> operators() {
    return Set.of("Conv", "ConvTranspose", FUSED);
  }

  @Override
  public Set<Trait> traits(String op) {
    return switch (op) {
      case "Conv" -> Set.of(Trait.LAYER, Trait.WEIGHTED, Trait.MAPS, Trait.FILTERS);
      case FUSED -> Set.of(Trait.LAYER, Trait.WEIGHTED);
      default -> Set.of(Trait.LAYER, Trait.WEIGHTED, Trait.MAPS);
    };
  }

  @Override
  public Operand operand(String op, int input) {
    return switch (input) {
      case 2 -> Operand.BIAS;
      case ADDED -> Operand.TERM;
      default -> Operand.WEIGHT;
    };
  }

  /** Exact but for borders that are padded with zeros. */
  @Override
  public @Nullable Tensor carried(Node node, Tensor weights, float[] constants) {
    return !node.op().equals("ConvTranspose")
        ? Contribution.conv(weights, (int) node.intAttr("group", 1), constants)
        : null;
  }

  @Override
  public void couple(Node node, Ties ties) {
    Geometry g = Geometry.of(node, ties);
    ties.tie(new Axis(g.x, 0), new Axis(g.y, 0));
    for (int i = 2; i < ties.shape(g.x).rank(); i++) {
      ties.fix(new Axis(g.x, i));
      ties.fix(new Axis(g.y, i));
      ties.fix(new Axis(g.w, i));
    }
    if (node.hasInput(2)) {
      ties.tie(new Axis(node.input(2), 0), g.out());
      ties.parameter(new Axis(node.input(2), 0), Role.SHIFTS);
    }
    if (node.hasInput(ADDED)) {
      Broadcast.tie(node.input(ADDED), g.y, ties);
      Broadcast.parameter(node.input(ADDED), Role.SHIFTS, ties);
    }
    ties.parameter(g.weightOut(), Role.PRODUCES);
    if (g.depthwise()) {
      depthwise(g, ties);
    } else {
      dense(g, ties);
    }
  }

  private static void depthwise(Geometry g, Ties ties) {
    int times = g.outputs / g.inputs;
    ties.tie(g.out(), g.in(), map(g.outputs, o -> o / times));
    if (g.transposed) {
      ties.tie(g.weightIn(), g.in());
      ties.fix(g.weightOut());
    } else {
      ties.tie(g.weightOut(), g.out());
      ties.fix(g.weightIn());
    }
  }

  private static void dense(Geometry g, Ties ties) {
    ties.consume(0, 1, Consumption.Kind.SUM);
    ties.parameter(g.weightIn(), Role.CONSUMES);
    if (g.groups == 1) {
      ties.tie(g.in(), g.weightIn());
      ties.tie(g.out(), g.weightOut());
      return;
    }
    Axis groups = ties.piece(g.groups, g.groups);
    ties.tie(g.transposed ? g.in() : g.out(), g.transposed ? g.weightIn() : g.weightOut());
    grouped(g.in(), groups, g.transposed ? null : g.weightIn(), ties);
    grouped(g.out(), groups, g.transposed ? g.weightOut() : null, ties);
  }

  /**
   * States that channels are groups, and which axis of the weights counts those of one, if any
   * does.
   */
  private static void grouped(Axis channels, Axis groups, @Nullable Axis weights, Ties ties) {
    int size = ties.length(channels) / ties.length(groups);
    Axis each = weights == null ? ties.piece(size, size) : weights;
    if (size == 1) {
      ties.fix(each);
      ties.tie(channels, groups);
    } else {
      ties.groups(channels, groups, each);
    }
  }

  @Override
  public Node cut(Node node, Cut cut) {
    int groups = (int) node.intAttr("group", 1);
    int left = HeadAxes.left(new Axis(node.input(0), 1), groups, cut);
    return left == groups ? node : node.withAttribute("group", new Attribute.IntValue(left));
  }

  @Override
  public long macs(Node node, Sizes sizes) {
    boolean transposed = node.op().equals("ConvTranspose");
    String space = transposed ? node.input(0) : node.output(0);
    long total = sizes.size(space, 0);
    for (int i = 2; i < sizes.rank(space); i++) {
      total *= sizes.size(space, i);
      total *= sizes.size(node.input(1), i);
    }
    return total * sizes.size(node.input(1), 1) * sizes.size(node.input(1), 0);
  }

  private static int[] map(int size, IntUnaryOperator position) {
    return IntStream.range(0, size).map(position).toArray();
  }

  private record Geometry(
      String x, String w, String y, int inputs, int outputs, int groups, boolean transposed) {
    static Geometry of(Node node, Ties ties) {
      Shapes.Observed x = ties.shape(node.input(0));
      Shapes.Observed y = ties.shape(node.output(0));
      return new Geometry(
          node.input(0),
          node.input(1),
          node.output(0),
          x.a()[1],
          y.a()[1],
          (int) node.intAttr("group", 1),
          node.op().equals("ConvTranspose"));
    }

    boolean depthwise() {
      return groups == inputs && groups > 1 && (!transposed || outputs == inputs);
    }

    Axis in() {
      return new Axis(x, 1);
    }

    Axis out() {
      return new Axis(y, 1);
    }

    Axis weightIn() {
      return new Axis(w, transposed ? 0 : 1);
    }

    Axis weightOut() {
      return new Axis(w, transposed ? 1 : 0);
    }
  }
}
