package dev.espalier.quantise;

import dev.espalier.model.Attribute;
import dev.espalier.model.DType;
import dev.espalier.model.Graph;
import dev.espalier.model.GraphWriter;
import dev.espalier.model.Model;
import dev.espalier.model.Node;
import dev.espalier.model.Tensor;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * The model in floats with weights moved to their grids and values rounded by arithmetic: what the
 * quantised one must equal. No operator that quantises is in it, and it shares the grids alone with
 * {@link Quantised}.
 */
public final class Simulated {
  private static final float STEPS = 255;

  /** Below it a value has no range. */
  private static final float TINY = Float.MIN_NORMAL;

  private final Model model;
  private final QuantPlan plan;
  private final GraphWriter writer;
  private final float nudge;
  private final boolean weighs;
  private final Map<String, String> read = new HashMap<>();

  private Simulated(Model model, QuantPlan plan, float nudge, boolean weighs) {
    this.weighs = weighs;
    this.model = model;
    this.plan = plan;
    this.nudge = nudge;
    this.writer = GraphWriter.over(model);
  }

  /**
   * {@return the reference of a plan}
   *
   * @param model that the plan was made of
   * @param plan its layers' forms and its values' grids
   */
  public static Model of(Model model, QuantPlan plan) {
    return nudged(model, plan, 0);
  }

  /**
   * {@return the same, with every value moved a little before it is rounded} Those near the middle
   * between two steps fall to the other side: two such models differ by what no reference can tell.
   *
   * @param model that the plan was made of
   * @param plan its layers' forms and its values' grids
   * @param nudge in steps
   */
  static Model nudged(Model model, QuantPlan plan, float nudge) {
    return new Simulated(model, plan, nudge, true).written();
  }

  /**
   * {@return the same with weights as they are: those of a file that holds integers stand on its
   * own grid}
   *
   * @param restored the file in floats
   * @param nudge in steps
   */
  static Model rounding(FloatsOfIntegers restored, float nudge) {
    QuantPlan plan = FloatsOfIntegers.again(restored.floats(), restored.layers());
    return new Simulated(restored.floats(), plan, nudge, false).written();
  }

  private Model written() {
    Graph graph = model.graph();
    for (Quantisable layer : weighs ? Quantisable.all(graph) : List.<Quantisable>of()) {
      layer.parts().forEach(part -> weigh(part, plan.form(layer.node().key())));
    }
    for (var input : graph.dataInputs()) {
      Grid grid = plan.values().get(input.name());
      if (grid != null) {
        read.put(input.name(), rounded(input.name(), grid));
      }
    }
    for (Node node : graph.nodes()) {
      Map<String, String> made = new HashMap<>();
      for (String output : node.outputs()) {
        if (plan.values().containsKey(output)) {
          made.put(output, writer.claim(output + "_exact"));
        }
      }
      Node reading = node.reading(read).making(made);
      writer.add(
          plan.form(node.key()) == Form.DYNAMIC
              ? reading.withInput(0, roundedByItself(reading.input(0)))
              : reading);
      made.forEach(this::round);
    }
    return model.withGraph(writer.in(graph).withoutValueInfos().pruned());
  }

  private void round(String value, String exact) {
    String rounded = rounded(exact, Objects.requireNonNull(plan.values().get(value)));
    writer.add(Node.of("Identity", exact + "_rounded", List.of(rounded), List.of(value)));
  }

  /** Weights and bias as they come out of the file. */
  private void weigh(Quantisable layer, Form form) {
    Tensor weights = Objects.requireNonNull(model.graph().initializers().get(layer.weights()));
    if (form == Form.FLOAT) {
      return;
    }
    if (form == Form.HALF) {
      writer.initializer(layer.weights(), weights.as(DType.FLOAT16).as(DType.FLOAT));
      return;
    }
    Grid grid = Grid.ofWeights(weights, layer.axis());
    writer.initializer(layer.weights(), grid.rounded(weights));
    Tensor bias = model.graph().initializers().get(layer.bias());
    Grid values = plan.values().get(layer.input());
    if (form == Form.STATIC && values != null && bias != null && bias.rank() == 1) {
      writer.initializer(layer.bias(), Grid.ofBias(values, grid).rounded(bias));
    }
  }

  private String rounded(String value, Grid grid) {
    String scale = number(grid.scale());
    return onGrid(value, scale, number(grid.zeros()[0]));
  }

  /** {@code (clip(round(x / scale) + zero) - zero) * scale}. */
  private String onGrid(String value, String scale, String zero) {
    String exact = writer.node("Div", value, scale);
    String steps =
        writer.node("Round", nudge == 0 ? exact : writer.node("Add", exact, number(nudge)));
    String integer = writer.node("Clip", writer.node("Add", steps, zero), number(0), number(STEPS));
    return writer.node("Mul", writer.node("Sub", integer, zero), scale);
  }

  /** On the grid from the smallest to the largest number at hand, 0 among them. */
  private String roundedByItself(String value) {
    Map<String, Attribute> flat = Map.of("keepdims", new Attribute.IntValue(0));
    String low = writer.node("Min", writer.node("ReduceMin", flat, value), number(0));
    String high = writer.node("Max", writer.node("ReduceMax", flat, value), number(0));
    String range = writer.node("Max", writer.node("Sub", high, low), number(TINY));
    String scale = writer.node("Div", range, number(STEPS));
    String zero = writer.node("Round", writer.node("Div", writer.node("Neg", low), scale));
    return onGrid(value, scale, zero);
  }

  private String number(float value) {
    return writer.constant("number", Tensor.floats(new float[] {value}));
  }
}
