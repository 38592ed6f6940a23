package dev.espalier.plan;

import dev.espalier.coupling.Coupling;
import dev.espalier.model.GraphWriter;
import dev.espalier.model.Shapes;
import dev.espalier.model.Tensor;
import dev.espalier.op.Axis;
import java.util.Arrays;

/** Writes masks over cut units into the reference of a plan. */
final class MaskWriter {
  private final Coupling coupling;
  private final KeptAxes kept;
  private final Numbered names = new Numbered();
  private final GraphWriter writer;

  MaskWriter(Coupling coupling, KeptAxes kept) {
    this.coupling = coupling;
    this.kept = kept;
    this.writer = GraphWriter.over(coupling.model(), names);
  }

  GraphWriter writer() {
    return writer;
  }

  /** A free name for what an operator makes. */
  String claim(String op) {
    return writer.claim(names.value(op));
  }

  Shapes.Observed shape(String value) {
    Shapes.Observed shape = coupling.shapes().get(value);
    if (shape == null) {
      throw new IllegalStateException("value " + value + " was not observed");
    }
    return shape;
  }

  /** The value with its cut positions along an axis at zero. */
  String held(String value, Axis axis) {
    return product(value, mask(axis));
  }

  /** 0 at the positions of an axis that go, 1 at the others, along that axis of as many. */
  String mask(Axis axis) {
    boolean[] gone = kept.gone(axis);
    if (gone == null) {
      throw new IllegalStateException("nothing is cut along " + axis);
    }
    int[] dims = new int[shape(axis.value()).rank()];
    Arrays.fill(dims, 1);
    dims[axis.index()] = gone.length;
    return constant(Tensor.floats(stays(gone), dims), axis.value());
  }

  static float[] stays(boolean[] gone) {
    float[] values = new float[gone.length];
    for (int i = 0; i < gone.length; i++) {
      values[i] = gone[i] ? 0 : 1;
    }
    return values;
  }

  /** By how much the mean over all positions falls short of that over those that stay. */
  static double share(boolean[] gone) {
    int stays = 0;
    for (boolean g : gone) {
      stays += g ? 0 : 1;
    }
    return (double) gone.length / stays;
  }

  /** A number of the type of a value. */
  String constant(double number, String like) {
    return constant(Tensor.of(shape(like).type(), new int[0], i -> number));
  }

  /** Numbers of the type of a value. */
  String constant(Tensor numbers, String like) {
    return constant(numbers.as(shape(like).type()));
  }

  String constant(Tensor tensor) {
    return writer.constant(names.constant(""), tensor);
  }

  String product(String a, String b) {
    return writer.node("Mul", a, b);
  }

  /** Counts what is written, constants and values in one row. */
  private static final class Numbered implements GraphWriter.Naming {
    private int made;

    @Override
    public String value(String op) {
      return "masked/" + made++;
    }

    @Override
    public String constant(String content) {
      return "mask/" + made++;
    }
  }
}
