package dev.espalier.plan;

import dev.espalier.model.Attributes;
import dev.espalier.model.GraphWriter;
import dev.espalier.model.Node;
import dev.espalier.model.Tensor;
import dev.espalier.op.Axis;
import dev.espalier.op.Consumption;
import dev.espalier.op.OpRules;
import dev.espalier.op.Operand;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** Normalisations written out, with mean and variance over the kept positions. */
final class NormReference {
  private static final OpRules RULES = OpRules.standard();

  /** Which output of operators that add before they normalise is the sum. */
  private static final int SUM = 3;

  /** What these add to the variance where nothing is stated. */
  private static final float TINY = 1e-12f;

  private final MaskWriter masks;
  private final KeptAxes kept;
  private final GraphWriter writer;

  NormReference(MaskWriter masks, KeptAxes kept) {
    this.masks = masks;
    this.kept = kept;
    this.writer = masks.writer();
  }

  /** Whether units that end so are normalised. */
  static boolean takes(Consumption.Kind kind) {
    return switch (kind) {
      case NORMALISE, NORMALISE_GROUPS, ROOT_MEAN_SQUARE -> true;
      case SUM, MEAN, RECURRENT -> false;
    };
  }

  /**
   * Writes what stands for the node.
   *
   * @param over which axes of input 0 it normalises over
   */
  void write(Node node, List<Consumption> over) {
    String x = summed(node);
    Consumption.Kind kind = over.get(0).kind();
    String scaled =
        kind == Consumption.Kind.NORMALISE_GROUPS
            ? inGroups(node, x)
            : affine(node, normal(node, x, axes(over), kind == Consumption.Kind.NORMALISE));
    writer.add(
        Node.of("Identity", node.name() + "/masked", List.of(scaled), List.of(node.output(0))));
    if (!node.output(SUM).isEmpty()) {
      writer.add(Node.of("Identity", node.name() + "/sum", List.of(x), List.of(node.output(SUM))));
    }
  }

  /** What is normalised: the input, and what the operator adds to it. */
  private String summed(Node node) {
    String sum = node.input(0);
    for (int i = 1; i < node.inputs().size(); i++) {
      if (node.hasInput(i) && RULES.operand(node, i) == Operand.TERM) {
        sum = writer.node("Add", sum, node.input(i));
      }
    }
    return sum;
  }

  private static int[] axes(List<Consumption> over) {
    return over.stream().mapToInt(Consumption::axis).toArray();
  }

  private String normal(Node node, String x, int[] axes, boolean centres) {
    String mask = "";
    double grow = 1;
    for (int i : axes) {
      Axis axis = new Axis(node.input(0), i);
      boolean[] gone = kept.gone(axis);
      if (gone != null) {
        String one = masks.mask(axis);
        mask = mask.isEmpty() ? one : masks.product(mask, one);
        grow *= MaskWriter.share(gone);
      }
    }
    return normal(node, x, centres, new Means(mask, axes, masks.constant(grow, node.input(0))));
  }

  private String normal(Node node, String x, boolean centres, Means means) {
    String centred = centres ? writer.node("Sub", x, means.of(masks.product(x, means.mask))) : x;
    String held = masks.product(centred, means.mask);
    String variance = means.of(masks.product(held, held));
    String epsilon =
        masks.constant(
            node.floatAttr("epsilon", RULES.operand(node, 1) == Operand.TERM ? TINY : 1e-5f),
            node.input(0));
    String deviation = writer.node("Sqrt", writer.node("Add", variance, epsilon));
    return writer.node("Div", centred, deviation);
  }

  /** Means over kept positions, which are a part of those of the axes. */
  private final class Means {
    private final String mask;
    private final int[] axes;
    private final String grow;

    Means(String mask, int[] axes, String grow) {
      this.mask = mask;
      this.axes = axes;
      this.grow = grow;
    }

    String of(String held) {
      String mean = writer.node("ReduceMean", Attributes.of("axes", axes), held);
      return masks.product(mean, grow);
    }
  }

  /** Scale and bias behind the normal value. */
  private String affine(Node node, String normal) {
    boolean channels = node.is("InstanceNormalization");
    int rank = masks.shape(node.input(0)).rank();
    long[] column = new long[rank - 1];
    Arrays.fill(column, 1);
    column[0] = -1;
    String out = normal;
    for (int i = 1; i < node.inputs().size(); i++) {
      Operand operand = RULES.operand(node, i);
      if (node.hasInput(i) && (operand == Operand.SCALE || operand == Operand.BIAS)) {
        String given = channels ? reshaped(node.input(i), column) : node.input(i);
        out = writer.node(operand == Operand.SCALE ? "Mul" : "Add", out, given);
      }
    }
    return out;
  }

  /**
   * Each group of channels by its own mean and variance; of a group that is gone no matter what.
   */
  private String inGroups(Node node, String x) {
    Axis channels = new Axis(node.input(0), 1);
    int all = masks.shape(channels.value()).a()[1];
    int groups = (int) node.intAttr("num_groups", 1);
    int each = all / groups;
    boolean[] gone = kept.gone(channels);
    float[] stays = gone == null ? new float[0] : MaskWriter.stays(gone);
    float[] grow = new float[groups];
    for (int g = 0; g < groups; g++) {
      int from = g * each;
      long left = IntStream.range(from, from + each).filter(c -> stays[c] != 0).count();
      grow[g] = left == 0 ? 1 : (float) each / left;
    }
    String apart = reshaped(x, 0, groups, each, -1);
    Means means =
        new Means(
            masks.constant(Tensor.floats(stays, 1, groups, each, 1), channels.value()),
            new int[] {2, 3},
            masks.constant(Tensor.floats(grow, 1, groups, 1, 1), channels.value()));
    String normal = normal(node, apart, true, means);
    String scaled = masks.product(normal, reshaped(node.input(1), 1, groups, -1, 1));
    String shifted = writer.node("Add", scaled, reshaped(node.input(2), 1, groups, -1, 1));
    return writer.node("Reshape", Map.of(), shifted, writer.node("Shape", x));
  }

  private String reshaped(String value, long... shape) {
    return writer.node("Reshape", value, masks.constant(Tensor.vector(shape)));
  }
}
