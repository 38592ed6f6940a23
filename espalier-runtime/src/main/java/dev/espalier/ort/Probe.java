package dev.espalier.ort;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OnnxValue;
import ai.onnxruntime.OrtSession;
import dev.espalier.model.DType;
import dev.espalier.model.Graph;
import dev.espalier.model.Model;
import dev.espalier.model.ModelFormatException;
import dev.espalier.model.Node;
import dev.espalier.model.Shapes;
import dev.espalier.model.Tensor;
import dev.espalier.model.ValueInfo;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Runs a model with every inner value as an output, at two settings of its symbolic dimensions, and
 * notes what came out.
 *
 * <p>Setting A has batch 1 and setting B batch 3; other symbols get sizes of their own. Shapes are
 * what the runtime produced, so they are exact for every operator that it loads.
 */
public final class Probe {
  /** Sizes tried for symbols other than the batch (at A, at B), until a model runs at both. */
  private static final int[][] SIZES = {
    {16, 24}, {32, 64}, {224, 256}, {8, 12}, {1, 2}, {128, 192}, {512, 576}
  };

  /** Records at setting B. */
  static final int ROWS = 3;

  private final Model model;
  private final Session session;
  private final Set<String> outputs;
  private final Set<String> untainted;

  private Probe(Model model, Session session) {
    this.model = model;
    this.session = session;
    this.outputs = session.tensorOutputs();
    this.untainted = new LinkedHashSet<>(outputs);
    untainted.removeAll(Taint.of(model.graph()));
    untainted.removeAll(model.graph().initializers().keySet());
  }

  /**
   * Exact shapes of all tensors of the main graph. {@link ModelFormatException} where the runtime
   * refuses the model or no tried size of its inputs runs.
   */
  public static Shapes observe(Model model) {
    try (Session session = Session.open(exposed(model), SessionOptions.literal(threads()))) {
      return new Probe(model, session).settings();
    }
  }

  /**
   * Seeded inputs of {@code rows} records that {@code session}, opened on {@code model}, runs.
   * Other free axes get sizes that fit.
   */
  public static Map<String, Tensor> inputs(Model model, Session session, int rows) {
    return ProbeInputs.of(model.graph()).drawRunning(session, rows);
  }

  private Shapes settings() {
    ProbeInputs inputs = ProbeInputs.of(model.graph());
    ModelFormatException first = null;
    for (Drawing drawing : drawings(inputs)) {
      try {
        Setting a = run(drawing.a(inputs));
        return shapes(a, inputs.flexible() ? run(drawing.b(inputs, ROWS)) : a);
      } catch (ModelFormatException e) {
        first = first == null ? e : first;
      }
    }
    throw first == null ? new IllegalStateException("no sizes to try") : first;
  }

  /** Whether a session of the model runs with so many records at any of the tried sizes. */
  static boolean runs(Model model, Session session, ProbeInputs inputs, int batch) {
    for (Drawing drawing : drawings(inputs)) {
      try {
        Map<String, Tensor> drawn = drawing.b(inputs, batch);
        Foresight.check(model, drawn);
        session.run(drawn, Set.of());
        return true;
      } catch (ModelFormatException e) {
        // another size may do; why none does is said by whoever runs it first
      }
    }
    return false;
  }

  /** What is tried, in this order. */
  private static List<Drawing> drawings(ProbeInputs inputs) {
    boolean free = inputs.flexibleBeyondBatch();
    List<Drawing> all = new ArrayList<>();
    for (int bound : inputs.bounds()) {
      for (int[] sizes : free ? SIZES : new int[][] {SIZES[0]}) {
        for (int step : free ? new int[] {sizes[1] - sizes[0], 0} : new int[] {0}) {
          all.add(new Drawing(sizes, step, bound));
        }
      }
    }
    return all;
  }

  /** Sizes of free axes, how far apart, and below what integers stay. */
  private record Drawing(int[] sizes, int step, int bound) {
    Map<String, Tensor> a(ProbeInputs inputs) {
      return inputs.draw(1, sizes[0], step, bound);
    }

    Map<String, Tensor> b(ProbeInputs inputs, int batch) {
      return inputs.draw(batch, sizes[1], step, bound);
    }
  }

  private Setting run(Map<String, Tensor> inputs) {
    Foresight.check(model, inputs);
    Setting setting = new Setting(new LinkedHashMap<>(), new LinkedHashMap<>());
    inputs.forEach(
        (name, tensor) -> setting.seen.put(name, new Seen(tensor.type(), tensor.dims())));
    try (Session.Feed feed = session.feed(inputs);
        OrtSession.Result result = session.execute(feed, outputs)) {
      for (Map.Entry<String, OnnxValue> entry : result) {
        if (entry.getValue() instanceof OnnxTensor tensor) {
          note(setting, session.own(entry.getKey()), tensor);
        }
      }
    }
    return setting;
  }

  private void note(Setting setting, String name, OnnxTensor tensor) {
    DType type = OrtValues.type(tensor.getInfo());
    setting.seen.put(name, new Seen(type, OrtValues.dims(tensor.getInfo())));
    if (untainted.contains(name) && type.bytes() > 0) {
      setting.contents.put(name, OrtValues.copy(tensor));
    }
  }

  private Shapes shapes(Setting a, Setting b) {
    Map<String, Shapes.Observed> values = new LinkedHashMap<>();
    model
        .graph()
        .initializers()
        .forEach(
            (name, tensor) ->
                values.put(name, new Shapes.Observed(tensor.type(), tensor.dims(), tensor.dims())));
    a.seen.forEach(
        (name, at) -> {
          Seen other = b.seen.get(name);
          if (other != null && at.dims.length == other.dims.length) {
            values.put(name, new Shapes.Observed(at.type, at.dims, other.dims));
          }
        });
    Map<String, Tensor> constants = new LinkedHashMap<>();
    a.contents.forEach(
        (name, tensor) -> {
          if (tensor.equals(b.contents.get(name))) {
            constants.put(name, tensor);
          }
        });
    return new Shapes(values, constants);
  }

  /**
   * The model with every value of the main graph as an output; types are left for the runtime to
   * infer.
   */
  static Model exposed(Model model) {
    Graph graph = model.graph();
    Set<String> known = new LinkedHashSet<>(graph.outputNames());
    List<ValueInfo> outputs = new ArrayList<>(graph.outputs());
    for (Node node : graph.nodes()) {
      for (String value : node.outputs()) {
        if (!value.isEmpty() && known.add(value)) {
          outputs.add(ValueInfo.untyped(value));
        }
      }
    }
    return model.withGraph(graph.withOutputs(outputs));
  }

  static int threads() {
    return Math.max(1, Math.min(4, Runtime.getRuntime().availableProcessors()));
  }

  /** What one run showed. */
  private record Setting(Map<String, Seen> seen, Map<String, Tensor> contents) {}

  private record Seen(DType type, int[] dims) {}
}
