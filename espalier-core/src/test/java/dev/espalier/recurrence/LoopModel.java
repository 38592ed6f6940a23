package dev.espalier.recurrence;

import dev.espalier.model.Attribute;
import dev.espalier.model.Attributes;
import dev.espalier.model.DType;
import dev.espalier.model.Graph;
import dev.espalier.model.GraphBuilder;
import dev.espalier.model.Model;
import dev.espalier.model.Tensor;
import dev.espalier.model.ValueInfo;
import dev.espalier.model.ValueInfo.Dim;
import dev.espalier.onnx.Subgraphs;
import dev.espalier.recurrence.StepBodies.Writing;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A classifier whose recurrent layer is a Loop or a Scan, however exporters write it.
 *
 * @param scan Scan in place of Loop
 * @param varies whether the length is known only at run time
 * @param batchMajor whether steps lie along axis 1
 * @param backward whether the sequence is read from its end
 * @param begun whether states are inputs of the model, in place of zeros
 * @param whole whether the hidden states of all steps are read too
 * @param compared whether the Loop ends by a comparison, in place of its count of steps alone
 */
record LoopModel(
    boolean scan,
    boolean varies,
    boolean batchMajor,
    boolean backward,
    boolean begun,
    boolean whole,
    boolean compared) {
  static final int STEPS = 5;
  private static final int F = StepBodies.F;
  private static final int H = StepBodies.H;

  /** What is done at one step. */
  interface Body {
    /** Writes the nodes; the next states. */
    List<String> step(Writing writing, String x, List<String> states);
  }

  static LoopModel plain() {
    return new LoopModel(false, false, false, false, false, false, false);
  }

  LoopModel allSteps() {
    return new LoopModel(scan, varies, batchMajor, backward, begun, true, compared);
  }

  Model of(StepBodies cell) {
    return of(cell.states, cell::step);
  }

  Model of(int states, Body body) {
    GraphBuilder g = GraphBuilder.settled("looping", 3);
    String x = g.input("x", varies ? -1 : STEPS, F);
    String sequence = batchMajor ? x : g.shaped(g.transpose(x, 1, 0, 2), STEPS, -1, F);
    String shape = g.node("Shape", "shape", Map.of(), x);
    String length =
        varies
            ? g.node("Gather", "length", Map.of(), shape, g.constant("one", scalar(1)))
            : g.constant("length", scalar(STEPS));
    List<String> initial = new ArrayList<>();
    for (int i = 0; i < states; i++) {
      initial.add(begun ? g.input("h" + i, H) : zeros(g, shape, i));
    }
    Graph step = inner(states, body, sequence);
    List<String> results = new ArrayList<>();
    for (int i = 0; i < states; i++) {
      results.add("last" + i);
    }
    if (!scan) {
      results.add(0, "count");
    }
    results.add("all");
    g.add(scan ? "Scan" : "Loop", inputs(g, length, initial, sequence), attributes(step), results);
    String features = g.shaped("last0", -1, H);
    if (whole) {
      boolean moved = scan && batchMajor;
      String all = g.shaped("all", moved ? -1 : STEPS, moved ? STEPS : -1, H);
      g.output(g.node("Identity", "sequence", Map.of(), all), "steps");
    }
    return g.output(g.gemm("head", features, 2), "y").build();
  }

  private static Tensor scalar(long value) {
    return Tensor.longs(new long[] {value});
  }

  private static String zeros(GraphBuilder g, String shape, int i) {
    String batch = g.node("Gather", "batch" + i, Map.of(), shape, g.vector("at" + i, 0));
    String sizes =
        g.node("Concat", "sizes" + i, Attributes.of("axis", 0), batch, g.vector("units" + i, H));
    return g.node("Expand", "zeros" + i, Map.of(), g.scalar("zero" + i, 0), sizes);
  }

  private List<String> inputs(
      GraphBuilder g, String length, List<String> initial, String sequence) {
    List<String> inputs = new ArrayList<>(initial);
    if (scan) {
      inputs.add(sequence);
    } else {
      Tensor yes = new Tensor(DType.BOOL, new int[0], java.nio.ByteBuffer.wrap(new byte[] {1}));
      inputs.add(0, compared ? g.constant("endless", scalar(Long.MAX_VALUE)) : length);
      inputs.add(1, g.constant("goes on", yes));
      inputs.add(2, g.constant("begin", scalar(0)));
    }
    return inputs;
  }

  private Map<String, Attribute> attributes(Graph step) {
    Map<String, Attribute> attributes = new LinkedHashMap<>();
    attributes.put("body", Subgraphs.of(step));
    if (scan) {
      int axis = batchMajor ? 1 : 0;
      int direction = backward ? 1 : 0;
      attributes.putAll(
          Attributes.of(
              "num_scan_inputs", 1,
              "scan_input_axes", new int[] {axis},
              "scan_input_directions", new int[] {direction},
              "scan_output_axes", new int[] {axis},
              "scan_output_directions", new int[] {0}));
    }
    return attributes;
  }

  private Graph inner(int states, Body body, String sequence) {
    GraphBuilder g = GraphBuilder.settled("step", 5);
    Writing writing = new Writing(g);
    String x = "element";
    if (scan) {
      states(g, states);
      g.input(ValueInfo.of(x, DType.FLOAT, Dim.symbol("rows"), Dim.of(F)));
    } else {
      g.input(ValueInfo.of("i", DType.INT64));
      g.input(ValueInfo.of("going", DType.BOOL));
      g.input(ValueInfo.of("counted", DType.INT64));
      states(g, states);
      String next = writing.of("Add", "counted", g.constant("step", Tensor.longs(new long[] {1})));
      g.output(g.shaped(goesOn(g, writing, next), new int[0]), "more", DType.BOOL);
      g.output(g.shaped(next, new int[0]), "next count", DType.INT64);
      Map<String, Attribute> axis = Attributes.of("axis", batchMajor ? 1 : 0);
      x = g.shaped(g.node("Gather", x, axis, sequence, index(g, writing)), -1, F);
    }
    List<String> names = new ArrayList<>();
    for (int i = 0; i < states; i++) {
      names.add("state" + i);
    }
    List<String> next = body.step(writing, x, names);
    for (int i = 0; i < states; i++) {
      g.output(g.shaped(next.get(i), -1, H), "next" + i);
    }
    g.output(g.shaped(writing.of("Identity", next.get(0)), -1, H), "left");
    return g.build().graph();
  }

  private static void states(GraphBuilder g, int states) {
    for (int i = 0; i < states; i++) {
      g.input(ValueInfo.of("state" + i, DType.FLOAT, Dim.symbol("rows"), Dim.of(H)));
    }
  }

  private String goesOn(GraphBuilder g, Writing writing, String next) {
    return compared ? writing.of("Less", next, "length") : g.node("Identity", Map.of(), "going");
  }

  private String index(GraphBuilder g, Writing writing) {
    if (!backward) {
      return "i";
    }
    String last = writing.of("Sub", "length", g.constant("one back", Tensor.longs(new long[] {1})));
    return writing.of("Sub", last, "counted");
  }
}
