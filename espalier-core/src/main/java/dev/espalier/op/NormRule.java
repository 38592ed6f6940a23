package dev.espalier.op;

import dev.espalier.model.Dims;
import dev.espalier.model.Node;
import java.util.Set;

/**
 * Normalisations: over the batch (each unit alone), over each channel's space, or over the units
 * themselves.
 */
final class NormRule implements OpRule {
  private static final String RMS = "RMSNormalization";

  /** As ONNX Runtime had it before the standard did. */
  private static final String OLD_RMS = "SimplifiedLayerNormalization";

  @Override
  public Set<String> operators() {
    return Set.of(
        "BatchNormalization", "InstanceNormalization", "LayerNormalization", RMS, OLD_RMS);
  }

  @Override
  public Set<Trait> traits(String op) {
    return Set.of(Trait.NORMALISES, Trait.WEIGHTED);
  }

  @Override
  public Operand operand(String op, int input) {
    return operand(input);
  }

  /** All normalisations have their parameters in one order. */
  static Operand operand(int input) {
    return switch (input) {
      case 1 -> Operand.SCALE;
      case 2 -> Operand.BIAS;
      case 3 -> Operand.MEAN;
      case 4 -> Operand.VARIANCE;
      default -> Operand.FIXED;
    };
  }

  @Override
  public void couple(Node node, Ties ties) {
    String x = node.input(0);
    ties.tieAll(x, node.output(0));
    switch (node.op()) {
      case "LayerNormalization" -> layer(node, Consumption.Kind.NORMALISE, ties);
      case RMS, OLD_RMS -> layer(node, Consumption.Kind.ROOT_MEAN_SQUARE, ties);
      default -> channels(node, ties);
    }
  }

  private static void channels(Node node, Ties ties) {
    String x = node.input(0);
    int rank = ties.shape(x).rank();
    Axis channel = new Axis(x, rank > 1 ? 1 : 0);
    for (int i = 1; i < node.inputs().size(); i++) {
      Axis parameter = new Axis(node.input(i), 0);
      ties.tie(parameter, channel);
      ties.parameter(parameter, i == 1 ? Role.SCALES : i == 2 ? Role.SHIFTS : Role.DESCRIBES);
    }
    for (int i = 1; i < node.outputs().size(); i++) {
      if (!node.output(i).isEmpty()) {
        ties.tie(new Axis(node.output(i), 0), channel);
      }
    }
    if (node.op().equals("InstanceNormalization")) {
      for (int i = 2; i < rank; i++) {
        ties.consume(0, i, Consumption.Kind.NORMALISE);
      }
    }
  }

  private static void layer(Node node, Consumption.Kind kind, Ties ties) {
    String x = node.input(0);
    int rank = ties.shape(x).rank();
    boolean shown = node.outputs().stream().skip(1).anyMatch(ties::read);
    for (int i = Dims.axis(node.intAttr("axis", -1), rank); i < rank; i++) {
      ties.consume(0, i, kind);
      if (shown) {
        ties.bar(new Axis(x, i), node.op() + " gives out its mean or deviation over it");
      }
    }
    Broadcast.tie(node.input(1), x, ties);
    Broadcast.parameter(node.input(1), Role.SCALES, ties);
    if (node.hasInput(2)) {
      Broadcast.tie(node.input(2), x, ties);
      Broadcast.parameter(node.input(2), Role.SHIFTS, ties);
    }
    for (int i = 1; i < node.outputs().size(); i++) {
      if (!node.output(i).isEmpty()) {
        Broadcast.tie(node.output(i), x, ties);
      }
    }
  }
}
